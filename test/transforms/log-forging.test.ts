import logForging from '../../transforms/log-forging.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const path = 'repository/conf/log4j2.properties';
const files = (pattern: string): Record<string, string> => ({
  [path]: `# layout of the log\nappender.A.type = RollingFile\nappender.A.layout.type = PatternLayout\nappender.A.layout.pattern = ${pattern}\n#appender.B.layout.pattern = %m%n\n`,
});

describeTransform('log-forging', logForging, [
  {
    says: 'encodes the message and keeps the masking converter',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: files('TID: [%tenantId] [%d] [%X{Correlation-ID}] %5p {%c} - %mm%ex%n'),
    becomes: files('TID: [%tenantId] [%d] [%X{Correlation-ID}] %5p {%c} - %enc{%mm}{CRLF}%ex%n'),
  },
  {
    says: 'adds a UUID before the level in profile guideline',
    profile: 'guideline',
    files: files('[%d] %5p {%c} - %m%n'),
    becomes: files('[%d] [%uuid{RANDOM}] %5p {%c} - %enc{%m}{CRLF}%n'),
  },
  {
    says: 'adds a UUID at the start where no level is printed',
    profile: 'guideline',
    files: files('%mm %n'),
    becomes: files('[%uuid{RANDOM}] %enc{%mm}{CRLF} %n'),
  },
  {
    says: 'knows every spelling of the message',
    files: files('%msg|%-20.30message{nolookups}|%marker|%mdc{a}%n'),
    becomes: files('%enc{%msg}{CRLF}|%enc{%-20.30message{nolookups}}{CRLF}|%marker|%mdc{a}%n'),
  },
  {
    says: 'does not trust the XML form, which keeps line breaks',
    files: files('%enc{%m}{XML}%n'),
    becomes: files('%enc{%enc{%m}{CRLF}}{XML}%n'),
  },
  {
    says: 'keeps the other forms',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: files('%encode{%m} %enc{%X{a} %mm}{JSON}%n'),
  },
  { says: 'keeps a pattern with both', profile: 'guideline', files: files('%u{TIME} %enc{%m}{CRLF}%n') },
  { says: 'does not concern a home without log configuration', files: {}, verdict: 'not-applicable' },
  {
    says: 'leaves what only begins like a pattern alone',
    files: { 'repository/conf/log4j2.properties': 'appender.A.layout.pattern.note = %m%n\n' },
    finds: [],
  },
]);
