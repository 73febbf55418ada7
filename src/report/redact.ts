import { publishedSecrets } from '../keystore/published-secrets.ts';
import { isHarmlessValue, isPatternFile, isSecretFile } from './secret-keys.ts';
import { secretAssignments, secretShapes } from './secrets/anywhere.ts';
import { propertiesSecrets } from './secrets/properties-secrets.ts';
import { scriptSecrets } from './secrets/script-secrets.ts';
import type { Span } from './secrets/span.ts';
import { tomlSecrets } from './secrets/toml-secrets.ts';
import { xmlSecrets } from './secrets/xml-secrets.ts';

/**
 * Masks secrets. A mask is `******` and a number; equal values have equal numbers in all that one redactor masks, so
 * that a change stays visible. Masked texts have as many lines as before: of a secret over several lines each is masked.
 */
export interface Redactor {
  /** Masks a file's text; the kind of file is told by its path. */
  file(path: string, text: string): string;
  /** Masks the text of a file that is made of others: what looks like a secret, and every secret that was met before. */
  generated(path: string, text: string): string;
  /** Masks what looks like a secret in a sentence, such as a URL with its password. */
  sentence(text: string): string;
  /** Masks a text of others, such as a log: what looks like a secret, and every secret that was met before. */
  foreign(text: string): string;
  /** Makes a secret one that was met. */
  learn(secret: string): void;
}

/** Published ones are no secrets, and names such as wso2carbon.log hold them; very short ones are found in any text. */
function isWorthMasking(secret: string): boolean {
  return secret.length >= 4 && !publishedSecrets.some(({ value }) => value === secret);
}

/** A short one has to stand alone: `admin1` is no part of `org.example.admin1.Service`. */
function occurrenceOf(secret: string): RegExp {
  const literal = secret.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(secret.length < 8 ? `(?<![\\w.])${literal}(?![\\w.])` : literal, 'g');
}

/** Makes a redactor, one for a report: numbers are given in the order in which secrets are met. */
export function createRedactor(): Redactor {
  const numbers = new Map<string, number>();
  const numberOf = (secret: string): number => {
    const number = numbers.get(secret) ?? numbers.size + 1;
    numbers.set(secret, number);
    return number;
  };
  const maskLine = (line: string): string => {
    // `[value]` is how the vault's tool marks what it still has to encrypt.
    const [, open = '', secret = '', close = ''] = /^(\[?)(.*?)(\]?)$/s.exec(line) ?? [];
    if (open === '' || close === '') return `******${numberOf(line)}`;
    return secret === '' ? line : `[******${numberOf(secret)}]`;
  };
  const mask = (value: string): string =>
    value.replace(/[^\r\n]+/g, (line) => line.replace(/\S(?:.*\S)?/s, (secret) => maskLine(secret)));
  const apply = (text: string, spans: readonly Span[], kind: 'plain' | 'template'): string => {
    let result = '';
    let position = 0;
    for (const { start, end } of merged(spans.filter((span) => isSecret(text, span, kind)))) {
      result += text.slice(position, start) + mask(text.slice(start, end));
      position = end;
    }
    return result + text.slice(position);
  };
  const sentence = (text: string): string =>
    apply(text, [...secretShapes(text), ...secretAssignments(text, 'word')], 'plain');
  const file = (path: string, text: string): string =>
    apply(text, spansOf(path, text), path.endsWith('.j2') ? 'template' : 'plain');
  const maskKnown = (text: string): string => {
    const known = [...numbers.keys()].filter(isWorthMasking).sort((a, b) => b.length - a.length);
    return known.reduce((masked, secret) => masked.replace(occurrenceOf(secret), `******${numberOf(secret)}`), text);
  };
  return {
    file,
    generated: (path, text) => maskKnown(file(path, text)),
    sentence,
    foreign: (text) => sentence(maskKnown(text)),
    learn: (secret) => {
      numberOf(secret);
    },
  };
}

function spansOf(path: string, text: string): readonly Span[] {
  const name = path.replace(/\.j2$/, '');
  if (isSecretFile(name)) return [{ start: 0, end: text.length }];
  return isPatternFile(name) ? [] : [...secretShapes(text), ...namedSecrets(name, text)];
}

function namedSecrets(path: string, text: string): readonly Span[] {
  if (path.endsWith('.sh')) return scriptSecrets(text, 'sh');
  if (path.endsWith('.bat')) return scriptSecrets(text, 'bat');
  if (path.endsWith('.toml')) return [...tomlSecrets(text), ...secretAssignments(text, 'line')];
  if (/\.(?:xml|jsp|html)$/.test(path)) return [...xmlSecrets(text), ...secretAssignments(text, 'word')];
  // It names the places of secrets: `Connector.keystorePass=repository/conf/…//Connector[@keystorePass],true`.
  if (path.endsWith('cipher-tool.properties')) return propertiesSecrets(text, 'by name');
  if (/\.(?:properties|conf)$/.test(path)) {
    const values = path.endsWith('cipher-text.properties') ? 'secrets' : 'by name';
    return [...propertiesSecrets(text, values), ...secretAssignments(text, 'word')];
  }
  return secretAssignments(text, 'line');
}

function isSecret(text: string, { start, end }: Span, kind: 'plain' | 'template'): boolean {
  return start < end && !isHarmlessValue(text.slice(start, end), kind);
}

/** In order, and what overlaps as one. */
function merged(spans: readonly Span[]): readonly Span[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && start < last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
