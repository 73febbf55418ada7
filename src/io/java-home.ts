import type { FileSystem } from './file-system.ts';
import { readSystemFile } from './system-file.ts';

/** Reads the version, such as `1.8.0_252` or `17.0.15`, that the `release` file of a Java installation states. */
export function readJavaVersion(fs: FileSystem, javaHome: string): string | undefined {
  // A Java 8 JDK may keep the file beside the JRE that JAVA_HOME names.
  for (const path of ['release', '../release']) {
    const text = readSystemFile(fs, `${javaHome}/${path}`);
    const version = text?.match(/^JAVA_VERSION="?([0-9A-Za-z._+-]+)"?\s*$/m)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}
