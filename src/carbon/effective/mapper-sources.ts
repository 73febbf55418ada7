import type { JavaMap, JavaValue } from './java-value.ts';

/** Texts of the JSON files that lie beside the templates; one that is missing counts as empty. */
export interface MapperSources {
  readonly defaults?: string | undefined;
  readonly keyMappings?: string | undefined;
  readonly infer?: string | undefined;
  readonly units?: string | undefined;
  readonly validator?: string | undefined;
}

/** What one JSON file says, or undefined when the product cannot read it either. */
export type SourceReader = (text: string) => JavaMap | undefined;

const remembered = new Map<string, JavaMap | undefined>();
const rememberedAtMost = 20;

/** Reads a JSON object as Gson reads it into a Map. A run asks for the same few texts again after each change. */
export const readSource: SourceReader = (text) => {
  if (remembered.has(text)) return remembered.get(text);
  const [oldest] = remembered.keys();
  if (remembered.size >= rememberedAtMost && oldest !== undefined) remembered.delete(oldest);
  const source = parseObject(text);
  remembered.set(text, source);
  return source;
};

function parseObject(text: string): JavaMap | undefined {
  try {
    const value = javaValue(JSON.parse(text));
    return value instanceof Map ? value : undefined;
  } catch (error) {
    // The message of the parser quotes the text; a text that is nested too deep exceeds the stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function javaValue(value: unknown): JavaValue {
  if (Array.isArray(value)) return value.map(javaValue);
  if (typeof value === 'object' && value !== null) {
    const map = new Map<string, JavaValue>();
    // The defaults are some two thousand: entries would be an array for each.
    for (const key of Object.keys(value)) map.set(key, javaValue((value as Readonly<Record<string, unknown>>)[key]));
    return map;
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return null;
}
