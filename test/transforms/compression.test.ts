import compression from '../../transforms/compression.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const off = '[transport.https.properties]\ncompression = "off"\n';

describeTransform('compression', compression, [
  { says: 'switches it off', releases: ['5.9.0', '6.0.0', '7.3.0'], toml: '', tomlBecomes: off },
  { says: 'takes a number of bytes for on', toml: off.replace('off', '2048'), tomlBecomes: off },
  { says: 'keeps it off', releases: ['5.9.0', '6.0.0', '7.3.0'], toml: off, finds: [] },
  { says: 'keeps every spelling of off', toml: off.replace('"off"', 'false'), finds: [] },
  { says: 'keeps the text false', toml: off.replace('off', 'false'), finds: [] },
  { says: 'takes true for on', toml: off.replace('"off"', 'true'), tomlBecomes: off },
  { says: 'takes the force of all for on', toml: off.replace('off', 'force'), tomlBecomes: off },
]);
