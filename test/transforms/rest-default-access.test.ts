import restDefaultAccess from '../../transforms/rest-default-access.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const identityXml = 'repository/resources/conf/templates/repository/conf/identity/identity.xml.j2';
const defaults = 'repository/resources/conf/default.json';
const control = '[resource_access_control]\n';
const rule = (context: string, secure: string): string =>
  `[[resource.access_control]]\ncontext = '${context}'\nsecure = ${secure}\nhttp_method = "all"\n`;

describeTransform('rest-default-access', restDefaultAccess, [
  {
    says: 'writes the refusal that 5.9.0 does not ship with',
    releases: ['5.9.0'],
    choice: 'asked',
    toml: '',
    tomlBecomes: `${control}default_access = "deny"\n`,
  },
  { says: 'asks before it refuses', releases: ['5.9.0'], toml: '', finds: ['resource_access_control.default_access'] },
  {
    says: 'is content with anything there, as the template is',
    releases: ['5.9.0'],
    toml: `${control}default_access = "allow"\n`,
    finds: [],
  },
  { says: 'is content with the default', releases: ['5.10.0', '6.0.0', '7.3.0'], toml: '', finds: [] },
  {
    says: 'closes what was opened, where asked',
    releases: ['5.10.0', '6.0.0', '7.3.0'],
    choice: 'asked',
    toml: `${control}default_access_allow = true\n`,
    tomlBecomes: `${control}default_access_allow = false\n`,
  },
  {
    says: 'knows that the text "false" opens everything',
    releases: ['5.11.0', '7.1.0'],
    choice: 'asked',
    toml: `${control}default_access_allow = "false"\n`,
    tomlBecomes: `${control}default_access_allow = false\n`,
  },
  {
    says: 'sees through the older spelling',
    releases: ['5.11.0', '7.1.0'],
    toml: `${control}default_access = "allow"\n`,
    finds: ['resource_access_control.default_access_allow'],
  },
  {
    says: 'checks scopes again',
    choice: 'asked',
    toml: `${control}disable_scope_validation = true\n`,
    tomlBecomes: `${control}disable_scope_validation = false\n`,
  },
  {
    says: 'reports a rule that opens whole APIs',
    releases: ['5.9.0', '7.1.0'],
    toml: `${control}default_access = "deny"\ndefault_access_allow = false\n\n${rule('(.*)/scim2/(.*)', 'false')}`,
    finds: ['resource.access_control[0]'],
  },
  {
    says: 'reports a rule that opens everything',
    toml: rule('(.*)', '"false"'),
    finds: ['resource.access_control[0]'],
  },
  { says: 'is content with a rule for one path', toml: rule('(.*)/api/custom/ping', 'false'), finds: [] },
  { says: 'is content with a rule that asks for a login', toml: rule('(.*)/scim2/(.*)', 'true'), finds: [] },
  { says: 'says nothing of a bare kernel', releases: ['5.9.0', '7.1.0'], shape: 'kernel', toml: '', finds: [] },
  {
    says: 'misses the flag where the template asks for it',
    choice: 'asked',
    toml: '',
    files: {
      [defaults]: '{}',
      [identityXml]:
        '<Server>{% if resource_access_control.default_access_allow is sameas false %}{% endif %}</Server>',
    },
    tomlBecomes: `${control}default_access_allow = false\n`,
  },
  ...['(.*)/api/server/(.*)', '/api/users/v1/.*', '/t/.*/scim2/.*', '^/api/identity/(.+)$', '(.*)/api/(.*)'].map(
    (context) => ({
      says: `reports a rule that opens ${context}`,
      toml: rule(context, 'false'),
      finds: ['resource.access_control[0]'],
    }),
  ),
  ...['(.*)/scim2/(.*)/public', '(.*)/my/scim2/(.*)', '/x^/'].map((context) => ({
    says: `is content with a rule for ${context}`,
    toml: rule(context, 'false'),
    finds: [],
  })),
  {
    says: 'is content with a rule for the preflight of browsers',
    toml: rule('(.*)/scim2/(.*)', 'false').replace('"all"', '" Options "'),
    finds: [],
  },
  {
    says: 'is not content with a rule that has more methods than the preflight',
    toml: rule('(.*)/scim2/(.*)', 'false').replace('"all"', '"GET, OPTIONS"'),
    finds: ['resource.access_control[0]'],
  },
  {
    says: 'is not content with a rule whose methods begin with the preflight',
    toml: rule('(.*)/scim2/(.*)', 'false').replace('"all"', '"OPTIONS, GET"'),
    finds: ['resource.access_control[0]'],
  },
]);
