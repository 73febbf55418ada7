import { listUserStores } from '../carbon/layout.ts';
import type { XmlDocument } from '../documents/xml-document.ts';
import type { Context } from './context.ts';
import type { Finding } from './finding.ts';
import type { Params } from './params.ts';
import type { Part } from './transform.ts';
import { xmlPart } from './xml-part.ts';

/** A secondary user store, which the console writes as a file of its own. */
export interface UserStore {
  /** The full name of the Java class, empty where the file has none. */
  readonly className: string;
  /** A property by its name, with its line. */
  property(name: string): { readonly value: string; readonly line: number } | undefined;
}

/** Judges the secondary user stores of the super tenant and of all others. They are read only: the console owns them. */
export function userStorePart<P extends Params>(part: {
  inspect(store: UserStore, context: Context<P>): readonly Omit<Finding, 'change'>[];
}): Part<P> {
  return xmlPart({
    files: (home) => listUserStores((folder) => home.list(folder)),
    inspect: (document, context) => part.inspect(userStoreOf(document), context),
  });
}

function userStoreOf(document: XmlDocument): UserStore {
  const [root] = document.find(['UserStoreManager']);
  const properties = document.find(['UserStoreManager', 'Property']);
  return {
    className: (root && document.attribute(root, 'class')) ?? '',
    property(name) {
      const element = properties.find((each) => document.attribute(each, 'name') === name);
      return element && { value: document.textOf(element), line: document.lineOf(element) };
    },
  };
}
