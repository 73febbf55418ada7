import type { KeyPath, TomlDocument, TomlTable } from '../documents/toml-document.ts';
import { isTomlArray, isTomlTable } from '../documents/toml-value.ts';
import type { Params } from './params.ts';
import { tomlPart } from './toml-part.ts';
import type { Part } from './transform.ts';

/** A connector that the operator has added. Its attributes are its own: an empty one is not set. */
export interface CustomConnector {
  readonly isPlain: boolean;
  readonly address: string;
  readonly protocols: string;
  readonly ciphers: string;
  readonly server: string;
}

/** What a connector must not be, and what to say of one that is. Nothing is changed: only the operator knows what it is for. */
interface ConnectorRule {
  isWeak(connector: CustomConnector): boolean;
  readonly says: string;
}

/** Judges each `[custom_transport.x]` and `[[custom_transport]]`. */
export function customConnectors<P extends Params>(...rules: readonly ConnectorRule[]): Part<P> {
  return {
    ...tomlPart<P>({
      inspect: (document) =>
        placesOf(document).flatMap((path) => {
          const properties = document.get([...path, 'properties']);
          const connector = connectorOf(isTomlTable(properties) ? properties : {});
          const [name, each] = path;
          const at = typeof each === 'number' ? `${name}[${each}]` : `${name}.${each}`;
          const line = document.lineOf(path);
          return rules.flatMap(({ isWeak, says }) => (isWeak(connector) ? [{ at, line, message: says }] : []));
        }),
    }),
    judges: [table],
  };
}

const table = 'custom_transport';

function placesOf(document: TomlDocument): readonly KeyPath[] {
  const value = document.get([table]);
  if (isTomlArray(value)) return value.map((_, index) => [table, index]);
  return isTomlTable(value) ? Object.keys(value).map((name) => [table, name]) : [];
}

function connectorOf(properties: TomlTable): CustomConnector {
  const textOf = (name: string): string => String(properties[name] ?? '');
  return {
    isPlain: textOf('SSLEnabled') !== 'true',
    address: textOf('address'),
    protocols: textOf('protocols') || textOf('sslEnabledProtocols'),
    ciphers: textOf('ciphers'),
    server: textOf('server'),
  };
}
