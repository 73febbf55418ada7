import type { KeyPath, TomlDocument, TomlTable } from '../documents/toml-document.ts';
import { isTomlArray, isTomlTable } from '../documents/toml-value.ts';
import { isRead } from './is-read.ts';
import type { Params } from './params.ts';
import { tomlPart } from './toml-part.ts';
import type { Part } from './transform.ts';
import { catalinaTemplate, isLiteralTag, type WrittenTag, writtenTags } from './written-tags.ts';
import { placeOf, xmlPart } from './xml-part.ts';

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

/** Judges each `[custom_transport.x]` and `[[custom_transport]]`, and each connector that is written into the template by hand. */
export function customConnectors<P extends Params>(...rules: readonly ConnectorRule[]): readonly Part<P>[] {
  const weaknesses = (attribute: (name: string) => unknown): readonly string[] => {
    const connector = connectorOf((name) => String(attribute(name) ?? ''));
    return rules.flatMap(({ isWeak, says }) => (isWeak(connector) ? [says] : []));
  };
  const written = tomlPart<P>({
    concerns: ({ home }) => isRead(home, table),
    inspect: (document) =>
      placesOf(document).flatMap((path) => {
        const properties = propertiesAt(document, path);
        const [name, each] = path;
        const at = typeof each === 'number' ? `${name}[${each}]` : `${name}.${each}`;
        const line = document.lineOf(path);
        return weaknesses((attribute) => properties[attribute]).map((message) => ({ at, line, message }));
      }),
  });
  const literal = xmlPart<P>({
    files: (home) => (writtenTags(home).some(isOwnConnector) ? [catalinaTemplate] : []),
    inspect: (document) =>
      document.find(['Server', 'Service', 'Connector']).flatMap((element) => {
        const { start, end } = element.tag;
        if (!isLiteralTag(document.text.slice(start, end))) return [];
        const tags = [element, ...element.children.filter(({ name }) => name === 'SSLHostConfig')];
        const valueAt = (name: string) => tags.map((tag) => document.attribute(tag, name)).find((value) => value);
        const line = document.lineOf(element);
        return weaknesses(valueAt).map((message) => ({ at: placeOf(element), line, message }));
      }),
  });
  return [{ ...written, judges: [table] }, literal];
}

function isOwnConnector({ name, isLiteral }: WrittenTag): boolean {
  return name === 'Connector' && isLiteral;
}

const table = 'custom_transport';

function placesOf(document: TomlDocument): readonly KeyPath[] {
  const value = document.get([table]);
  if (isTomlArray(value)) return value.map((_, index) => [table, index]);
  return isTomlTable(value) ? Object.keys(value).map((name) => [table, name]) : [];
}

function propertiesAt(document: TomlDocument, path: KeyPath): TomlTable {
  const properties = document.get([...path, 'properties']);
  return isTomlTable(properties) ? properties : {};
}

/** The properties of each connector that the operator has added in deployment.toml. */
export function customProperties(document: TomlDocument): readonly TomlTable[] {
  return placesOf(document).map((path) => propertiesAt(document, path));
}

function connectorOf(textOf: (attribute: string) => string): CustomConnector {
  return {
    isPlain: textOf('SSLEnabled') !== 'true',
    address: textOf('address'),
    protocols: textOf('protocols') || textOf('sslEnabledProtocols'),
    ciphers: textOf('ciphers'),
    server: textOf('server'),
  };
}
