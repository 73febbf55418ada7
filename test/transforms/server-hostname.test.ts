import serverHostname from '../../transforms/server-hostname.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const host = (name: string): string => `[server]\nhostname = "${name}"\n`;
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('server-hostname', serverHostname, [
  { says: 'reports the shipped name', releases, toml: host('localhost'), finds: ['server.hostname'] },
  { says: 'reports no name', releases, toml: '', finds: ['server.hostname'] },
  { says: 'is content with a name', releases, toml: host('login.example.com'), finds: [] },
  {
    says: 'cannot judge what the environment decides',
    toml: host('$env{HOST}'),
    verdict: 'error',
    finds: ['server.hostname'],
  },
]);
