import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commandModules } from '../../src/cli/command-modules.ts';
import { type CommandName, commands } from '../../src/cli/commands.ts';
import { commandWords } from '../../src/cli/completion-words.ts';
import { plainArguments } from '../../src/cli/plain-arguments.ts';
import { yargsArguments } from '../../src/cli/yargs-arguments.ts';
import { HardenError } from '../../src/harden-error.ts';

const runs = Number(process.env['HARDEN_FUZZ_RUNS'] ?? 150);

type Outcome = { readonly args: Readonly<Record<string, unknown>> } | { readonly error: string };

async function outcomeOf(read: () => unknown): Promise<Outcome | undefined> {
  try {
    const args = await read();
    return args === undefined ? undefined : { args: args as Readonly<Record<string, unknown>> };
  } catch (error) {
    if (error instanceof HardenError) return { error: error.message };
    throw error;
  }
}

/** Yargs gives each argument also by other names. */
function onlyOf(args: Readonly<Record<string, unknown>>, outcome: Outcome | undefined) {
  const given = outcome !== undefined && 'args' in outcome ? outcome.args : {};
  return Object.fromEntries(Object.keys(args).map((name) => [name, given[name]]));
}

/** Words as people and scripts write them for a command, and as they should not. */
function wordsFor(name: string): fc.Arbitrary<readonly string[]> {
  const { options = '', choices = {} } = commandWords[name] ?? {};
  const names = options.split(' ').map((option) => `--${option}`);
  const values = [
    'a',
    '7',
    '30d',
    '07',
    '1e3',
    'true',
    'false',
    'x y',
    "'q'",
    '"q',
    'a=b',
    'a,b,,c',
    '-',
    '-1',
    '--',
    '',
    'hsts',
  ];
  const few = Object.values(choices).flatMap((each) => each.split(' '));
  const value = fc.constantFrom(...values, ...few);
  const option = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...names) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('-y', '-q', '-v', '-yq', '-h', '--Home', '--no-yes', '--dryRun', '--hom', '-home'),
    },
  );
  const group = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(option, value) },
    { weight: 2, arbitrary: fc.tuple(option) },
    { weight: 1, arbitrary: fc.tuple(option, value).map(([left, right]) => [`${left}=${right}`]) },
    { weight: 1, arbitrary: fc.tuple(value) },
  );
  return fc.array(group, { maxLength: 4 }).map((groups) => groups.flat());
}

describe('command lines that are read without yargs', () => {
  test.each(commands.map((command) => [command.name, command] as const))(
    '%s takes them as yargs does',
    async (name, command) => {
      const { options } = await commandModules[command.name]();
      await fc.assert(
        fc.asyncProperty(wordsFor(name), async (words) => {
          const plain = await outcomeOf(() => plainArguments(words, options));
          if (plain === undefined) return;
          const careful = await outcomeOf(() => yargsArguments(words, command, options, 80));
          expect(careful).toEqual('error' in plain ? plain : { args: expect.anything() });
          if ('args' in plain) expect(onlyOf(plain.args, careful)).toEqual(plain.args);
        }),
        { numRuns: runs },
      );
    },
  );

  test.each<[CommandName, string]>([
    ['apply', '--dry-run --home /opt/is'],
    [
      'apply',
      '-y --home=/opt/is --only hsts --only tls-protocols,jmx --answers harden.toml --secrets-out s --start-check',
    ],
    ['apply', '--phase first-start --yes --quiet --start-timeout 60'],
    ['audit', '--home /opt/is --format json --fail-on high --report html:a.html --report sarif:b --max-backup-age 30d'],
    ['rollback', '20261001T101112Z --home /opt/is --yes'],
    ['completion', 'bash'],
    ['keystore list', '--expires-in 30d'],
  ])('%s %s is one', async (name, words) => {
    const { options } = await commandModules[name]();
    expect(plainArguments(words.split(' '), options)).toBeDefined();
  });

  test.each<[CommandName, string]>([
    ['apply', '--help'],
    ['apply', '--hom /x'],
    ['apply', '--home'],
    ['apply', '--home --yes'],
    ['apply', '--format yaml'],
    ['apply', 'extra'],
    ['apply', '--no-yes'],
    ['apply', '-yq'],
    ['rollback', '--yes true'],
    ['rollback', '--only hsts 20261001T101112Z'],
    ['materials export', '--out file'],
  ])('%s %s is left to yargs', async (name, words) => {
    const { options } = await commandModules[name]();
    expect(plainArguments(words.split(' '), options)).toBeUndefined();
  });
});
