import corsOrigins from '../../transforms/cors-origins.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const any = (value: string): string => `[cors]\nallow_any_origin = ${value}\n`;

describeTransform('cors-origins', corsOrigins, [
  {
    says: 'closes it where asked',
    releases: ['5.11.0', '6.0.0', '7.3.0'],
    choice: 'asked',
    toml: any('true'),
    tomlBecomes: any('false'),
  },
  {
    says: 'takes the text for the boolean, as the template does',
    choice: 'asked',
    toml: any('"true"'),
    tomlBecomes: any('false'),
  },
  { says: 'asks first', releases: ['5.11.0', '7.1.0'], toml: any('true'), finds: ['cors.allow_any_origin'] },
  {
    says: 'reports a plain origin',
    toml: '[cors]\nallowed_origins = ["https://a.example", "http://b.example"]\n',
    finds: ['cors.allowed_origins'],
  },
  {
    says: 'is content with named ones and with this machine',
    releases: ['5.11.0', '6.0.0', '7.3.0'],
    toml: '[cors]\nallowed_origins = ["https://a.example", "http://localhost:3000"]\n',
    finds: [],
  },
  {
    says: 'concerns no release that has no such filter',
    releases: ['5.9.0', '5.10.0'],
    toml: any('true'),
    verdict: 'not-applicable',
  },
  {
    says: 'takes what Java reads as true for on, in any case of its letters',
    choice: 'asked',
    toml: 'cors.allow_any_origin = "True"\n',
    tomlBecomes: 'cors.allow_any_origin = false\n',
  },
]);
