import { layout } from '../carbon/layout.ts';
import { type HeapOption, type ScriptSyntax, StartScript } from '../documents/start-script.ts';
import type { Context } from './context.ts';
import type { Change, Finding, Harm } from './finding.ts';
import type { Params } from './params.ts';
import { parseOnce } from './parse-once.ts';
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

const parseScript = parseOnce((text, path) => StartScript.parse(text, scriptSyntaxOf(path) ?? 'shell'));

/** Judges each script that starts the server: for the shell, for Windows, and for the service of Windows. */
export function startScriptPart<P extends Params>(part: {
  inspect(script: StartScript, context: Context<P>): readonly Finding[];
}): Part<P> {
  return {
    files: (home) => [...syntaxes.keys()].filter((path) => home.read(path).kind !== 'absent'),
    inspect(file, context) {
      if (file.kind !== 'text') return [];
      const script = parseScript(file.text, file.path);
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

/** One `-Dname=value` of the start command. JAVA_OPTS never counts: the environment of the service is unknown. */
export function jvmSystemProperty<P extends Params>(property: {
  readonly name: string;
  /** `undefined` where the option is not given, empty for `-Dname`. */
  accepts(value: string | undefined, context: Context<P>): boolean;
  /** `undefined` takes the option away. */
  readonly value: string | undefined;
  says(found: string, context: Context<P>): string;
  /** Why it is not changed, where that would do harm; `says` then tells what only the operator can do. */
  harm?(context: Context<P>): Harm | undefined;
  /** Where they differ from the transform's own. */
  differs?(value: string | undefined): Pick<Finding, 'severity' | 'risk'>;
}): Part<P> {
  const { name, value: wanted } = property;
  return startScriptPart({
    inspect(script, context) {
      const value = script.getSystemProperty(name);
      const at = `-D${name}`;
      const line = script.lineOfSystemProperty(name);
      const place = line === undefined ? { at } : { at, line };
      if (value !== undefined && /[$%]/.test(value)) {
        return [
          { ...place, status: 'error', message: 'Could not be checked: a variable of the script decides the value.' },
        ];
      }
      const given = value?.replaceAll(/^(["'])(.*)\1$/g, '$2');
      if (property.accepts(given, context)) return [];
      const message = property.says(value === undefined ? 'not set' : value, context);
      const finding = { ...place, message, ...property.differs?.(given) };
      const harm = property.harm?.(context);
      if (harm !== undefined) return [{ ...finding, harm }];
      const change: Change = {
        kind: 'edit',
        edits: wanted === undefined ? script.removeSystemProperty(name) : script.setSystemProperty(name, wanted),
        intent: { kind: 'script', changes: [{ kind: 'property', name, value: wanted }] },
      };
      return [{ ...finding, change }];
    },
  });
}

/** Sets a size of the heap, in bytes. */
export function heapChange(script: StartScript, option: HeapOption, bytes: number): Change {
  return {
    kind: 'edit',
    edits: script.setHeap(option, bytes),
    intent: { kind: 'script', changes: [{ kind: 'heap', option, value: bytes }] },
  };
}
