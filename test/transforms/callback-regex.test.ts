import callbackRegex from '../../transforms/callback-regex.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const hosts = { hosts: ['app.example.com'] };
const recovery = (pattern: string): string => `[identity_mgt.recovery]\ncallback_url = '${pattern}'\n`;
const server = '[server]\nhostname = "login.example.com"\n\n';
const own = String.raw`^https://(app\.example\.com(:443)?|localhost:9443)/.*$`;
const section = (flow: string): string => `[identity_mgt.${flow}]\ncallback_url = '${own}'\n`;

describeTransform('callback-regex', callbackRegex, [
  {
    says: 'recognises the character classes that look like a prefix',
    releases: ['6.0.0', '6.1.0'],
    toml: '',
    messages: [
      /begins with a character class.*accepts https:\/\/evil\.example\/steal.*\[answers\.callback-regex\] hosts/,
      /begins with a character class/,
      /binds no host: it accepts https:\/\/evil\.example\/steal/,
    ],
  },
  {
    says: 'recognises the pattern for everything',
    releases: ['5.10.0', '5.11.0'],
    toml: '[identity_mgt.user_self_registration]\ncallback_url = "https://localhost:9443/x"\n',
    finds: ['identity_mgt.recovery.callback_url'],
  },
  {
    says: 'is content with patterns for this server alone',
    releases: ['5.9.0', '7.0.0', '7.1.0', '7.3.0'],
    toml: '',
    finds: [],
  },
  {
    says: 'writes patterns for the hosts that the operator names, and for this server',
    releases: ['6.0.0', '6.1.0'],
    answers: hosts,
    toml: '',
    tomlBecomes: `${section('recovery')}\n${section('user_self_registration')}\n${section('lite_user_registration')}`,
  },
  {
    says: 'writes only the two that an old release has',
    releases: ['5.10.0', '5.11.0'],
    answers: hosts,
    toml: section('user_self_registration'),
    tomlBecomes: `${section('user_self_registration')}\n${section('recovery')}`,
  },
  {
    says: 'takes the name and the proxy port of this server',
    answers: hosts,
    toml: `${server}[transport.https.properties]\nproxyPort = 443\n\n${recovery('.*')}\n[identity_mgt.user_self_registration]\ncallback_url = 'https://a\\.example\\.com/.*'\n\n[identity_mgt.lite_user_registration]\ncallback_url = 'https://a\\.example\\.com/.*'\n`,
    tomlBecomes: `${server}[transport.https.properties]\nproxyPort = 443\n\n${recovery(String.raw`^https://(app\.example\.com(:443)?|login\.example\.com(:443)?)/.*$`)}\n[identity_mgt.user_self_registration]\ncallback_url = 'https://a\\.example\\.com/.*'\n\n[identity_mgt.lite_user_registration]\ncallback_url = 'https://a\\.example\\.com/.*'\n`,
  },
  {
    says: 'takes the addresses that browsers know, of this server and of pages that are hosted elsewhere',
    answers: hosts,
    toml: `[server]\nbase_path = "https://sso.example.com"\n\n[authentication.endpoints]\nlogin_url = "https://pages.example.com:8443/login.do"\n\n${recovery('.*')}`,
    tomlBecomes: `[server]\nbase_path = "https://sso.example.com"\n\n[authentication.endpoints]\nlogin_url = "https://pages.example.com:8443/login.do"\n\n${recovery(String.raw`^https://(app\.example\.com(:443)?|localhost:9443|pages\.example\.com:8443|sso\.example\.com(:443)?)/.*$`)}`,
  },
  {
    says: 'leaves an address out that is no plain name',
    answers: hosts,
    toml: `[server]\nbase_path = "https://a(b)/"\n\n${recovery('.*')}`,
    tomlBecomes: `[server]\nbase_path = "https://a(b)/"\n\n${recovery(own)}`,
  },
  {
    says: 'tells which URLs the new pattern accepts and refuses',
    answers: hosts,
    toml: recovery('.*'),
    tomlBecomes: recovery(own),
    messages: [
      /accepts https:\/\/app\.example\.com\/ and https:\/\/localhost:9443\/myaccount and refuses https:\/\/evil/,
    ],
  },
  {
    says: 'sees that a raw host name has unescaped dots',
    releases: ['7.0.0', '7.3.0'],
    toml: server,
    messages: [/unescaped dot.*https:\/\/loginxexample\.com:9443/, /unescaped dot/, /unescaped dot/],
  },
  { says: 'reports plain HTTP', toml: recovery(String.raw`https?://app\.example\.com/.*`), messages: [/plain HTTP/] },
  {
    says: 'reports a host that ends in a wildcard',
    toml: recovery(String.raw`https://app\.example\.com.*`),
    messages: [/binds no host/],
  },
  {
    says: 'keeps a pattern of the operator',
    releases: ['5.11.0', '6.0.0', '7.3.0'],
    toml: `${recovery(String.raw`https:\/\/app\.example\.com(:443)?\/.*`)}\n[identity_mgt.user_self_registration]\ncallback_url = 'myapp://done'\n\n[identity_mgt.lite_user_registration]\ncallback_url = '(https://a\\.example\\.com/.*|https://b\\.example\\.com/.*)'\n`,
    finds: [],
    answers: hosts,
  },
  {
    says: 'cannot judge what the environment decides',
    toml: recovery('$env{CALLBACK}'),
    verdict: 'error',
    finds: ['identity_mgt.recovery.callback_url'],
  },
  {
    says: 'takes the shipped pattern for one that binds this server, where its port is not known here',
    releases: ['7.0.0', '7.3.0'],
    toml: '[server]\noffset = "$env{OFFSET}"\n',
    finds: [],
  },
  {
    says: 'rates a pattern that binds no host high, and one with raw dots low',
    releases: ['7.0.0'],
    toml: `${server}${recovery('.*')}`,
    rated: ['high safe', 'low safe', 'low safe'],
  },
  {
    says: 'has the server fill in its own name where that is not known here',
    answers: hosts,
    toml: `[server]\nhostname = "$env{HOST}"\n\n${recovery('.*')}`,
    tomlBecomes: `[server]\nhostname = "$env{HOST}"\n\n${recovery(String.raw`^https://(${'$'}{carbon.host}:${'$'}{carbon.management.port}|app\.example\.com(:443)?)/.*$`)}`,
  },
  ...['[2001:db8::1]', '2001:db8::1', 'a b', '*'].map((host) => ({
    says: `writes no pattern for a server of the name ${host}`,
    answers: hosts,
    toml: `[server]\nhostname = "${host}"\n\n${recovery('.*')}[identity_mgt.user_self_registration]\ncallback_url = 'https://a\\.example\\.com/.*'\n[identity_mgt.lite_user_registration]\ncallback_url = 'https://a\\.example\\.com/.*'\n`,
    messages: [/Write one for your hosts yourself/],
  })),
  ...['proxyPort = "none"', 'port = true', 'port = 3.5'].map((setting) => ({
    says: `takes the shipped number for a port where ${setting}`,
    answers: hosts,
    toml: `transport.https.properties.${setting}\n${recovery('.*')}`,
    tomlBecomes: `transport.https.properties.${setting}\n${recovery(own)}`,
  })),
]);
