import legacyMode from '../../transforms/legacy-mode.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const mode = (value: string): string => `[server]\nlegacy_mode = ${value}\n`;

describeTransform('legacy-mode', legacyMode, [
  {
    says: 'switches it off where asked',
    releases: ['7.0.0', '7.1.0', '7.3.0'],
    choice: 'asked',
    toml: mode('true'),
    tomlBecomes: mode('false'),
  },
  { says: 'asks first', releases: ['7.0.0', '7.3.0'], toml: mode('true'), finds: ['server.legacy_mode'] },
  { says: 'takes the text for the boolean, as the rule does', toml: mode('"true"'), finds: ['server.legacy_mode'] },
  { says: 'is content without it', releases: ['7.0.0', '7.1.0', '7.3.0'], toml: '', finds: [] },
  { says: 'concerns no older release', releases: ['5.9.0', '6.1.0'], toml: mode('true'), verdict: 'not-applicable' },
]);
