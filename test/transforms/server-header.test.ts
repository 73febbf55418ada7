import serverHeader from '../../transforms/server-header.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const toml = (https: string, http: string): string =>
  `[transport.https.properties]\nserver = "${https}"\n\n[transport.http.properties]\nserver = "${http}"\n`;

describeTransform('server-header', serverHeader, [
  {
    says: 'names no product on either connector',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    toml: '',
    tomlBecomes: toml('server', 'server'),
  },
  {
    says: 'changes the one connector that still names it',
    releases: ['5.10.0', '7.1.0'],
    toml: toml('gate', 'WSO2 WSO2 IS server'),
    tomlBecomes: toml('gate', 'server'),
  },
  { says: 'takes an empty header for the default one', toml: toml('', 'gate'), tomlBecomes: toml('server', 'gate') },
  {
    says: 'writes the text that was asked for',
    answers: { text: 'edge' },
    toml: '',
    tomlBecomes: toml('edge', 'edge'),
  },
  { says: "keeps the operator's own neutral text", releases: ['5.9.0', '6.0.0', '7.3.0'], toml: toml('edge', 'nginx') },
  {
    says: 'says that an empty text is none',
    toml: '[transport.https.properties]\nserver = ""\n',
    messages: [/HTTPS is "empty"/, /HTTP is "WSO2 Carbon Server"/],
    choice: 'waived',
  },
]);
