import type { NewElement } from './xml-new-element.ts';
import type { XmlPath } from './xml-tree.ts';

/** One intended change; paths are of the text before, but that of an insertion is of the text after. */
export type XmlChange =
  | { readonly kind: 'attribute'; readonly path: XmlPath; readonly name: string; readonly value: string }
  | { readonly kind: 'text'; readonly path: XmlPath; readonly value: string }
  | { readonly kind: 'insert'; readonly path: XmlPath; readonly element: NewElement }
  | { readonly kind: 'replace'; readonly path: XmlPath; readonly element: NewElement }
  | { readonly kind: 'remove'; readonly path: XmlPath };
