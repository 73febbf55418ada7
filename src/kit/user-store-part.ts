import { listUserStores } from '../carbon/layout.ts';
import type { XmlDocument } from '../documents/xml-document.ts';
import type { Finding, Severity } from './finding.ts';
import type { Params } from './params.ts';
import type { Part } from './transform.ts';
import { xmlPart } from './xml-part.ts';

/** A secondary user store, which the console writes as a file of its own. */
export interface UserStore {
  /** The full name of the Java class, empty where the file has none. */
  readonly className: string;
  /** The value of a property, by its name. */
  property(name: string): string | undefined;
}

/** What a property of a user store must not be. */
export interface UserStoreRule {
  readonly property: string;
  isWeak(value: string, store: UserStore): boolean;
  readonly says: string | ((found: string) => string);
  /** Where it differs from the transform's own. */
  readonly severity?: Severity;
}

/** Judges the secondary user stores of the super tenant and of all others. They are read only: the console owns them. */
export function userStoreProperties<P extends Params>(...rules: readonly UserStoreRule[]): Part<P> {
  return {
    ...xmlPart<P>({
      files: (home) => listUserStores((folder) => home.list(folder)),
      inspect: (document) => rules.flatMap((rule) => judge(rule, document)),
    }),
    judges: rules.map(({ property }) => placeOf(property)),
  };
}

function judge({ property, isWeak, says, severity }: UserStoreRule, document: XmlDocument): readonly Finding[] {
  const [root] = document.find(['UserStoreManager']);
  const properties = document.find(['UserStoreManager', 'Property']);
  const elementOf = (name: string) => properties.find((each) => document.attribute(each, 'name') === name);
  const store: UserStore = {
    className: (root && document.attribute(root, 'class')) ?? '',
    property(name) {
      const element = elementOf(name);
      return element && document.textOf(element);
    },
  };
  const element = elementOf(property);
  const value = store.property(property);
  if (element === undefined || value === undefined || !isWeak(value, store)) return [];
  const message = typeof says === 'function' ? says(value) : says;
  return [{ at: placeOf(property), line: document.lineOf(element), severity, message }];
}

function placeOf(property: string): string {
  return `UserStoreManager/Property[@name='${property}']`;
}
