import logRotation from '../../transforms/log-rotation.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const path = 'repository/conf/log4j2.properties';
const logs = '${sys:carbon.home}/repository/logs';
const answers = { 'access-logs-are-removed': true };

function log(given: { pattern?: string; size?: string; max?: string; type?: string; time?: string } = {}) {
  const { pattern = `${logs}/a-%d{MM-dd-yyyy}.%i.log`, size = '10MB', max = '20', type = 'RollingFile', time } = given;
  return {
    [path]: [
      '# rolls over',
      `appender.A.type = ${type}`,
      `appender.A.filePattern = ${pattern}`,
      'appender.A.policies.type = Policies',
      ...(time === 'none' ? [] : ['appender.A.policies.time.type = TimeBasedTriggeringPolicy']),
      ...(size === 'none'
        ? []
        : ['appender.A.policies.size.type = SizeBasedTriggeringPolicy', `appender.A.policies.size.size=${size}`]),
      'appender.A.strategy.type = DefaultRolloverStrategy',
      ...(max === 'none' ? [] : [`appender.A.strategy.max = ${max}`]),
      '',
    ].join('\n'),
  };
}

const releases = ['5.9.0', '6.0.0', '7.3.0'] as const;

describeTransform('log-rotation', logRotation, [
  {
    says: 'numbers the files of one day',
    releases,
    answers,
    files: log({ pattern: `${logs}/a-%d{MM-dd-yyyy}.log` }),
    becomes: log(),
  },
  { says: 'keeps names that never repeat', releases, answers, files: log(), finds: [] },
  {
    says: 'numbers before the ending of packed files',
    answers,
    files: log({ pattern: `${logs}/a-%d{yyyy.MM.dd}.log.gz` }),
    becomes: log({ pattern: `${logs}/a-%d{yyyy.MM.dd}.%i.log.gz` }),
  },
  {
    says: 'numbers a name without an ending',
    answers,
    files: log({ pattern: `${logs}/a-%d{yyyy.MM.dd}` }),
    becomes: log({ pattern: `${logs}/a-%d{yyyy.MM.dd}.%i` }),
  },
  {
    says: 'dates what rolls over by time',
    answers,
    files: log({ pattern: `${logs}/a.%i.log` }),
    becomes: log({ pattern: `${logs}/a.%i-%d{MM-dd-yyyy}.log` }),
  },
  {
    says: 'needs no date where only the size counts',
    answers,
    files: log({ pattern: `${logs}/a.%i.log`, time: 'none' }),
    finds: [],
  },
  {
    says: 'leaves a date that comes again next year to the operator',
    releases,
    answers,
    files: log({ pattern: `${logs}/a-%d{MM-dd}.%i.log` }),
    messages: [/year, month and day/],
  },
  { says: 'takes a named date', answers, files: log({ pattern: `${logs}/a-%d{ISO8601_BASIC}.%i.log` }), finds: [] },
  { says: 'takes the day of the year', answers, files: log({ pattern: `${logs}/a-%d{yyyy-DDD}.%i.log` }), finds: [] },
  {
    says: 'looks into properties of the file',
    answers,
    files: { [path]: `property.P = %d{yyyy-MM-dd}.%i\n${log({ pattern: 'a-${P}.log' })[path]}` },
    finds: [],
  },
  {
    says: 'keeps at least twenty files',
    releases,
    answers,
    files: log({ max: '5' }),
    becomes: log({ max: '20' }),
  },
  {
    says: 'knows that Log4j keeps seven unless told',
    answers,
    files: log({ max: 'none' }),
    becomes: { [path]: `${log({ max: 'none' })[path]}appender.A.strategy.max=20\n` },
  },
  { says: 'never lowers how many are kept', releases, answers, files: log({ max: '400' }), finds: [] },
  {
    says: 'leaves large files to the operator',
    answers,
    files: log({ size: '2 GB' }),
    finds: ['appender.A.policies.size.size'],
    messages: [/more than 100 MB/],
  },
  { says: 'tells of a size that is none', answers, files: log({ size: 'much' }), messages: [/cannot be read/] },
  { says: 'takes 100 MB', answers, files: log({ size: '100MB' }), finds: [] },
  {
    says: 'asks for a limit where only the day counts',
    answers,
    files: log({ size: 'none' }),
    finds: ['appender.A.policies'],
  },
  { says: 'leaves other appenders alone', answers, files: log({ type: 'Console', pattern: 'x' }), finds: [] },
  { says: 'tells of the access log', releases, toml: '', finds: ['http_access_log'] },
  {
    says: 'is content where the logger writes it',
    releases: ['5.11.0', '7.3.0'],
    toml: '[http_access_log]\nuseLogger = true\n',
    finds: [],
  },
  {
    says: 'cannot know what the environment decides',
    toml: '[http_access_log]\nuseLogger = "$env{LOGGER}"\n',
    verdict: 'error',
  },
  {
    says: 'reads sizes as Log4j does',
    answers,
    files: log({ size: '102400 kb' }),
    finds: [],
  },
  {
    says: 'takes a byte more than 100 MB for too much',
    answers,
    files: log({ size: '104857601' }),
    messages: [/more than 100 MB/],
  },
  {
    says: 'takes no size that begins with something else',
    answers,
    files: log({ size: 'x10MB' }),
    messages: [/cannot be read/],
  },
  {
    says: 'knows that Log4j rolls over at 10 MB unless told',
    answers,
    files: { [path]: log()[path]?.replace('appender.A.policies.size.size=10MB\n', '') ?? '' },
    finds: [],
  },
  {
    says: 'leaves appenders alone whose type only begins like one',
    answers,
    files: log({ type: 'RollingFileOfOurs', max: '1' }),
    finds: [],
  },
  {
    says: 'is content where the template has Tomcat remove old access logs',
    toml: '',
    files: {
      'repository/resources/conf/templates/repository/conf/tomcat/catalina-server.xml.j2': '<Valve maxDays="90"/>',
    },
    finds: [],
  },
  { says: 'only mentions the access log', toml: '', rated: ['info safe'] },
  {
    says: 'rates what only fills the disk low, and lines that are lost higher',
    answers,
    choice: 'waived',
    files: log({ size: 'none', pattern: `${logs}/a.log` }),
    rated: ['medium safe', 'low safe'],
  },
]);
