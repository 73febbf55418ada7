import { isPublishedSecret } from '../keystore/published-secrets.ts';
import { endpointConfigurations, isTemplateExpression } from './endpoint-configurations.ts';
import type { Change, Finding } from './finding.ts';
import type { Params } from './params.ts';
import { propertiesPart, propertyChange } from './properties-part.ts';
import { fileNameOf, type StoreTable, storeInUse } from './store-in-use.ts';
import type { Part } from './transform.ts';

/** Keeps the copies of the login pages' configuration in the web applications in step with a store of the server. */
export function endpointStorePart<P extends Params>(part: {
  readonly table: StoreTable;
  readonly fileKey: string;
  readonly passwordKey: string;
}): Part<P> {
  const { table, fileKey, passwordKey } = part;
  return propertiesPart<P>({
    files: (home) => endpointConfigurations(home, 'login'),
    inspect(document, context) {
      const store = storeInUse(context, table);
      const password = document.get(passwordKey);
      if (store?.password === undefined || isPublishedSecret('store-password', store.password)) return [];
      if (password !== undefined && !isPublishedSecret('store-password', password)) return [];
      const file = document.get(fileKey);
      const wantedFile = `./repository/resources/security/${fileNameOf(store.path)}`;
      const isStale = file !== undefined && !isTemplateExpression(file) && file !== wantedFile;
      const risk = context.dataSigns.length === 0 ? 'data' : 'disruptive';
      const message = `The store is not the one in [${table}]; an application hosted elsewhere would use it.`;
      const finding = (at: string, change: Change): Finding => {
        const line = document.lineOf(at);
        return { at, ...(line === undefined ? {} : { line }), severity: 'low', risk, message, change };
      };
      return [
        ...(isStale ? [finding(fileKey, propertyChange(document, fileKey, wantedFile))] : []),
        ...(password === undefined
          ? []
          : [finding(passwordKey, propertyChange(document, passwordKey, store.password))]),
      ];
    },
  });
}
