import { layout } from '../carbon/layout.ts';
import type { PropertiesDocument } from '../documents/properties-document.ts';
import { isPublishedSecret } from '../keystore/published-secrets.ts';
import type { Context } from './context.ts';
import { endpointConfigurations, isHostedElsewhere, isTemplateExpression } from './endpoint-configurations.ts';
import type { Finding } from './finding.ts';
import type { Params } from './params.ts';
import { propertiesPart, propertyChange } from './properties-part.ts';
import { fileNameOf, newStorePath, storeInUse } from './store-in-use.ts';
import type { Part } from './transform.ts';

interface StoreKeys {
  readonly table: 'keystore.tls' | 'truststore';
  readonly fileKey: string;
  readonly passwordKey: string;
}

/** Keeps the copies of the login pages' configuration in step with a store of the server. */
export function endpointStorePart<P extends Params>(part: StoreKeys): Part<P> {
  const { table, fileKey, passwordKey } = part;
  return propertiesPart<P>({
    files: (home) => endpointConfigurations(home, 'login'),
    inspect(document, context, path) {
      const store = storeInUse(context, table);
      const password = document.get(passwordKey);
      if (store?.password === undefined || isPublishedSecret('store-password', store.password)) return [];
      if (isAwaited(context, table, store.path)) return [];
      if (password !== undefined && !isPublishedSecret('store-password', password)) return [];
      const folder = folderOf(document.get(fileKey), context, path);
      if (folder === undefined) return password === undefined ? [] : [elsewhere(document, part)];
      const file = document.get(fileKey);
      const wantedFile = `${folder}/${fileNameOf(store.path)}`;
      const isStale = file !== undefined && !isTemplateExpression(file) && file !== wantedFile;
      const risk = context.dataSigns.length === 0 ? 'data' : 'disruptive';
      const message = `The store is not the one in [${table}]; an application hosted elsewhere would use it.`;
      const finding = (key: string, value: string): Finding => {
        return { ...placeOf(document, key), risk, message, change: propertyChange(document, key, value) };
      };
      return [
        ...(isStale ? [finding(fileKey, wantedFile)] : []),
        ...(password === undefined ? [] : [finding(passwordKey, store.password)]),
      ];
    },
  });
}

/** Until deployment.toml names the store that this plan makes, the table may stand for another, such as the primary one. */
function isAwaited<P extends Params>({ home }: Context<P>, table: StoreKeys['table'], named: string): boolean {
  const made = newStorePath(home, table === 'truststore' ? table : 'tls');
  return made !== named && home.read(made).kind === 'store';
}

/** Pages that are hosted elsewhere have stores of their own place, unless they name one of this installation. */
function folderOf<P extends Params>(file: string | undefined, { home }: Context<P>, path: string): string | undefined {
  if (!isHostedElsewhere(path)) return `./${layout.security}`;
  const folder = `${home.root}/${layout.security}`;
  return file?.startsWith(`${folder}/`) === true ? folder : undefined;
}

function elsewhere(document: PropertiesDocument, { table, fileKey, passwordKey }: StoreKeys): Finding {
  const message = `The store of these pages (${fileKey}) has the published password. Give them one of their own, which trusts the certificate of [${table === 'truststore' ? 'keystore.tls' : table}].`;
  return { ...placeOf(document, passwordKey), message };
}

function placeOf(document: PropertiesDocument, at: string): Pick<Finding, 'at' | 'line' | 'severity'> {
  return { at, line: document.lineOf(at), severity: 'low' };
}
