import httpConnector from '../../transforms/http-connector.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const catalina = 'repository/resources/conf/templates/repository/conf/tomcat/catalina-server.xml.j2';
const off = '[transport.http]\nenabled = false\n';
const bound = '[transport.http.properties]\naddress = "127.0.0.1"\n';

const proxied = (says: string, sign: string, toml: string) => ({
  says,
  toml,
  messages: [new RegExp(`proxy stands in front \\(${sign.replaceAll('.', '\\.')}\\)`)],
});

describeTransform('http-connector', httpConnector, [
  {
    says: 'switches the connector off where asked',
    releases: ['5.11.0', '6.0.0', '7.3.0'],
    choice: 'asked',
    toml: '',
    tomlBecomes: off,
  },
  { says: 'only reports it unless asked', releases: ['5.11.0', '7.1.0'], toml: '', finds: ['transport.http.enabled'] },
  {
    says: 'binds the connector to this machine where there is no switch',
    releases: ['5.9.0', '5.10.0'],
    choice: 'asked',
    toml: '',
    tomlBecomes: bound,
  },
  {
    says: 'believes the template rather than the number of the release',
    releases: ['7.1.0'],
    choice: 'asked',
    toml: '',
    files: { [catalina]: '<Server/>' },
    tomlBecomes: bound,
  },
  { says: 'is content when it is off', releases: ['5.11.0', '6.0.0', '7.3.0'], toml: off, finds: [] },
  {
    says: 'is content with a text, which switches it off too',
    releases: ['5.11.0', '7.1.0'],
    toml: '[transport.http]\nenabled = "true"\n',
    finds: [],
  },
  { says: 'is content with a connector of this machine', releases: ['5.9.0', '7.1.0'], toml: bound, finds: [] },
  {
    says: 'does not take another address for this machine',
    releases: ['5.9.0', '7.1.0'],
    toml: bound.replace('127.0.0.1', '10.0.0.5'),
    verdict: 'fail',
  },
  {
    says: 'names the proxy that stands in front',
    toml: '[transport.https.properties]\nproxyPort = 443\n',
    messages: [/proxy stands in front \(transport\.https\.properties\.proxyPort\)/],
  },
  {
    says: 'knows a proxy by the port that browsers see',
    toml: '[server]\nhostname = "login.example.com"\nbase_path = "https://login.example.com"\n',
    messages: [/proxy stands in front \(server\.base_path\)/],
  },
  {
    says: 'does not take the port of this server for that of a proxy',
    toml: '[server]\nhostname = "login.example.com"\nbase_path = "https://login.example.com:9443"\n',
    messages: [/no health check uses this port/],
  },
  {
    says: 'knows a proxy by the valve that the operator has added for it',
    toml: '[[catalina.valves]]\n[catalina.valves.properties]\nclassName = "org.apache.catalina.valves.RemoteIpValve"\n',
    messages: [/proxy stands in front \(org\.apache\.catalina\.valves\.RemoteIpValve\)/],
  },
  proxied(
    'knows the valve that takes certificates from a proxy',
    'org.apache.catalina.valves.SSLValve',
    '[catalina]\nvalves = [{ properties = { className = "org.apache.catalina.valves.SSLValve" } }]\n',
  ),
  proxied(
    'knows such a valve though the service alone knows its other properties',
    'org.apache.catalina.valves.RemoteIpValve',
    '[[catalina.valves]]\nproperties.className = "org.apache.catalina.valves.RemoteIpValve"\nproperties.internalProxies = "$env{PROXIES}"\n',
  ),
  proxied(
    'knows a proxy by a name that the service alone knows',
    'transport.http.properties.proxyName',
    '[transport.http.properties]\nproxyName = "$env{NAME}"\n',
  ),
  proxied(
    'knows a proxy by the name that Tomcat is told',
    'transport.https.properties.proxyName',
    '[transport.https.properties]\nproxyName = "login.example.com"\n',
  ),
  proxied(
    'knows a balancer where TLS ends',
    'transport.http.properties.scheme',
    '[transport.http.properties]\nscheme = "https"\n',
  ),
  proxied('knows a proxy by its context', 'server.proxy_context_path', '[server]\nproxy_context_path = "/iam"\n'),
  proxied('knows a proxy of the console', 'console.proxy_context_path', '[console]\nproxy_context_path = "/iam"\n'),
  proxied(
    'knows a proxy of the own account',
    'myaccount.proxy_context_path',
    '[myaccount]\nproxy_context_path = "/iam"\n',
  ),
  proxied(
    'knows a proxy by what it rewrites',
    'reverse_proxy_config',
    '[[reverse_proxy_config]]\nproxy_context = "/iam"\ndefault_context = "/"\n',
  ),
  proxied(
    'knows a proxy by the valve that a key switches on',
    'catalinaValves.remoteIpValve.enable',
    '[catalinaValves.remoteIpValve]\nenable = true\n',
  ),
  {
    says: 'knows no proxy by a valve that is switched off',
    toml: '[catalinaValves.remoteIpValve]\nenable = false\n',
    messages: [/no health check uses this port/],
  },
  proxied('knows a proxy before an IPv6 host', 'server.base_path', '[server]\nbase_path = "https://[2001:db8::1]/"\n'),
  {
    says: 'knows a proxy by what is written into the template',
    releases: ['5.9.0', '7.1.0'],
    toml: '',
    files: { [catalina]: '<Server><Connector {{x}} proxyPort="443"/></Server>' },
    messages: [/proxy stands in front \(.*catalina-server\.xml\.j2\)/],
  },
  {
    says: 'knows a proxy by a valve that is written into the template',
    toml: '',
    files: { [catalina]: "<Server><Valve className='org.apache.catalina.valves.RemoteIpValve'/></Server>" },
    messages: [/proxy stands in front \(org\.apache\.catalina\.valves\.RemoteIpValve\)/],
  },
  {
    says: 'takes neither a comment of the template nor the valve that a key switches on for a proxy',
    toml: '',
    files: {
      [catalina]:
        '<Server><!-- <Connector proxyPort="80"/> -->{% if x %}<Valve className="org.apache.catalina.valves.RemoteIpValve" internalProxies="{{x}}"/>{% endif %}</Server>',
    },
    messages: [/no health check uses this port/],
  },
]);
