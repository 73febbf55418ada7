import { templateOf } from '../carbon/layout.ts';
import type { Home } from './home.ts';

/** Whether the template of a generated file names a key; `undefined` where the home has no such template. */
export function templateReads(home: Home, generatedPath: string, key: string): boolean | undefined {
  const template = home.read(templateOf(generatedPath));
  return template.kind === 'text' ? template.text.includes(key) : undefined;
}
