import type { RunReport } from '../engine/report-input.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { currentAccount } from '../io/account.ts';
import { nodeFileSystem } from '../io/node-file-system.ts';
import { makeOutputFile, type OutputFile } from '../io/output-file.ts';
import { placesOf } from './home-path.ts';
import { renderReport } from './render-report.ts';
import { type Format, formats } from './report-formats.ts';
import type { ReportArguments } from './run-options.ts';
import { readSigner, type Signer } from './signer.ts';

/** The files of `--report`, with those of `--sign` beside them. */
export interface ReportFiles {
  /** Fills all of them. To be called once, with how the run ended. */
  write(report: RunReport): Promise<void>;
}

type FileFormat = Exclude<Format, 'text'>;

interface ReportFile {
  readonly format: FileFormat;
  readonly file: OutputFile;
  readonly signature: OutputFile | undefined;
}

/**
 * Makes the files before anything else, while root is still root, and removes them where the run comes to no report.
 * @throws {HardenError} usage, for a form that is not known or a key without a report.
 */
export async function withReportFiles<T>(args: ReportArguments, run: (reports: ReportFiles) => Promise<T>): Promise<T> {
  const wanted = args.report.map(parseRequest);
  if (args.sign !== undefined && wanted.length === 0) {
    throw new HardenError(
      exitStatus.usage,
      '--sign is given, and there is no report to sign.',
      'Name one, as with --report html:report.html.',
    );
  }
  const sign = args.sign === undefined ? undefined : readSigner(args.sign);
  const made: OutputFile[] = [];
  const make = (path: string): OutputFile => {
    const request = { path, outside: placesOf(args), account: currentAccount() };
    const file = makeOutputFile(nodeFileSystem, request);
    made.push(file);
    return file;
  };
  try {
    const files = wanted.map(({ format, path }) => ({
      format,
      file: make(path),
      signature: sign && make(`${path}.sig`),
    }));
    return await run({
      write: async (report) => {
        try {
          await fill(files, report, sign, (file) => made.splice(made.indexOf(file), 1));
        } catch (error) {
          throw report.backupSet === undefined ? error : afterChange(error);
        }
      },
    });
  } finally {
    for (const file of made) discard(file);
  }
}

async function fill(
  files: readonly ReportFile[],
  report: RunReport,
  sign: Signer | undefined,
  isFilled: (file: OutputFile) => void,
): Promise<void> {
  for (const { format, file, signature } of files) {
    const bytes = Buffer.from(await renderReport(report, format));
    file.finish(bytes);
    isFilled(file);
    if (sign === undefined || signature === undefined) continue;
    signature.finish(sign(bytes));
    isFilled(signature);
  }
}

/** Other errors promise that nothing was changed. */
function afterChange(error: unknown): unknown {
  if (!(error instanceof HardenError)) return error;
  return new HardenError(
    exitStatus.failed,
    `The changes are made and verified, but a report could not be written: ${error.message}`,
    'The installation needs nothing more; `harden audit --report` writes a report of it.',
  );
}

function discard(file: OutputFile): void {
  try {
    file.discard();
  } catch {
    // Root's folder, when root has become the owner of the home by now.
    console.error(`${file.path} is empty and can be removed.`);
  }
}

function parseRequest(request: string): { readonly format: FileFormat; readonly path: string } {
  const colon = request.indexOf(':');
  const format = fileFormats.find((name) => name === request.slice(0, Math.max(0, colon)));
  const path = request.slice(colon + 1);
  if (format !== undefined && path !== '') return { format, path };
  throw new HardenError(
    exitStatus.usage,
    '--report takes a form and a file, with a colon between them.',
    `Forms are ${fileFormats.join(', ')}: --report html:report.html, say.`,
  );
}

const fileFormats = formats.filter((format) => format !== 'text');
