import { defineTransform, propertiesPart, propertyChange } from '../src/kit/index.ts';

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
      inspect(document, { answers: { uuid } }) {
        return document.keys().flatMap((key) => {
          const appender = /^appender\.([^.]+)\.layout\.pattern$/.exec(key)?.[1];
          const pattern = document.get(key);
          if (appender === undefined || pattern === undefined) return [];
          const encoded = encodeMessages(pattern);
          const wanted = uuid ? addUuid(encoded) : encoded;
          if (wanted === pattern) return [];
          const missing = encoded === pattern ? 'no UUID' : 'line breaks as they come';
          const message = `${appender} writes messages with ${missing}; they should be encoded (%enc{…}{CRLF})${uuid ? ', each line with a UUID' : ''}.`;
          const line = document.lineOf(key);
          return [
            {
              at: key,
              ...(line === undefined ? {} : { line }),
              message,
              change: propertyChange(document, key, wanted),
            },
          ];
        });
      },
    }),
  ],
});

// %enc escapes line breaks in its HTML form, which is the default, and in its CRLF and JSON forms; not in its XML form.
const encoder = String.raw`%enc(?:ode)?\{(?:[^{}]|\{[^{}]*\})*\}(?:\{(?:HTML|CRLF|JSON)\}|(?!\{))`;
// %mm is the product's own masking converter; %mdc and %marker are others.
const message = String.raw`%-?[\d.]*(?:mm|message|msg|m)(?![A-Za-z])(?:\{[^{}]*\})*`;

function encodeMessages(pattern: string): string {
  return pattern.replace(new RegExp(`${encoder}|(${message})`, 'g'), (all, found?: string) =>
    found === undefined ? all : `%enc{${found}}{CRLF}`,
  );
}

function addUuid(pattern: string): string {
  if (/%u(?:uid)?(?![A-Za-z])/.test(pattern)) return pattern;
  const level = pattern.search(/%-?[\d.]*p(?:riority)?(?![A-Za-z])/);
  const at = Math.max(0, level);
  return `${pattern.slice(0, at)}[%uuid{RANDOM}] ${pattern.slice(at)}`;
}
