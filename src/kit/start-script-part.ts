import { layout } from '../carbon/layout.ts';
import { type HeapOption, type ScriptSyntax, StartScript } from '../documents/start-script.ts';
import type { Context } from './context.ts';
import type { Change, Finding } from './finding.ts';
import type { Params } from './params.ts';
import { parseOnce } from './parse-once.ts';
import { judgeSetting, type Setting } from './setting.ts';
import type { Part } from './transform.ts';

const syntaxes: ReadonlyMap<string, ScriptSyntax> = new Map([
  [layout.shellScript, 'shell'],
  [layout.batchScript, 'batch'],
  [layout.wrapperConf, 'wrapper'],
]);

/** The language of a script that starts the server. */
export function scriptSyntaxOf(path: string): ScriptSyntax | undefined {
  return syntaxes.get(path);
}

const parseScript = parseOnce(({ text, path }) => StartScript.parse(text, scriptSyntaxOf(path) ?? 'shell'));

/** Judges each script that starts the server: for the shell, for Windows, and for the service of Windows. */
export function startScriptPart<P extends Params>(part: {
  inspect(script: StartScript, context: Context<P>): readonly Finding[];
}): Part<P> {
  return {
    files: (home) => [...syntaxes.keys()].filter((path) => home.read(path).kind !== 'absent'),
    inspect(file, context) {
      if (file.kind !== 'text') return [];
      const script = parseScript(file);
      // Options behind such a place never reach java, whatever the script says of them.
      const [problem] = script.problems;
      if (problem !== undefined) {
        const message = `The start command could not be judged: ${problem.problem}.`;
        return [{ at: `line ${problem.line}`, line: problem.line, status: 'error', message }];
      }
      return part.inspect(script, context);
    },
  };
}

/** Judges `-Dkey=value` of each start script; to want `null` takes the option away. JAVA_OPTS never counts: the environment of the service is unknown. */
export function jvmSettings<P extends Params>(...settings: readonly Setting<P, string, string | null>[]): Part<P> {
  return {
    ...startScriptPart({
      inspect: (script, context) => settings.flatMap((setting) => judge(setting, script, context)),
    }),
    judges: settings.map(({ key }) => `-D${key}`),
  };
}

function judge<P extends Params>(
  setting: Setting<P, string, string | null>,
  script: StartScript,
  context: Context<P>,
): readonly Finding[] {
  const { key } = setting;
  const value = script.getSystemProperty(key);
  const place = { at: `-D${key}`, line: script.lineOfSystemProperty(key) };
  if (value !== undefined && /[$%]/.test(value)) {
    return [
      { ...place, status: 'error', message: 'Could not be checked: a variable of the script decides the value.' },
    ];
  }
  return judgeSetting(setting, context, {
    ...place,
    value: value?.replaceAll(/^(["'])(.*)\1$/g, '$2'),
    change: (wanted) => propertyChange(script, key, wanted ?? undefined),
  });
}

function propertyChange(script: StartScript, name: string, value: string | undefined): Change {
  return {
    kind: 'edit',
    edits: value === undefined ? script.removeSystemProperty(name) : script.setSystemProperty(name, value),
    intent: { kind: 'script', changes: [{ kind: 'property', name, value }] },
  };
}

/** Sets a size of the heap, in bytes. */
export function heapChange(script: StartScript, option: HeapOption, bytes: number): Change {
  return {
    kind: 'edit',
    edits: script.setHeap(option, bytes),
    intent: { kind: 'script', changes: [{ kind: 'heap', option, value: bytes }] },
  };
}
