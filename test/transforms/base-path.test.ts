import basePath from '../../transforms/base-path.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const path = (url: string): string => `[server]\nbase_path = "${url}"\n`;
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('base-path', basePath, [
  {
    says: 'reports a plain address',
    releases,
    toml: path('http://login.example.com:9763'),
    finds: ['server.base_path'],
  },
  { says: 'is content with the default', releases, toml: '', finds: [] },
  {
    says: 'is content with HTTPS',
    releases,
    toml: `[server]\nhostname = "login.example.com"\nbase_path = "https://$ref{server.hostname}"\n`,
    finds: [],
  },
  {
    says: 'reads the scheme in any case',
    toml: '[server]\nbase_path = " HTTP://login.example.com"\n',
    verdict: 'fail',
  },
  {
    says: 'does not take a name that begins like the scheme for one',
    toml: '[server]\nbase_path = "https://http.example.com"\n',
    finds: [],
  },
]);
