import type { JavaVersion } from '../carbon/java-version.ts';
import type { Release } from '../carbon/releases.ts';
import type { StoreRecipe } from './store-recipe.ts';

/**
 * A file as a transform sees it. Paths are relative to the home, with forward slashes; those of pages that are hosted
 * elsewhere are absolute.
 */
export type File =
  | { readonly kind: 'text'; readonly path: string; readonly text: string }
  | { readonly kind: 'binary'; readonly path: string; readonly bytes: Uint8Array }
  /** A keystore that the plan makes; never read from disk. */
  | { readonly kind: 'store'; readonly path: string; readonly recipe: StoreRecipe }
  | { readonly kind: 'absent'; readonly path: string };

export type TextFile = Extract<File, { kind: 'text' }>;

/** An installation as it was when the run began. Reads are lazy and remembered, so a home never changes under a plan. */
export interface Home {
  /** Absolute path, for messages only. */
  readonly root: string;
  /** `configuration-only`: a folder with deployment.toml and no product beside it, as kept in git or in an image recipe. */
  readonly shape: 'product' | 'kernel' | 'configuration-only';
  /** `repository/conf/deployment.toml`, or `deployment.toml` for a folder that holds nothing else. */
  readonly deploymentToml: string;
  /** Absolute paths of folders of login and recovery pages that are hosted elsewhere, as the command line names them. */
  readonly endpointDirs: readonly string[];
  /** The release whose rules apply. */
  readonly release: Release;
  /** What shows that the server was started here before; empty on a home never started. */
  readonly startTraces: readonly string[];
  readonly server: { readonly kind: 'stopped' } | { readonly kind: 'running'; readonly pid: number };
  /** A tool of the vendor that works on the installation now, such as its updater. */
  readonly tool: { readonly name: string; readonly pid: number } | undefined;
  readonly java: Java;
  /** Bytes of memory that the server may use: the machine's, or the control group's limit where that is lower. */
  readonly memoryLimit: number;
  read(path: string): File;
  /** Names of the entries of a folder in code-unit order; none when it is absent. */
  list(folder: string): readonly string[];
}

/** The Java that the start script will use. It is read from JAVA_HOME/release and never run. */
export interface Java extends JavaVersion {
  /** `assumed`: JAVA_HOME says nothing, so the oldest Java that the release supports is taken. */
  readonly source: 'release-file' | 'assumed';
}
