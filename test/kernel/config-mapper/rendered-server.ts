import { parseString } from 'xml2js';

/** What a rendered configuration makes of the server, by what Tomcat and Carbon read. */
export interface RenderedServer {
  readonly protocols: readonly string[];
  readonly ciphers: readonly string[];
  readonly certificateVerification: readonly (string | undefined)[];
  /** Of all connectors. */
  readonly serverHeaders: readonly (string | undefined)[];
  readonly hstsFilters: readonly {
    readonly maxAge: number;
    readonly isOn: boolean;
    readonly dispatchers: readonly string[];
  }[];
  readonly isJmxStarted: boolean;
  readonly sessionIdLengths: readonly number[];
}

const hstsFilter = 'org.apache.catalina.filters.HttpHeaderSecurityFilter';

/** @param files by their path below the home, as the config-mapper makes them */
export function renderedServer(files: ReadonlyMap<string, string>): RenderedServer {
  const tree = (path: string): Element => parse(files.get(path) ?? '');
  const server = tree('repository/conf/tomcat/catalina-server.xml');
  const secure = elements(server, 'SSLHostConfig');
  const list = (name: string): readonly string[] =>
    secure.flatMap(({ attributes }) => (attributes[name] ?? 'absent').split(/[\s,:]+/).filter((part) => part !== ''));
  const web = tree('repository/conf/tomcat/web.xml');
  const carbon = tree('repository/conf/tomcat/carbon/META-INF/context.xml');
  return {
    protocols: list('protocols'),
    ciphers: list('ciphers'),
    certificateVerification: secure.map(({ attributes }) => attributes['certificateVerification']),
    serverHeaders: elements(server, 'Connector').map(({ attributes }) => attributes['server']),
    hstsFilters: elements(web, 'filter')
      .filter((filter) => textOf(filter, 'filter-class') === hstsFilter)
      .map((filter) => hstsOf(filter, elements(web, 'filter-mapping'))),
    isJmxStarted: textOf(tree('repository/conf/etc/jmx.xml'), 'StartRMIServer') === 'true',
    sessionIdLengths: elements(carbon, 'SessionIdGenerator').map(({ attributes }) =>
      Number(attributes['sessionIdLength']),
    ),
  };
}

function hstsOf(filter: Element, mappings: readonly Element[]): RenderedServer['hstsFilters'][number] {
  const params = new Map(
    elements(filter, 'init-param').map((param) => [textOf(param, 'param-name'), textOf(param, 'param-value')]),
  );
  const name = textOf(filter, 'filter-name');
  const own = mappings.filter(
    (mapping) => textOf(mapping, 'filter-name') === name && textOf(mapping, 'url-pattern') === '/*',
  );
  return {
    maxAge: Number(params.get('hstsMaxAgeSeconds') ?? 0),
    isOn: params.get('hstsEnabled') !== 'false',
    dispatchers: own.flatMap((mapping) => elements(mapping, 'dispatcher').map(({ text }) => text.trim())),
  };
}

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** An element as xml2js gives it when it is asked for children in their order. */
interface ParsedElement {
  readonly '#name': string;
  readonly $?: Readonly<Record<string, string>>;
  readonly $$?: readonly ParsedElement[];
  readonly _?: string;
}

function parse(xml: string): Element {
  let root: ParsedElement | undefined;
  parseString(xml, { explicitChildren: true, preserveChildrenOrder: true, explicitRoot: false }, (error, result) => {
    if (error !== null) throw error;
    root = result;
  });
  return { name: '', attributes: {}, text: '', children: root === undefined ? [] : [elementOf(root)] };
}

function elementOf({ '#name': name, $: attributes = {}, $$: children = [], _: text = '' }: ParsedElement): Element {
  return { name, attributes, text, children: children.map(elementOf) };
}

function elements(within: Element, name: string): readonly Element[] {
  return within.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elements(child, name)]);
}

function textOf(within: Element, name: string): string | undefined {
  return elements(within, name)[0]?.text.trim();
}
