import { type KeyPath, TomlDocument } from '../documents/toml-document.ts';
import type { Home } from './home.ts';

let last: TomlDocument | undefined;

/** Parses a text once, however many transforms look at it before one changes it. */
export function parseToml(text: string): TomlDocument {
  if (last?.text !== text) last = TomlDocument.parse(text);
  return last;
}

/** Whether the operator wrote a key or table in deployment.toml, whatever its value. */
export function isWritten(home: Home, path: KeyPath): boolean {
  return deploymentToml(home)?.has(path) === true;
}

/** deployment.toml as staged, where there is one. */
export function deploymentToml(home: Home): TomlDocument | undefined {
  const file = home.read(home.deploymentToml);
  return file.kind === 'text' ? parseToml(file.text) : undefined;
}
