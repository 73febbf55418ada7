import consoleAccess from '../../transforms/console-access.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const carbonXml = 'repository/resources/conf/templates/repository/conf/carbon.xml.j2';
const reads = { [carbonXml]: '<Server>{% for service in admin_service.deny_list %}{% endfor %}</Server>' };
const attested = { 'attested-by': 'platform team', 'attested-on': '2026-12-01' };
const wsdl = (value: string): string => `[admin_service.wsdl]\nenable = ${value}\n`;
const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('console-access', consoleAccess, [
  { says: 'asks who may log in', releases, toml: '', finds: ['answers.console-access.attested-on'] },
  { says: 'is content with a recent answer', releases, answers: attested, toml: '', finds: [] },
  {
    says: 'asks again after half a year',
    answers: { ...attested, 'attested-on': '2026-05-01' },
    toml: '',
    messages: [/is 259 days old and counts for 180/],
  },
  {
    says: 'takes no answer from the future',
    answers: { ...attested, 'attested-on': '2027-06-01' },
    toml: '',
    messages: [/lies in the future/],
  },
  { says: 'hides the WSDLs', releases, answers: attested, toml: wsdl('true'), tomlBecomes: wsdl('false') },
  { says: 'knows that a text hides them', answers: attested, toml: wsdl('"true"'), finds: [] },
  {
    says: 'closes the filter of GET requests',
    releases: ['7.3.0'],
    answers: attested,
    toml: '[admin_service_get_request_filter]\nallow_all_services = true\n',
    tomlBecomes: '[admin_service_get_request_filter]\nallow_all_services = false\n',
  },
  {
    says: 'reports services that were let in',
    releases: ['7.2.0', '7.3.0'],
    answers: attested,
    toml: '[admin_service]\ndeny_list = ["WebappAdmin"]\n',
    files: reads,
    finds: ['admin_service.deny_list'],
  },
  {
    says: 'is content with the shipped list',
    releases: ['7.2.0', '7.3.0'],
    answers: attested,
    toml: '',
    files: reads,
    finds: [],
  },
  {
    says: 'reports admin services that were switched on',
    releases: ['7.2.0', '7.3.0'],
    answers: attested,
    toml: '[server]\nenable_admin_services = true\n',
    messages: [/SOAP admin services are switched on/],
  },
  {
    says: 'has nothing to say of a key that the release does not read',
    releases: ['5.9.0', '7.1.0'],
    answers: attested,
    toml: '[server]\nenable_admin_services = true\n',
    finds: [],
  },
  {
    says: 'takes what Java reads as true for on, in any case of its letters',
    choice: 'asked',
    toml: 'admin_service_get_request_filter.allow_all_services = "True"\n',
    tomlBecomes: 'admin_service_get_request_filter.allow_all_services = false\n',
  },
]);
