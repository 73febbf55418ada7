import { DocumentError } from './document-error.ts';
import { holdsTemplate, type JinjaToken, maskTemplate } from './jinja-template.ts';
import { lineOf } from './line-of.ts';
import { lineStartOf } from './line-start.ts';
import type { TextEdit } from './text-edit.ts';
import { escapeXml, escapeXmlAttribute, unescapeXml, unescapeXmlAttribute } from './xml-escape.ts';
import { childIndentOf, layoutOf } from './xml-layout.ts';
import { type NewElement, writeChildren, writeElement } from './xml-new-element.ts';
import { type XmlToken, xmlTokens } from './xml-tokens.ts';
import { plainTree, templateTree, type XmlElement, type XmlPath } from './xml-tree.ts';

/** `template` is XML that the product's template engine writes: a `.xml.j2` file. */
export type XmlSyntax = 'plain' | 'template';

/**
 * An XML file or template, read without loss: comments and what a template engine reads are never taken for elements,
 * and an edit touches only the bytes that it is about.
 */
export class XmlDocument {
  readonly text: string;
  /** The text with what a template engine reads hidden, of the same length. */
  readonly masked: string;
  readonly tokens: readonly XmlToken[];
  readonly root: XmlElement;
  readonly #template: readonly JinjaToken[];

  /**
   * @throws {DocumentError} when a plain text is not well-formed, a document type declares something, or a template
   * leaves one of its own tokens open.
   */
  static parse(text: string, syntax: XmlSyntax = 'plain'): XmlDocument {
    return new XmlDocument(text, syntax);
  }

  private constructor(text: string, syntax: XmlSyntax) {
    const {
      masked,
      tokens: template,
      unterminated,
    } = syntax === 'template' ? maskTemplate(text) : { masked: text, tokens: [], unterminated: undefined };
    if (unterminated !== undefined) {
      throw new DocumentError('a statement or expression of the template is not closed', lineOf(text, unterminated));
    }
    const tokens = xmlTokens(masked, text);
    const doctype = tokens.find(({ kind, start, end }) => kind === 'doctype' && masked.slice(start, end).includes('['));
    if (doctype !== undefined) {
      throw new DocumentError('the document type has declarations of its own', lineOf(text, doctype.start));
    }
    const statements = template.filter(({ kind }) => kind === 'statement');
    this.text = text;
    this.masked = masked;
    this.tokens = tokens;
    this.root = syntax === 'template' ? templateTree(text, tokens, statements) : plainTree(text, tokens);
    this.#template = template;
  }

  /** All elements at a path from the root, in the order of the text. */
  find(path: XmlPath): readonly XmlElement[] {
    let level: readonly (readonly XmlElement[])[] = [[this.root]];
    let found: readonly XmlElement[] = [];
    for (const step of path) {
      if (typeof step === 'number') {
        found = found.filter(({ path }) => path.at(-1) === step);
      } else {
        found = level.flatMap((siblings) => siblings.filter(({ name }) => name === step));
      }
      level = found.map(({ children }) => children);
    }
    return found;
  }

  lineOf(element: XmlElement): number {
    return lineOf(this.text, element.tag.start);
  }

  /** The value as a parser reports it; in a template it may hold expressions. */
  attribute(element: XmlElement, name: string): string | undefined {
    const attribute = element.tag.attributes.find((candidate) => candidate.name === name);
    return attribute && unescapeXmlAttribute(this.text.slice(attribute.valueStart, attribute.valueEnd));
  }

  /** The text of an element without that of its children and without the blanks around it. */
  textOf(element: XmlElement): string {
    return element.content
      .map(({ kind, start, end }) => {
        if (kind === 'cdata') return this.text.slice(start + 9, end - 3);
        return kind === 'text' ? unescapeXml(this.text.slice(start, end)) : '';
      })
      .join('')
      .trim();
  }

