import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const id = process.argv[2] ?? '';

if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
  console.error('The id of a transform is a noun phrase in kebab-case. Run `npm run new tls-protocols`, say.');
  process.exitCode = 64;
} else {
  for (const [template, path] of [
    ['transform.ts.txt', `transforms/${id}.ts`],
    ['transform.test.ts.txt', `test/transforms/${id}.test.ts`],
  ] as const) {
    const text = readFileSync(`${root}templates/${template}`, 'utf8').replaceAll('{{id}}', id);
    writeFileSync(`${root}${path}`, text, { flag: 'wx' });
    console.log(path);
  }
}
