import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { harden } from '../harness/harden-command.ts';
import { eachSampleHome, snapshot } from '../harness/sample-home.ts';
import { type Format, mutate, numbersFrom } from './mutate.ts';

jest.setTimeout(600_000);

/** A run is a whole process: what the other tests do ten thousand times is done some dozen times here. */
const runs = Math.min(60, Number(process.env['HARDEN_FUZZ_RUNS'] ?? 4));

const sample = eachSampleHome();

const inputs: readonly (readonly [string, Format])[] = [
  ['home/repository/conf/deployment.toml', 'toml'],
  ['home/repository/resources/conf/templates/repository/conf/tomcat/catalina-server.xml.j2', 'xml'],
  ['home/repository/conf/log4j2.properties', 'properties'],
  ['home/bin/wso2server.sh', 'script'],
  ['home/repository/resources/conf/default.json', 'json'],
  ['answers.toml', 'toml'],
  ['plan.json', 'json'],
];

test.each(inputs)('%s, mutated, is looked at or refused, and nothing is written', (name, format) => {
  const path = join(sample.folder, name);
  const answers = join(sample.folder, 'answers.toml');
  writeFileSync(answers, 'profile = "strict"\n[transforms]\nhttp-connector = true\n', { mode: 0o600 });
  const run = (...args: readonly string[]): ReturnType<typeof harden> =>
    harden([...args, '--home', sample.home, '--answers', answers], { env: { HARDEN_BACKUP_DIR: sample.backups } });
  const plan = ['--plan', join(sample.folder, 'plan.json')];
  if (name === 'plan.json') run('plan', '--out', path);
  const original = readFileSync(path, 'utf8');
  const random = numbersFrom(21);
  for (let index = 0; index < runs; index++) {
    const bytes = Buffer.from(mutate(original, format, random));
    // Not every byte of a damaged file is a character.
    if (index % 3 === 0 && bytes.length > 0) bytes[Math.floor(random() * bytes.length)] = 0xff;
    writeFileSync(path, bytes, { mode: 0o600 });
    const before = snapshot(sample.folder);
    for (const args of [['audit'], ['apply', '--dry-run', ...(name === 'plan.json' ? plan : [])]]) {
      const { status, stderr } = run(...args);
      expect({ args, stderr }).not.toEqual({ args, stderr: expect.stringMatching(/bug in harden: nothing|^\s+at /m) });
      expect([0, 1, 2, 6, 7, 65, 66]).toContain(status);
    }
    expect(snapshot(sample.folder)).toEqual(before);
  }
});
