import type { Script, ScriptOptions } from 'node:vm';

/** A script of the bundle is a function that gives its exports to a module. */
type BundledScript = (require: (name: string) => unknown, module: { exports: unknown }, path: string) => void;

const digestLength = 32;

/** Help, version and completion do without these modules. */
const node = {
  crypto: () => process.getBuiltinModule('node:crypto'),
  fs: () => process.getBuiltinModule('node:fs'),
  vm: () => process.getBuiltinModule('node:vm'),
};

/**
 * Compiles a script of the bundle, or takes the code that V8 made of it when the bundle was built, since compiling takes a
 * quarter of a dry run. V8 itself refuses code that another version, other flags or another script made.
 *
 * @param path of a text in ASCII, which is read as it lies there
 */
export function compiledScript(path: string): Script {
  return scriptOf(path, { filename: path, cachedData: codeOf(path) });
}

/** Compiles a script in order to keep its code, which holds the name of the script: its path would make it another in each folder. */
export function scriptToKeep(path: string): Script {
  return scriptOf(path, { filename: 'commands.js' });
}

function scriptOf(path: string, options: ScriptOptions): Script {
  const { Script } = node.vm();
  return new Script(node.fs().readFileSync(path, 'latin1'), options);
}

/**
 * Runs a script of the bundle, and returns what it exports.
 * @param others what it asks for besides Node's own modules
 */
export function exportsOf(script: Script, path: string, others: unknown): unknown {
  const module = { exports: {} as unknown };
  const run: BundledScript = script.runInThisContext();
  run((name) => process.getBuiltinModule(name) ?? others, module, path);
  return module.exports;
}

/** Keeps the code of all functions that were run, for scripts of the same text and for the V8 of this Node. */
export function keepCodeOf(script: Script, path: string): void {
  const code = script.createCachedData();
  node.fs().writeFileSync(codeCacheOf(path), Buffer.concat([digestOf(code), code]));
}

function codeCacheOf(path: string): string {
  return `${path}.${process.versions.v8}-${process.arch}.cache`;
}

/** V8 compares the length of the code alone, and damaged code ends Node with a signal. */
function codeOf(path: string): Buffer | undefined {
  try {
    const file = node.fs().readFileSync(codeCacheOf(path));
    const code = file.subarray(digestLength);
    return digestOf(code).equals(file.subarray(0, digestLength)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(code: Buffer): Buffer {
  return node.crypto().hash('sha256', code, 'buffer');
}
