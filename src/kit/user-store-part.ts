import type { XmlDocument } from '../documents/xml-document.ts';
import type { Finding, Severity } from './finding.ts';
import type { Params } from './params.ts';
import { hiddenFolders, userStoreFiles } from './stored-data.ts';
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
  const stores = xmlPart<P>({
    files: userStoreFiles,
    inspect: (document) => rules.flatMap((rule) => judge(rule, document)),
  });
  return {
    files: (home) => [
      ...stores.files(home),
      ...hiddenFolders(home)
        .slice(0, 1)
        .map(() => home.deploymentToml),
    ],
    inspect: (file, context) =>
      file.path === context.home.deploymentToml
        ? hiddenFolders(context.home).map(unseen)
        : stores.inspect(file, context),
    judges: rules.map(({ property }) => placeOf(property)),
  };
}

function unseen(folder: string): Finding {
  const message = `Could not be checked: ${folder} is a link or no folder, and harden does not look where it leads. Look at the user stores there by hand.`;
  return { at: folder, status: 'error', message };
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
