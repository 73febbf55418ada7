import { layout, mapperSources, templateOf } from '../../src/carbon/layout.ts';
import type { Home } from '../../src/kit/home.ts';
import { memoryHome } from '../harness/memory-home.ts';

/** Templates of a product that is small enough to foresee what it generates. */
export const templates = {
  'repository/conf/carbon.xml':
    '<Server>\n    <HostName>{{server.hostname}}</HostName>\n    <Link>{{server.link}}</Link>\n{% if server.strict is sameas true %}\n    <Strict/>\n{% endif %}\n</Server>\n',
  'repository/conf/user-mgt.xml':
    '<Store class="{{store.class}}">\n{% for name, value in store.properties.items() %}\n    <Property name="{{name}}">{{value}}</Property>\n{% endfor %}\n</Store>\n',
  'repository/conf/mail.properties': 'host={{mail.host}}\npattern={{mail.pattern}}\n',
};

const defaults = {
  'server.hostname': 'localhost',
  'server.link': 'https://$ref{server.hostname}/',
  'server.strict': false,
  'server.forgotten': 1,
  'mail.host': 'mail.example.com',
  'store.type': 'database',
};

const infer = { 'store.type': { database: { 'store.class': 'Jdbc' }, ldap: { 'store.class': 'Ldap' } } };

const keyMappings = { 'server.host': 'server.hostname' };

/** The files of a home with this deployment.toml and the small product's templates; those given take their place. */
export function templatedFiles(toml: string, files: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    [layout.deploymentToml]: toml,
    [mapperSources.defaults]: JSON.stringify(defaults),
    [mapperSources.infer]: JSON.stringify(infer),
    [mapperSources.keyMappings]: JSON.stringify(keyMappings),
    ...Object.fromEntries(Object.entries(templates).map(([path, text]) => [templateOf(path), text])),
    ...files,
  };
}

export function templatedHome(toml: string, files: Readonly<Record<string, string>> = {}): Home {
  return memoryHome({ files: templatedFiles(toml, files) });
}
