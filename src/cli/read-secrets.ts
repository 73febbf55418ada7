import type { AnswerFile } from '../engine/answer-file.ts';
import { exitStatus, HardenError } from '../harden-error.ts';
import { isSafeSecret } from '../kit/material.ts';
import { registry } from './registry.ts';
import { askSecret, readReference } from './secret-reference.ts';

/** Secrets by the name that stands for them in a plan. */
export type GivenSecrets = ReadonlyMap<string, string>;

/**
 * Fetches the secrets that answers refer to by `env:NAME` or `file:PATH`, before root becomes another account, and asks for
 * those of `prompt`.
 * @throws {HardenError} bad input, for a place that holds none or a value that the server could not read; refused, where there
 * is no terminal to ask on.
 */
export async function readSecrets({ answers }: AnswerFile): Promise<GivenSecrets> {
  const secrets = new Map<string, string>();
  for (const { id, transform } of registry) {
    for (const [name, param] of Object.entries(transform.params)) {
      const place = answers.get(id)?.[name];
      if (param.kind !== 'secret' || typeof place !== 'string') continue;
      const what = `answers.${id}.${name}`;
      const value = place === 'prompt' ? await askTwice(what) : readReference(place, what);
      if (!param.pattern.test(value) || !isSafeSecret(value)) throw unusable(id, name);
      secrets.set(`${id}.${name}`, value);
    }
  }
  return secrets;
}

/** What cannot be seen while it is typed is typed twice. */
async function askTwice(what: string): Promise<string> {
  const hint = 'Run harden on a terminal, or write env:NAME or file:PATH there.';
  for (;;) {
    const value = await askSecret(`${what} (not shown)`, hint);
    if (value === (await askSecret('The same again', hint))) return value;
    console.error('The two differ.');
  }
}

function unusable(id: string, name: string): HardenError {
  return new HardenError(
    exitStatus.badInput,
    `The secret that answers.${id}.${name} refers to could not be used by the server: blanks, quotes, <, >, &, $, braces and backslashes break its files, and \`harden explain ${id}\` tells what else it takes.`,
    'Choose another; letters, digits, dots, dashes and underscores always work.',
  );
}
