import h2Console from '../../transforms/h2-console.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const console = (value: string): string => `[database_configuration]\nenable_h2_console = ${value}\n`;

describeTransform('h2-console', h2Console, [
  {
    says: 'switches it off',
    releases: ['5.9.0', '5.10.0', '5.11.0'],
    toml: console('true'),
    tomlBecomes: console('false'),
  },
  { says: 'is content with the default', releases: ['5.9.0', '5.10.0', '5.11.0'], toml: '', finds: [] },
  {
    says: 'concerns no release that reads no such key',
    releases: ['6.0.0', '7.1.0', '7.3.0'],
    toml: console('true'),
    verdict: 'not-applicable',
  },
]);
