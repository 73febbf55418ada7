import { printKey, printPair } from '../documents/toml-print.ts';
import type { TomlValue } from '../documents/toml-value.ts';
import type { Draft } from './wizard-questions.ts';

/** Prints an answer file: what `checkAnswerFile` makes of it is the draft again. */
export function answerText({ profile, transforms, answers }: Draft): string {
  const lines = [
    '# Made by harden init. docs/answers.md lists all that it may hold; secrets stand here as env:NAME or file:PATH only.',
    printPair(['profile'], profile),
  ];
  if (transforms.size > 0) {
    lines.push('', '[transforms]', ...[...transforms].sort(byName).map(([id, choice]) => printPair([id], choice)));
  }
  for (const [id, given] of [...answers].sort(byName)) {
    const pairs = Object.entries(given).map(([name, value]) => printPair([name], value as TomlValue));
    if (pairs.length > 0) lines.push('', `[${printKey(['answers', id])}]`, ...pairs);
  }
  return `${lines.join('\n')}\n`;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