  /**
   * Sets an attribute, behind the others when it is new; no edit when it has the value.
   * @throws {DocumentError} when a template computes the value or puts the tag together.
   */
  setAttribute(element: XmlElement, name: string, value: string): readonly TextEdit[] {
    const { tag } = element;
    if (this.#holdsStatement(tag.start, tag.end)) throw this.#refusal('the template puts this tag together', element);
    const attribute = tag.attributes.find((candidate) => candidate.name === name);
    if (attribute === undefined) {
      const last = tag.attributes.at(-1);
      const before = tag.attributes.at(-2)?.end;
      const start = last?.end ?? tag.start + 1 + tag.name.length;
      const separation = last !== undefined && before !== undefined ? this.text.slice(before, last.start) : ' ';
      return [{ start, end: start, text: `${separation}${name}="${escapeXmlAttribute(value, '"')}"` }];
    }
    const { valueStart: start, valueEnd: end, quote } = attribute;
    if (this.#holdsTemplate(start, end)) throw this.#refusal('the template computes this value', element);
    if (this.attribute(element, name) === value) return [];
    return [{ start, end, text: escapeXmlAttribute(value, quote) }];
  }

  /**
   * Sets the text of an element that has no children, inside the blanks that are around it.
   * @throws {DocumentError} when it has children or comments, or a template computes its text.
   */
  setText(element: XmlElement, value: string): readonly TextEdit[] {
    if (element.tag.kind === 'empty') {
      return value === '' ? [] : this.#open(element, escapeXml(value));
    }
    const [start, end] = this.#contentRange(element);
    const isText =
      element.children.length === 0 && element.content.every(({ kind }) => kind === 'text' || kind === 'cdata');
    if (!isText || this.#holdsTemplate(start, end)) {
      throw this.#refusal('this element holds more than literal text', element);
    }
    if (this.textOf(element) === value) return [];
    const inner = this.text.slice(start, end);
    const blanks = inner.trim() === '' ? 0 : inner.length - inner.trimStart().length;
    return [{ start: start + blanks, end: start + blanks + inner.trim().length, text: escapeXml(value) }];
  }

  /** Adds children behind those that an element has, on lines of their own. */
  insertChild(parent: XmlElement, ...added: readonly NewElement[]): readonly TextEdit[] {
    const layout = layoutOf(this.text, parent);
    if (parent.tag.kind === 'empty') return this.#open(parent, writeChildren(added, layout));
    const holdsText = parent.content.some(
      ({ kind, start, end }) => kind === 'cdata' || (kind === 'text' && this.masked.slice(start, end).trim() !== ''),
    );
    if (holdsText) {
      throw this.#refusal('this element holds text, not elements', parent);
    }
    const [, end] = this.#contentRange(parent);
    const lineStart = lineStartOf(this.text, end);
    if (lineStart === undefined) return [{ start: end, end, text: writeChildren(added, layout) }];
    const indent = childIndentOf(this.text, parent);
    const lines = added.map((child) => `${indent}${writeElement(child, { ...layout, indent })}${layout.lineEnd}`);
    return [{ start: lineStart, end: lineStart, text: lines.join('') }];
  }

  /** Adds elements on lines of their own before another one. */
  insertBefore(sibling: XmlElement, ...added: readonly NewElement[]): readonly TextEdit[] {
    const layout = layoutOf(this.text, sibling);
    const start = sibling.tag.start;
    const text = added.map((element) => `${writeElement(element, layout)}${layout.lineEnd}${layout.indent}`).join('');
    return [{ start, end: start, text }];
  }

  /** Adds elements on lines of their own behind another one and the comments that follow it on its last line. */
  insertAfter(sibling: XmlElement, ...added: readonly NewElement[]): readonly TextEdit[] {
    const layout = layoutOf(this.text, sibling);
    const end = this.#endOf(sibling);
    const rest = /(?:[ \t]*<!--(?:(?!-->)[^\r\n])*-->)*[ \t]*(?=[\r\n]|$)/y;
    rest.lastIndex = end;
    const start = rest.test(this.text) ? rest.lastIndex : end;
    const text = added.map((element) => `${layout.lineEnd}${layout.indent}${writeElement(element, layout)}`).join('');
    return [{ start, end: start, text }];
  }

  /** @throws {DocumentError} when comments or statements of a template would be lost. */
  replaceElement(element: XmlElement, replacement: NewElement): readonly TextEdit[] {
    const end = this.#removableEnd(element);
    const text = writeElement(replacement, layoutOf(this.text, element));
    return text === this.text.slice(element.tag.start, end) ? [] : [{ start: element.tag.start, end, text }];
  }

  /**
   * Removes an element, and the lines it stands on when they hold nothing else.
   * @throws {DocumentError} when comments or statements of a template would be lost.
   */
  removeElement(element: XmlElement): readonly TextEdit[] {
    const end = this.#removableEnd(element);
    const lineStart = lineStartOf(this.text, element.tag.start);
    const rest = /[ \t]*(?:\r\n|\r|\n)/y;
    rest.lastIndex = end;
    if (lineStart !== undefined && rest.test(this.text)) return [{ start: lineStart, end: rest.lastIndex, text: '' }];
    return [{ start: element.tag.start, end, text: '' }];
  }

  #contentRange(element: XmlElement): readonly [number, number] {
    if (element.endTag === undefined) throw this.#refusal('the template decides where this element ends', element);
    return [element.tag.end, element.endTag.start];
  }

  #endOf(element: XmlElement): number {
    if (element.tag.kind === 'empty') return element.tag.end;
    if (element.endTag === undefined) throw this.#refusal('the template decides where this element ends', element);
    return element.endTag.end;
  }

  #removableEnd(element: XmlElement): number {
    const { start } = element.tag;
    const end = this.#endOf(element);
    const holdsComment = this.tokens.some(
      (token) => token.kind === 'comment' && token.start > start && token.end < end,
    );
    if (holdsComment || this.#holdsStatement(start, end)) {
      throw this.#refusal('this element holds a comment or a template statement that would be lost', element);
    }
    return end;
  }

  /** Makes `<name/>` a pair of tags around some content. */
  #open(element: XmlElement, content: string): readonly TextEdit[] {
    const { tag } = element;
    const start = tag.attributes.at(-1)?.end ?? tag.start + 1 + tag.name.length;
    if (this.#holdsStatement(start, tag.end)) throw this.#refusal('the template puts this tag together', element);
    return [{ start, end: tag.end, text: `>${content}</${tag.name}>` }];
  }

  #holdsStatement(start: number, end: number): boolean {
    return this.#template.some((token) => token.kind !== 'expression' && token.start >= start && token.end <= end);
  }

  #holdsTemplate(start: number, end: number): boolean {
    return this.#template.length > 0 && holdsTemplate(this.text.slice(start, end));
  }

  #refusal(reason: string, element: XmlElement): DocumentError {
    return new DocumentError(reason, this.lineOf(element));
  }
}
