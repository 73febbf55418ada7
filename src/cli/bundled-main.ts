import { compiledScript, exportsOf } from '../io/compiled-script.ts';
import * as packages from '../packages.ts';
import type * as runCommandModule from './run-command.ts';
import { start } from './start.ts';

/** The file that run-command.ts was bundled into, beside the one that this module was. */
declare const commandsFile: string;

await start(async () => {
  const path = `${import.meta.dirname}/${commandsFile}`;
  return exportsOf(compiledScript(path), path, packages) as typeof runCommandModule;
});
