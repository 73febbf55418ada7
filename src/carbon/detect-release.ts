import { type Release, releaseOf, releaseOfKernel, releases } from './releases.ts';

export type Detection =
  | { readonly kind: 'known'; readonly shape: 'product' | 'kernel' | 'configuration-only'; readonly release: Release }
  /** A release that harden has no facts of; `nearest` lends its rules to an audit. */
  | {
      readonly kind: 'unknown';
      readonly shape: 'product' | 'kernel';
      readonly stated: string;
      readonly nearest: Release;
    }
  /** Only deployment.toml: nothing on disk tells the release. */
  | { readonly kind: 'unstated' }
  | { readonly kind: 'foreign'; readonly product: string };

/**
 * Tells the release from the texts of bin/version.txt and bin/wso2carbon-version.txt, `undefined` where absent.
 * A bare kernel's version.txt reads literally `${product.name} v${product.version}` (4.5.1 and 4.7.1).
 */
export function detectRelease(texts: {
  readonly version: string | undefined;
  readonly kernelVersion: string | undefined;
  /** The operator's `--assume-version`. */
  readonly assumed: Release | undefined;
}): Detection {
  const stated = texts.version?.trim() ?? '';
  const kernel = /v(\d\S*)/.exec(texts.kernelVersion ?? '')?.[1];
  const product = /^(.*?)\s+v(\d\S*)$/.exec(stated);
  if (product !== null && !stated.includes('${')) {
    const [, name = '', version = ''] = product;
    if (name !== 'WSO2 Identity Server') return { kind: 'foreign', product: name };
    return known('product', texts.assumed ?? releaseOf(version)) ?? unknown('product', version);
  }
  if (kernel !== undefined) {
    return known('kernel', texts.assumed ?? releaseOfKernel(kernel)) ?? unknown('kernel', kernel);
  }
  return known('configuration-only', texts.assumed) ?? { kind: 'unstated' };
}

function known(
  shape: 'product' | 'kernel' | 'configuration-only',
  release: Release | undefined,
): Detection | undefined {
  return release === undefined ? undefined : { kind: 'known', shape, release };
}

function unknown(shape: 'product' | 'kernel', stated: string): Detection {
  const versionOf = (release: Release): string => (shape === 'product' ? release.version : release.kernel);
  const older = releases.filter((release) => compareVersions(versionOf(release), stated) <= 0);
  return { kind: 'unknown', shape, stated, nearest: older.at(-1) ?? releases[0] };
}

function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
