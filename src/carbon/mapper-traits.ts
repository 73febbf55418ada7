/** What one version of the product's config-mapper does otherwise than another, by the sources of v1.0.2 to v1.1.0. */
export interface MapperTraits {
  /** Where it fills in `$env{}` and `$sys{}`: in the tables of arrays too since 1.0.5. */
  readonly variables: 'everywhere' | 'outside of tables';
  /** Since 1.0.13, `[runtime_secrets] enable = "true"` stands for any alias. */
  readonly runtimeSecrets: 'known' | 'ignored';
  /** An alias that needs quotation marks in `[secrets]` has to be asked for with them before 1.0.21. */
  readonly quotedAliases: 'bare' | 'with their quotes';
}

export function mapperTraits(version: string): MapperTraits {
  return {
    variables: isSince(version, [1, 0, 5]) ? 'everywhere' : 'outside of tables',
    runtimeSecrets: isSince(version, [1, 0, 13]) ? 'known' : 'ignored',
    quotedAliases: isSince(version, [1, 0, 21]) ? 'bare' : 'with their quotes',
  };
}

/** The version in the name of an installation's own library, of which updates may bring a newer one. */
export function mapperVersionIn(libraries: readonly string[]): string | undefined {
  return libraries.map((name) => /^config-mapper[-_](\d+\.\d+\.\d+).*\.jar$/.exec(name)?.[1]).find(Boolean);
}

function isSince(version: string, since: readonly [number, number, number]): boolean {
  const parts = version.split('.').map(Number);
  const index = since.findIndex((part, at) => parts[at] !== part);
  return index === -1 || (parts[index] ?? 0) > (since[index] ?? 0);
}
