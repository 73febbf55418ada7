import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { java11, java11Legacy, java17, permissiveTls } from './java.ts';
import { run } from './run.ts';

const permissiveFile = permissiveTls.JAVA_OPTS.replace('-Djava.security.properties=', '');
const settings = [
  { java: 'Java 11.0.9', file: async () => join(await java11Legacy(), 'conf/security/java.security'), refuses: false },
  { java: 'Java 11.0.13', file: async () => join(await java11(), 'conf/security/java.security'), refuses: true },
  { java: 'any Java with permissiveTls', file: async () => permissiveFile, refuses: false },
];

test.each(settings)('the settings of $java refuse TLS 1.0 and 1.1: $refuses', async ({ file, refuses }) => {
  const text = (await readFile(await file(), 'utf8')).replace(/\\\n/g, '');
  const disabled = (/^jdk\.tls\.disabledAlgorithms=(.*)$/m.exec(text)?.[1] ?? '').split(/,\s*/);
  expect(disabled).toContain('SSLv3');
  expect(disabled.includes('TLSv1')).toBe(refuses);
  expect(disabled.includes('TLSv1.1')).toBe(refuses);
});

test.each([
  { home: java11Legacy, version: '11.0.9' },
  { home: java11, version: '11.0.13' },
  { home: java17, version: '17.' },
])(
  'a Java $version can be had and runs',
  async ({ home, version }) => {
    const java = join(await home(), 'bin/java');
    const printed = await run([java, '--version'], { purpose: 'run Java', remedy: 'Remove it from the cache.' });
    expect(printed).toContain(version);
  },
  120_000,
);
