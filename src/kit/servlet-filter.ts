import type { XmlDocument } from '../documents/xml-document.ts';
import type { NewElement } from '../documents/xml-new-element.ts';
import type { XmlElement } from '../documents/xml-tree.ts';

/** The texts of the children of one name, trimmed. */
export function childTexts(document: XmlDocument, parent: XmlElement, name: string): readonly string[] {
  return parent.children.filter((child) => child.name === name).map((child) => document.textOf(child).trim());
}

/** A filter of a web.xml that is to be written. */
export function filterElement(filter: {
  readonly name: string;
  readonly className: string;
  /** What stands between the class and the parameters. */
  readonly options?: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
}): NewElement {
  const { name, className, options = {}, params } = filter;
  return element('filter', [
    leaf('filter-name', name),
    leaf('filter-class', className),
    ...Object.entries(options).map(([option, value]) => leaf(option, value)),
    ...Object.entries(params).map(([param, value]) => initParam(param, value)),
  ]);
}

export function initParam(name: string, value: string): NewElement {
  return element('init-param', [leaf('param-name', name), leaf('param-value', value)]);
}

/** What brings requests to a filter. */
export function mappingElement(name: string, pattern: string, dispatchers: readonly string[] = []): NewElement {
  const covered = dispatchers.map((each) => leaf('dispatcher', each));
  return element('filter-mapping', [leaf('filter-name', name), leaf('url-pattern', pattern), ...covered]);
}

function element(name: string, children: readonly NewElement[]): NewElement {
  return { name, children };
}

function leaf(name: string, text: string): NewElement {
  return { name, text };
}
