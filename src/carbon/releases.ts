export const releaseVersions = [
  '5.9.0',
  '5.10.0',
  '5.11.0',
  '6.0.0',
  '6.1.0',
  '7.0.0',
  '7.1.0',
  '7.2.0',
  '7.3.0',
] as const;

export type ReleaseVersion = (typeof releaseVersions)[number];

/** One release of the Identity Server. Its rules also serve the bare kernel of the same number. */
export interface Release {
  readonly version: ReleaseVersion;
  readonly kernel: string;
  /** Version of config-mapper, which generates the configuration. */
  readonly mapper: string;
  /** Major versions of Java that the release's start script lets through and its documentation supports, oldest first. */
  readonly java: readonly [number, ...number[]];
}

/** Kernels from the `kernel.version` of each product-is tag; Java and mapper from start script and pom of each kernel tag. */
export const releases: readonly [Release, ...Release[]] = [
  { version: '5.9.0', kernel: '4.5.1', mapper: '1.0.2', java: [8, 11] },
  { version: '5.10.0', kernel: '4.6.0', mapper: '1.0.2', java: [8, 11] },
  { version: '5.11.0', kernel: '4.6.1', mapper: '1.0.2', java: [8, 11] },
  { version: '6.0.0', kernel: '4.7.1', mapper: '1.0.13', java: [11, 17] },
  { version: '6.1.0', kernel: '4.9.0', mapper: '1.0.13', java: [11, 17] },
  { version: '7.0.0', kernel: '4.10.9', mapper: '1.0.22', java: [11, 17] },
  { version: '7.1.0', kernel: '4.10.42', mapper: '1.0.22', java: [11, 17, 21] },
  { version: '7.2.0', kernel: '4.10.101', mapper: '1.0.22', java: [11, 17, 21] },
  { version: '7.3.0', kernel: '4.12.34', mapper: '1.0.22', java: [21] },
];

export function releaseOf(version: string): Release | undefined {
  return releases.find((release) => release.version === version);
}

/** The release whose rules a bare kernel of this version follows. */
export function releaseOfKernel(kernel: string): Release | undefined {
  return releases.find((release) => release.kernel === kernel);
}

/** True when `version` is `since` or newer and `until` or older, in the order of publication. */
export function isWithin(version: ReleaseVersion, since: ReleaseVersion, until: ReleaseVersion): boolean {
  const index = releaseVersions.indexOf(version);
  return index >= releaseVersions.indexOf(since) && index <= releaseVersions.indexOf(until);
}
