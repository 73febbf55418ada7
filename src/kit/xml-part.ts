import { XmlDocument } from '../documents/xml-document.ts';
import type { NewElement } from '../documents/xml-new-element.ts';
import type { XmlElement } from '../documents/xml-tree.ts';
import type { Context } from './context.ts';
import type { Change, Finding } from './finding.ts';
import type { Home } from './home.ts';
import type { Params } from './params.ts';
import { parseOnce } from './parse-once.ts';
import { judgeSetting, type Setting } from './setting.ts';
import type { Part } from './transform.ts';

const parseXml = parseOnce(({ text, path }) => XmlDocument.parse(text, path.endsWith('.j2') ? 'template' : 'plain'));

/** Judges XML files, and templates of XML files, that are there. */
export function xmlPart<P extends Params>(part: {
  files(home: Home): readonly string[];
  inspect(document: XmlDocument, context: Context<P>, path: string): readonly Finding[];
}): Part<P> {
  return {
    files: (home) => part.files(home).filter((path) => home.read(path).kind !== 'absent'),
    inspect(file, context) {
      if (file.kind !== 'text') return [];
      return part.inspect(parseXml(file), context, file.path);
    },
  };
}

/** Judges the text of elements. The key is their path, such as `web-app/session-config/tracking-mode`. */
export function xmlSettings<P extends Params>(
  files: (home: Home) => readonly string[],
  ...settings: readonly Setting<P, string>[]
): Part<P> {
  return xmlPart({
    files,
    inspect: (document, context) =>
      settings.flatMap((setting) => {
        const [element] = document.find(setting.key.split('/'));
        return judgeSetting(setting, context, {
          at: setting.key,
          line: element && document.lineOf(element),
          value: element && document.textOf(element).trim(),
          change: element && ((wanted) => textChange(document, element, wanted)),
        });
      }),
  });
}

/** Where an element stands, as an XPath: numbered only behind others of its name, so that no two places are one. */
export function placeOf({ path }: XmlElement): string {
  return path
    .map((part) => (typeof part === 'string' ? `/${part}` : part === 0 ? '' : `[${part + 1}]`))
    .join('')
    .slice(1);
}

export function attributeChange(document: XmlDocument, element: XmlElement, name: string, value: string): Change {
  return {
    kind: 'edit',
    edits: document.setAttribute(element, name, value),
    intent: { kind: 'xml', changes: [{ kind: 'attribute', path: element.path, name, value }] },
  };
}

export function textChange(document: XmlDocument, element: XmlElement, value: string): Change {
  return {
    kind: 'edit',
    edits: document.setText(element, value),
    intent: { kind: 'xml', changes: [{ kind: 'text', path: element.path, value }] },
  };
}

/** Adds a child behind those that are there. */
export function childChange(document: XmlDocument, parent: XmlElement, element: NewElement): Change {
  const index = parent.children.filter(({ name }) => name === element.name).length;
  return {
    kind: 'edit',
    edits: document.insertChild(parent, element),
    intent: { kind: 'xml', changes: [{ kind: 'insert', path: [...parent.path, element.name, index], element }] },
  };
}
