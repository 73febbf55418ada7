// The part of @iarna/toml that reads a text at once; the whole package loads streams too.
declare module '@iarna/toml/parse-string.js' {
  /** @throws {Error} with the zero-based `line` of what it cannot read. */
  export default function parse(text: string): Record<string, unknown>;
}
