import serverHostname from '../../transforms/server-hostname.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const host = (name: string): string => `[server]\nhostname = "${name}"\n`;
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('server-hostname', serverHostname, [
  { says: 'reports the shipped name', releases, toml: host('localhost'), finds: ['server.hostname'] },
  { says: 'reports no name', releases, toml: '', finds: ['server.hostname'] },
  { says: 'is content with a name', releases, toml: host('login.example.com'), finds: [] },
  {
    says: 'writes the name that the operator gives',
    releases,
    answers: { hostname: 'login.example.com' },
    toml: host('localhost'),
    tomlBecomes: host('login.example.com'),
  },
  {
    says: 'replaces another name by it',
    answers: { hostname: 'login.example.com' },
    toml: host('is.example.com'),
    tomlBecomes: host('login.example.com'),
  },
  {
    says: 'keeps the same name in other letters',
    answers: { hostname: 'login.example.com' },
    toml: host('Login.Example.com'),
  },
  {
    says: 'leaves the name of a started server until it is asked for',
    answers: { hostname: 'login.example.com' },
    startTraces: ['repository/logs/wso2carbon.log'],
    toml: host('localhost'),
    finds: ['server.hostname'],
  },
  {
    says: 'cannot judge what the environment decides',
    toml: host('$env{HOST}'),
    verdict: 'error',
    finds: ['server.hostname'],
  },
  {
    says: 'shows a name that TOML takes for a date as it is written',
    toml: '[server]\nhostname = 2027-01-31\n',
    messages: [/^The host name is 2027-01-31;/],
  },
  {
    says: 'says where to answer',
    toml: '',
    messages: [/Answer \[answers\.server-hostname\] hostname before the first start\.$/],
  },
  {
    says: 'says what was answered',
    answers: { hostname: 'login.example.com' },
    choice: 'waived',
    toml: '',
    messages: [/should be login\.example\.com\.$/],
  },
]);
