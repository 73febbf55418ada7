import httpConnector from '../../transforms/http-connector.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const catalina = 'repository/resources/conf/templates/repository/conf/tomcat/catalina-server.xml.j2';
const off = '[transport.http]\nenabled = false\n';
const bound = '[transport.http.properties]\naddress = "127.0.0.1"\n';

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
]);
