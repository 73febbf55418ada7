import customConnectors from '../../transforms/custom-connectors.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const strong =
  'ciphers = "TLS_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"\nsslEnabledProtocols = "TLSv1.2,TLSv1.3"\n';
const x509 = (rest: string): string => `[custom_transport.x509.properties]\nport = "8443"\nSSLEnabled = true\n${rest}`;
const catalina = 'repository/resources/conf/templates/repository/conf/tomcat/catalina-server.xml.j2';
const template = (connectors: string): string =>
  `<Server><Service>\n<Connector protocol="HTTP/1.1" {% for name, value in transport.http.properties.items() %} {{name}}="{{value}}" {% endfor %}/>\n${connectors}\n</Service></Server>\n`;
const releases = ['6.0.0', '7.1.0', '7.3.0'] as const;

describeTransform('custom-connectors', customConnectors, [
  { says: 'has nothing to say where there is none', releases, toml: '', finds: [] },
  { says: 'is content with a strict connector', releases, toml: x509(strong), finds: [] },
  {
    says: 'reports the defaults of a TLS connector, which hold for nothing that was set for HTTPS',
    releases,
    toml: x509('clientAuth = "want"\n'),
    messages: [/more than TLS 1\.2 and 1\.3/, /without forward secrecy/],
  },
  {
    says: 'reports old protocols by either name',
    toml: x509(strong.replace('sslEnabledProtocols = "', 'protocols = "TLSv1,')),
    messages: [/more than TLS 1\.2 and 1\.3/],
  },
  {
    says: 'reports plain HTTP, each connector by its place',
    releases,
    toml: '[[custom_transport]]\n[custom_transport.properties]\nport = "8080"\nserver = "WSO2 Carbon Server"\n\n[[custom_transport]]\n[custom_transport.properties]\nport = "8081"\naddress = "127.0.0.1"\n',
    finds: ['custom_transport[0]', 'custom_transport[0]'],
    messages: [/plain HTTP/, /names the product/],
  },
  {
    says: 'does not concern releases without such connectors',
    releases: ['5.9.0', '5.11.0'],
    toml: x509(''),
    finds: [],
  },
  {
    says: 'judges a connector that is written into the template, by its host configuration too',
    releases: ['5.9.0', '5.11.0', '7.1.0'],
    files: {
      [catalina]: template(
        `<Connector port="8080"/>\n<Connector port="8443" SSLEnabled="true">\n<SSLHostConfig protocols="TLSv1.2" ${strong.split('\n')[0]?.replace(' = ', '=')}/>\n</Connector>\n<Connector port="8444" SSLEnabled="true" server="Tomcat"/>`,
      ),
    },
    finds: [2, 4, 4, 4].map((number) => `Server/Service/Connector[${number}]`),
    messages: [/plain HTTP/, /more than TLS/, /without forward secrecy/, /names the product/],
  },
  {
    says: 'takes neither a comment nor what the template fills in for a connector of its own',
    releases: ['5.9.0', '7.1.0'],
    files: { [catalina]: template('<!-- <Connector port="8080"/> -->') },
    finds: [],
  },
]);
