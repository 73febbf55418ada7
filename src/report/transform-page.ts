import type { Param } from '../kit/params.ts';
import type { AnyTransform } from '../kit/transform.ts';

/** The page of one transform as Markdown: `harden explain` prints it, and docs/transforms holds it. */
export function transformPage(id: string, { meta, params }: AnyTransform): string {
  const range =
    meta.since === undefined && meta.until === undefined
      ? 'all'
      : `${meta.since ?? 'first'} to ${meta.until ?? 'newest'}`;
  const lines = [
    `# ${id}`,
    '',
    `${meta.title}.`,
    '',
    '| severity | risk | releases |',
    '|---|---|---|',
    `| ${meta.severity} | ${meta.risk} | ${range} |`,
    '',
    '## Why',
    '',
    meta.why,
    '',
    '## What it may cost',
    '',
    meta.consequence,
    '',
    ...section(
      'Answers',
      Object.entries(params).flatMap(([name, param]) => answerLines(id, name, param)),
    ),
    '## Source',
    '',
    meta.source,
    '',
    ...section('References', referenceLines(meta.references)),
    '## Asking for it alone',
    '',
    '```sh',
    `harden apply --dry-run --only ${id}`,
    '```',
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];
}

function answerLines(id: string, name: string, param: Param): readonly string[] {
  return [`- \`[answers.${id}] ${name}\` (${shape(param)}): ${param.question} ${param.help}`];
}

function shape(param: Param): string {
  switch (param.kind) {
    case 'flag':
      return `true or false, default ${param.default}`;
    case 'number':
      return `${param.min} to ${param.max}, default ${param.default}`;
    case 'choice':
      return `${param.options.join(', ')}; default ${param.default}`;
    case 'text':
      return param.form;
    case 'secret':
      return 'env:NAME, file:PATH or prompt';
    case 'list':
      return param.form;
  }
}

function referenceLines({ cwe, asvs, nist }: AnyTransform['meta']['references']): readonly string[] {
  return [
    ...(cwe ?? []).map((id) => `- CWE-${id}`),
    ...(asvs ?? []).map((id) => `- OWASP ASVS 4.0.3, ${id}`),
    ...(nist ?? []).map((id) => `- NIST SP 800-53 revision 5, ${id}`),
  ];
}
