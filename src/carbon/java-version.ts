/** A version of Java in its parts: `1.8.0_252` is 8 and 252, `17.0.15` is 17 and 15. */
export interface JavaVersion {
  readonly major: number;
  /** The number after the underscore for Java 8, the third number otherwise. */
  readonly update: number;
}

/** Reads both spellings, that of Java 8 (`1.8.0_252`) and that of the newer ones (`11.0.9.1`, `21`). */
export function parseJavaVersion(text: string): JavaVersion | undefined {
  const old = /^1\.(\d+)\.\d+(?:_(\d+))?/.exec(text);
  if (old !== null) return { major: Number(old[1]), update: Number(old[2] ?? 0) };
  const current = /^(\d+)(?:\.\d+(?:\.(\d+))?)?/.exec(text);
  return current === null ? undefined : { major: Number(current[1]), update: Number(current[2] ?? 0) };
}

/** TLS 1.3 came with Java 11 and, as a backport, with 8u261. */
export function hasTls13({ major, update }: JavaVersion): boolean {
  return major >= 11 || (major === 8 && update >= 261);
}

/** 256-bit ciphers are allowed without a separate policy file since 8u161. */
export function hasUnlimitedStrength({ major, update }: JavaVersion): boolean {
  return major >= 9 || (major === 8 && update >= 161);
}

/** PKCS#12 with AES and SHA-256 came with Java 16 and, for reading, as a backport with 11.0.12 and 8u301. */
export function hasModernStores({ major, update }: JavaVersion): boolean {
  if (major === 11) return update >= 12;
  return major === 8 ? update >= 301 : major >= 16;
}
