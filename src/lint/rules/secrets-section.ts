import type { TomlDocument } from '../../documents/toml-document.ts';
import { isTomlTable } from '../../documents/toml-value.ts';
import type { Finding } from '../../kit/finding.ts';
import { tomlPart } from '../../kit/toml-part.ts';
import { defineRule } from '../define-rule.ts';
import { findingsOn } from '../findings-on.ts';
import { pathText } from '../subject.ts';

export const secretsSection = defineRule({
  title: 'The section [secrets] is the last one, and holds nothing but encrypted secrets',
  why: 'The cipher tool takes every line behind [secrets] for a secret: another section or a comment there ends it while deployment.toml is open, and leaves the file empty.',
  consequence: 'Nothing is changed: move [secrets] to the end, and its comments above it.',
  severity: 'medium',
  source: 'CipherTool of cipher-tool 1.1.5 to 1.1.28, whose end-of-section pattern never matches',
  parts: [
    tomlPart({
      inspect: (document) => {
        const secrets = document.get(['secrets']);
        const line = document.lineOf(['secrets']);
        if (line === undefined || !isTomlTable(secrets)) return [];
        return [...placeFindings(document, line), ...plainFindings(document, secrets)];
      },
    }),
  ],
});

/** Only the header form is read by the cipher tool; a line of a longer text may look like a header and is none of ours. */
function placeFindings(document: TomlDocument, header: number): readonly Finding[] {
  const lines = document.text.split(/\r?\n/);
  if (!/^\s*\[\s*secrets\s*\]/.test(lines[header - 1] ?? '')) {
    const message = 'Is not written as the section [secrets], so that the cipher tool does not find it.';
    return [{ at: 'secrets', line: header, message }];
  }
  const behind = lines.slice(header).map((text, index) => ({ text: text.trim(), line: header + 1 + index }));
  const section = behind.find(({ text }) => text.startsWith('['));
  const comment = behind.find(({ text }) => text.startsWith('#'));
  return [
    ...(section === undefined
      ? []
      : [
          {
            at: 'secrets',
            line: section.line,
            message:
              'A section stands behind [secrets], and the cipher tool would empty the file: move [secrets] to the end.',
          },
        ]),
    ...(comment === undefined || (section !== undefined && comment.line > section.line)
      ? []
      : [
          {
            at: 'secrets',
            line: comment.line,
            message:
              'A comment stands behind [secrets], and the cipher tool would empty the file: move it above the section.',
          },
        ]),
  ];
}

function plainFindings(document: TomlDocument, secrets: Readonly<Record<string, unknown>>): readonly Finding[] {
  const wrong = Object.entries(secrets).filter(([, value]) => typeof value !== 'string' || /^\[.*\]$/s.test(value));
  return findingsOn(wrong, ([alias, value]) => ({
    at: pathText(['secrets', alias]),
    line: document.lineOf(['secrets', alias]) ?? 1,
    message:
      typeof value === 'string'
        ? 'Stands in brackets, in clear text: encrypt it before the server starts.'
        : 'Must be a text: a secret has one line `alias = "…"`.',
  }));
}
