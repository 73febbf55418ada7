import { addUuid, defineTransform, encodeMessages, propertiesPart, propertyChange } from '../src/kit/index.ts';

const patternOfAppender = /^appender\.([^.]+)\.layout\.pattern$/;

export default defineTransform({
  meta: {
    title: 'A line break in user input cannot forge a log line',
    why: 'Whoever can reach a login page can write whole lines into wso2carbon.log and audit.log, without logging in.',
    consequence:
      'Messages of several lines become one line with \\n in it; stack traces stay as they are. Parsers of the old layout may need a look.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Prevent log forging"; log4j2.properties. A forged line was seen on running servers, and none after the change.',
    references: { cwe: [117], asvs: ['7.3.1'], nist: ['AU-9'] },
  },
  params: {
    uuid: {
      kind: 'flag',
      default: false,
      decidedBy: 'profile',
      question: 'Should each log line carry a UUID too?',
      help: "The vendor's page asks for it. It only lets a reader notice a forged line, which encoding prevents, and parsers of the old layout break.",
    },
  },
  parts: [
    propertiesPart({
      files: () => ['repository/conf/log4j2.properties'],
      inspect: (document, { answers: { uuid } }) =>
        document.keys().flatMap((key) => {
          const appender = patternOfAppender.exec(key)?.[1];
          if (appender === undefined) return [];
          const pattern = document.get(key) ?? '';
          const encoded = encodeMessages(pattern);
          const wanted = uuid ? addUuid(encoded) : encoded;
          if (wanted === pattern) return [];
          const missing = encoded === pattern ? 'no UUID' : 'line breaks as they come';
          const message = `${appender} writes messages with ${missing}; they should be encoded (%enc{…}{CRLF})${uuid ? ', each line with a UUID' : ''}.`;
          return [{ at: key, line: document.lineOf(key), message, change: propertyChange(document, key, wanted) }];
        }),
    }),
  ],
});
