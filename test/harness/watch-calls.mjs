// Preloaded into harden (node --import): notes which programs it starts and which files it makes, with their modes.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const fs = require('node:fs');
const processes = require('node:child_process');
const { O_CREAT } = fs.constants;
const { openSync, writeSync, closeSync, readlinkSync, fstatSync } = fs;

const note = (entry) => {
  const log = openSync(process.env.HARDEN_WATCH_LOG, 'a', 0o600);
  writeSync(log, `${JSON.stringify(entry)}\n`);
  closeSync(log);
};

for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  const original = processes[name];
  processes[name] = (program, ...rest) => {
    note({ kind: 'program', program, rest: JSON.stringify(rest) });
    return original(program, ...rest);
  };
}

fs.openSync = (path, flags = 'r', mode = 0o666) => {
  const handle = openSync(path, flags, mode);
  const isNew = typeof flags === 'number' ? (flags & O_CREAT) !== 0 : /[wa]/.test(flags);
  if (isNew)
    note({ kind: 'file', path: readlinkSync(`/proc/self/fd/${handle}`), mode: fstatSync(handle).mode & 0o777 });
  return handle;
};

for (const name of [
  'writeFileSync',
  'appendFileSync',
  'copyFileSync',
  'mkdtempSync',
  'writeFile',
  'createWriteStream',
]) {
  const original = fs[name];
  fs[name] = (...rest) => {
    note({ kind: 'other', name, path: String(rest[0]) });
    return original(...rest);
  };
}

syncBuiltinESMExports();
