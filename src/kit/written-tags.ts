import { templateOf } from '../carbon/layout.ts';
import type { Home } from './home.ts';
import { parseOnce } from './parse-once.ts';

export const catalinaTemplate = templateOf('repository/conf/tomcat/catalina-server.xml');

/** A tag of the template of Tomcat's configuration, by what stands in it as a literal. */
export interface WrittenTag {
  readonly name: 'Connector' | 'SSLHostConfig' | 'Valve';
  readonly attributes: ReadonlyMap<string, string>;
  /** False where the template engine fills something in: then a key of deployment.toml tells more. */
  readonly isLiteral: boolean;
}

/**
 * What somebody may have written into the template by hand, of which no key of deployment.toml tells. Up to 5.11.0 that
 * is the only way to add a connector.
 */
export function writtenTags(home: Home): readonly WrittenTag[] {
  const template = home.read(catalinaTemplate);
  return template.kind === 'text' ? tagsOf(template) : [];
}

/** A comment without an end goes to the end of the text; else each opening would look for one there. */
const comment = /<!--[\s\S]*?(?:-->|$)/g;
/** A name begins where none goes on, so that a long word is tried once. */
const attribute = /(?<![\w.])([\w.]+)\s*=\s*(?:"([^"{}]*)"|'([^'{}]*)')/g;

const tagsOf = parseOnce(({ text }) =>
  [...text.replace(comment, '').matchAll(/<(Connector|SSLHostConfig|Valve)\b[^<>]*>/g)].map(
    ([tag, name]): WrittenTag => ({
      name: name as WrittenTag['name'],
      attributes: new Map([...tag.matchAll(attribute)].map(attributeOf)),
      isLiteral: isLiteralTag(tag),
    }),
  ),
);

/** True for the text of a tag into which the template engine fills nothing. */
export function isLiteralTag(tag: string): boolean {
  return !/\{[{%]/.test(tag);
}

function attributeOf([, name = '', quoted, single]: RegExpExecArray): readonly [string, string] {
  return [name, quoted ?? single ?? ''];
}
