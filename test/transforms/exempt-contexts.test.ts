import exemptContexts from '../../transforms/exempt-contexts.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const none = '[intermediate_cert_validation]\nexempt_contexts = []\n';
const scim = '[intermediate_cert_validation]\nenable = true\nexempt_contexts = ["scim2"]\n';

describeTransform('exempt-contexts', exemptContexts, [
  {
    says: 'takes the default of the old releases away',
    releases: ['5.9.0', '5.10.0', '5.11.0'],
    toml: '',
    tomlBecomes: none,
  },
  { says: 'is content with the default of the newer ones', releases: ['6.0.0', '7.1.0', '7.3.0'], toml: '', finds: [] },
  { says: 'keeps the empty list', releases: ['5.9.0', '6.0.0', '7.3.0'], toml: none, finds: [] },
  {
    says: 'asks first where the check is on and clients may rely on the gap',
    releases: ['5.10.0', '7.1.0'],
    startTraces: ['wso2carbon.pid'],
    toml: scim,
    messages: [/^The contexts \["scim2"\] skip the check .*Ask for it/],
  },
  {
    says: 'closes the gap where asked',
    choice: 'asked',
    startTraces: ['wso2carbon.pid'],
    toml: scim,
    tomlBecomes: scim.replace('["scim2"]', '[]'),
  },
  {
    says: 'closes it before the first start, when nobody can rely on it',
    releases: ['5.10.0', '7.1.0'],
    toml: scim,
    tomlBecomes: scim.replace('["scim2"]', '[]'),
  },
]);
