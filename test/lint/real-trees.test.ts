import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { noAnswers } from '../../src/engine/answer-file.ts';
import { makePlan } from '../../src/engine/make-plan.ts';
import type { File, Home } from '../../src/kit/home.ts';
import { lintRules } from '../../src/lint/rules.ts';
import { folderHome } from '../harness/folder-home.ts';

const trees = process.env['HARDEN_TEST_TREES'];

function findingsIn(home: Home): readonly string[] {
  const { findings } = makePlan({
    home,
    transforms: lintRules,
    choices: new Map(lintRules.map(({ id }) => [id, 'default'])),
    answers: noAnswers,
    now: new Date('2027-01-15T12:00:00Z'),
  });
  return findings.map(({ transform, at, message }) => `${transform} ${at}: ${message}`);
}

function textFile(path: string, text: string): File {
  return { kind: 'text', path, text };
}

/** The home with more in its deployment.toml. */
function withToml(home: Home, added: string): Home {
  const { deploymentToml } = home;
  const file = home.read(deploymentToml);
  const text = file.kind === 'text' ? file.text + added : added;
  return {
    ...home,
    read: (path) => (path === deploymentToml ? textFile(path, text) : home.read(path)),
  };
}

(trees === undefined ? describe.skip : describe)('the linter on configurations of real releases', () => {
  const homeOf = (version: string) => folderHome(join(trees ?? '', version));

  for (const version of trees === undefined ? [] : readdirSync(trees).filter((name) => /^\d/.test(name))) {
    test(`finds nothing in the file that comes with ${version}, but for the dead key of 5.9.0`, () => {
      expect(findingsIn(homeOf(version))).toEqual(
        version === '5.9.0'
          ? [
              'unknown-key keystore.primary.name: Nothing in this installation reads this key. Did you mean keystore.primary.file_name?',
            ]
          : [],
      );
    });
  }

  test('finds the dead key of other published files', () => {
    const [finding] = findingsIn(withToml(homeOf('5.11.0'), '[keystore.tls]\nfilename = "x.jks"\n'));
    expect(finding).toMatch(/^unknown-key keystore\.tls\.filename: .*Did you mean keystore\.tls\.file_name\?$/);
  });

  test.each(['5.9.0', '5.11.0', '6.0.0'])(
    'finds all dead keys of a published provisioning file on %s, and no other',
    (version) => {
      // The keys of the vendor's playbook, with values and in an order of our own.
      const toml = `
[keystore.primary]
name = "own.jks"
alias = "own"
[keystore.internal]
filename = "own.jks"
type = "JKS"
[database.bps_database]
type = "mysql"
url = "jdbc:mysql://db.example/bps"
[database.bps_database.pool_options]
validationQuery = "SELECT 1"
[[datasource]]
id = "consent"
type = "mysql"
url = "jdbc:mysql://db.example/consent"
driver = "com.mysql.cj.jdbc.Driver"
pool_options.validationQuery = "SELECT 1"
[event.default_listener.application_authentication]
enable = "true"
[identity_mgt.events.schemes.analyticsLoginDataPublisher.properties]
enable = "true"
`;
      const home = homeOf(version);
      const only = {
        ...home,
        read: (path: string) => (path === home.deploymentToml ? textFile(path, toml) : home.read(path)),
      };
      const dead = findingsIn(only).filter((finding) => /^(?:unknown|unused)-key /.test(finding));
      expect(dead.map((finding) => finding.split(':')[0])).toEqual([
        'unknown-key keystore.primary.name',
        'unknown-key keystore.internal.filename',
        'unknown-key database.bps_database.url',
        'unknown-key database.bps_database.pool_options.validationQuery',
        'unknown-key datasource.0.type',
      ]);
      expect(dead[0]).toMatch(/Did you mean keystore\.primary\.file_name\?$/);
      expect(dead[1]).toMatch(/Did you mean keystore\.internal\.file_name\?$/);
    },
  );

  test('finds the text that takes the HTTPS connector of 7.1.0 away', () => {
    const [finding] = findingsIn(withToml(homeOf('7.1.0'), '[transport.https]\nenabled = "true"\n'));
    expect(finding).toMatch(/^wrong-type transport\.https\.enabled: /);
  });

  test('finds the password that breaks the XML', () => {
    const [finding] = findingsIn(withToml(homeOf('6.0.0'), '[output_adapter.email]\npassword = "a&b"\n'));
    expect(finding).toMatch(/^broken-file output_adapter\.email\.password: .*axis2\.xml is no well-formed XML/);
  });

  test('tells each of several values that break several files', () => {
    const toml = `
[database.identity_db.pool_options]
validationQuery = "SELECT 1 WHERE 1 < 2"
[keystore.tls]
file_name = "a&b.p12"
password = "p<q"
alias = "al&"
key_password = 'k"<'
[output_adapter.email]
from_address = "A <a@example.com>"
username = "u&v"
password = "p&q"
`;
    const broken = findingsIn(withToml(homeOf('7.1.0'), toml)).filter((finding) => finding.startsWith('broken-file '));
    expect(broken.map((finding) => /^broken-file (\S+): Because of this value /.exec(finding)?.[1])).toEqual([
      'database.identity_db.pool_options.validationQuery',
      'keystore.tls.file_name',
      'keystore.tls.password',
      'keystore.tls.alias',
      'keystore.tls.key_password',
      'output_adapter.email.from_address',
      'output_adapter.email.username',
      'output_adapter.email.password',
    ]);
  });
});
