import { DocumentError } from '../documents/document-error.ts';
import { TomlDocument } from '../documents/toml-document.ts';
import { type AnswerFile, checkAnswerFile, noAnswers } from '../engine/answer-file.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import { readInputFile } from '../io/input-file.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { registry } from './registry.ts';

/**
 * Reads the answer file that the command line names, before root becomes another account.
 * @throws {HardenError} bad input, or no permission, for a file that is not the operator's own.
 */
export function readAnswerFile(path: string | undefined): AnswerFile {
  if (path === undefined) return noAnswers;
  const text = textOf(path, readInputFile(nodeFileSystem, path, currentAccount()));
  try {
    return checkAnswerFile(TomlDocument.parse(text).values, registry);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new HardenError(
      exitStatus.badInput,
      `${path}, line ${error.line}: ${error.reason}.`,
      'Mend the answer file; README.md shows its form.',
    );
  }
}

function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new HardenError(exitStatus.badInput, `${path} is not UTF-8.`, 'Save the answer file in UTF-8 and try again.');
  }
}
