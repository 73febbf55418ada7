import type { Argv } from 'yargs';
import { renderAll } from '../../carbon/jinja/render-template.ts';
import { DocumentError } from '../../documents/document-error.ts';
import { configurationReader } from '../../engine/configuration-of.ts';
import { effectiveView } from '../../engine/effective-view.ts';
import { templatesOf } from '../../engine/templates-of.ts';
import { type ExitStatus, exitStatus, HardenError } from '../../harden-error.ts';
import type { HomeFiles } from '../../io/home-files.ts';
import { makeOutputFolder } from '../../io/output-file.ts';
import type { Home } from '../../kit/home.ts';
import { effectiveJson, effectiveText } from '../../report/effective-report.ts';
import { openInstallation } from '../open-installation.ts';
import { readInstallation } from '../read-installation.ts';
import { homeOptions } from '../run-options.ts';
import { toolVersion } from '../tool-version.ts';

export function options(argv: Argv) {
  return homeOptions(argv)
    .positional('key', { type: 'string', describe: 'A key of deployment.toml or the start of several; else all' })
    .option('format', { choices: ['text', 'json'] as const, default: 'text' as const, describe: 'What to print' })
    .option('render', {
      type: 'string',
      requiresArg: true,
      describe: 'A new folder for the files that the next start generates; they hold the secrets of the installation',
    });
}

type Arguments = Awaited<ReturnType<typeof options>['argv']>;

export async function run(args: Arguments): Promise<ExitStatus> {
  const files = await openInstallation(args, 'read');
  const { home } = readInstallation(args, files);
  if (args.render !== undefined) return render(args.render, home, files);
  const view = asInput(() => effectiveView(home, args.key));
  if ('nearest' in view) {
    throw new HardenError(
      exitStatus.usage,
      `Nothing in this installation names the key ${JSON.stringify(args.key)}.`,
      view.nearest === undefined ? 'Leave the key out to see all.' : `Did you mean ${view.nearest}?`,
    );
  }
  const print = args.format === 'json' ? effectiveJson : effectiveText;
  process.stdout.write(
    print({ view, toolVersion, home: home.root, release: home.release.version, source: home.deploymentToml }),
  );
  return exitStatus.ok;
}

/** Writes what the next start would generate; where the server would not start, there is nothing to write. */
function render(path: string, home: Home, files: HomeFiles): ExitStatus {
  const templates = templatesOf(home);
  const configuration = configurationReader()(home);
  const [problem] = configuration.problems;
  if (templates.size === 0) {
    throw new HardenError(
      exitStatus.refused,
      'This folder holds no templates, so that nothing can be generated.',
      'Name an installation with --home.',
    );
  }
  if (problem !== undefined) {
    const place = problem.line === undefined ? home.deploymentToml : `${home.deploymentToml}, line ${problem.line}`;
    throw new HardenError(
      exitStatus.badInput,
      `${place}: ${problem.message}.`,
      'Mend the file: the server does not start with it.',
    );
  }
  const rendered = asInput(() => renderAll(templates, configuration));
  const folder = makeOutputFolder(files.fs, { path, outside: [files.path], account: files.account });
  try {
    for (const [name, text] of rendered) folder.add(name, Buffer.from(text, 'utf8'));
  } finally {
    folder.close();
  }
  const unknown = configuration.entries().filter(([, value]) => value.kind === 'unknown');
  for (const [key, value] of unknown) {
    if (value.kind === 'unknown') console.error(`${key} stands there as it is written: ${value.reason}.`);
  }
  console.log(`${rendered.size} files are in ${folder.path}.`);
  return exitStatus.ok;
}

/** What harden cannot render with certainty, it does not guess. */
function asInput<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new HardenError(
      exitStatus.failed,
      `A template could not be rendered: line ${error.line}, ${error.reason}.`,
      'Ask for another key, or have the server generate the file.',
    );
  }
}
