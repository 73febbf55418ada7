import { templateOf } from '../carbon/layout.ts';
import { onceFor } from '../once-for.ts';
import type { Home, TextFile } from './home.ts';

/** Whether the template of a generated file names a key; `undefined` where the home has no such template. */
export function templateReads(home: Home, generatedPath: string, key: string): boolean | undefined {
  const template = home.read(templateOf(generatedPath));
  return template.kind === 'text' ? holds(template, key) : undefined;
}

/** Each round of a plan asks again, of templates of hundreds of kilobytes that hardly ever change. */
const heldIn = onceFor((_: TextFile) => new Map<string, boolean>());

function holds(template: TextFile, key: string): boolean {
  const keys = heldIn(template);
  const isHeld = keys.get(key) ?? template.text.includes(key);
  keys.set(key, isHeld);
  return isHeld;
}
