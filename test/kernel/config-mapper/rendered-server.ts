import { type RenderedElement, renderedXml } from './rendered-xml.ts';

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
  const tree = (path: string): RenderedElement => renderedXml(files.get(path) ?? '');
  const server = tree('repository/conf/tomcat/catalina-server.xml');
  const secure = server.all('SSLHostConfig');
  const list = (name: string): readonly string[] =>
    secure.flatMap(({ attributes }) => (attributes[name] ?? 'absent').split(/[\s,:]+/).filter((part) => part !== ''));
  const web = tree('repository/conf/tomcat/web.xml');
  const carbon = tree('repository/conf/tomcat/carbon/META-INF/context.xml');
  return {
    protocols: list('protocols'),
    ciphers: list('ciphers'),
    certificateVerification: secure.map(({ attributes }) => attributes['certificateVerification']),
    serverHeaders: server.all('Connector').map(({ attributes }) => attributes['server']),
    hstsFilters: web
      .all('filter')
      .filter((filter) => filter.find('filter-class')?.text === hstsFilter)
      .map((filter) => hstsOf(filter, web.all('filter-mapping'))),
    isJmxStarted: tree('repository/conf/etc/jmx.xml').find('StartRMIServer')?.text === 'true',
    sessionIdLengths: carbon.all('SessionIdGenerator').map(({ attributes }) => Number(attributes['sessionIdLength'])),
  };
}

function hstsOf(filter: RenderedElement, mappings: readonly RenderedElement[]): RenderedServer['hstsFilters'][number] {
  const params = new Map(
    filter.all('init-param').map((param) => [param.find('param-name')?.text, param.find('param-value')?.text]),
  );
  const name = filter.find('filter-name')?.text;
  const own = mappings.filter(
    (mapping) => mapping.find('filter-name')?.text === name && mapping.find('url-pattern')?.text === '/*',
  );
  return {
    maxAge: Number(params.get('hstsMaxAgeSeconds') ?? 0),
    isOn: params.get('hstsEnabled') !== 'false',
    dispatchers: own.flatMap((mapping) => mapping.all('dispatcher').map(({ text }) => text)),
  };
}
