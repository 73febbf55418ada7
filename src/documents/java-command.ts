import type { TextEdit } from './text-edit.ts';

/** One argument of the java command. Offsets are of the script. */
export interface JavaOption {
  /** Without quotes; variables stay as they are written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Something that keeps options from reaching java; it never quotes the script. */
export interface ScriptProblem {
  /** One-based. */
  readonly line: number;
  readonly problem: string;
}

/** How a script starts the server, whatever language it is written in. */
export interface JavaCommand {
  /** What stands before the main class, in the order in which java gets it: of two for one thing the last counts. */
  readonly options: readonly JavaOption[];
  /** With a problem the command is not edited. */
  readonly problems: readonly ScriptProblem[];
  /** Adds an option behind all others. */
  insertion(option: string): TextEdit;
  removal(option: JavaOption): TextEdit;
}

export const mainClass = 'org.wso2.carbon.bootstrap.Bootstrap';
