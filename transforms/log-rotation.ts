import {
  defineTransform,
  type Finding,
  lineOf,
  propertiesPart,
  propertyChange,
  templateReads,
  tomlPart,
} from '../src/kit/index.ts';

type Log = Parameters<Parameters<typeof propertiesPart>[0]['inspect']>[0];

const params = {
  'access-logs-are-removed': {
    kind: 'flag',
    default: false,
    question: 'Does a job of yours archive or delete old http_access logs?',
    help: 'The server starts a new one each day and deletes none.',
  },
} as const;

const largest = 100 * 1024 ** 2;
const leastKept = 20;

export default defineTransform({
  meta: {
    title: 'Logs roll over without losing a line or filling the disk',
    why: 'Whoever can make the server write much can push the traces of an attack out of the logs, or fill the disk.',
    consequence: 'Up to 20 files of a day are kept for each log, with a number in their names.',
    severity: 'medium',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Configure log rotation"; log4j2.properties, whose names of 5.9.0 and 5.10.0 repeat within a day.',
    references: { cwe: [221, 400], nist: ['AU-4', 'AU-9', 'AU-11'] },
  },
  params,
  parts: [
    propertiesPart<typeof params>({
      files: () => ['repository/conf/log4j2.properties'],
      inspect: (document) =>
        document.keys().flatMap((key) => {
          const appender = typeOfAppender.exec(key)?.[1];
          return appender !== undefined && rollingFile.test(document.get(key) ?? '')
            ? judgeAppender(document, appender)
            : [];
        }),
    }),
    tomlPart<typeof params>({
      concerns: ({ answers, home }) =>
        !answers['access-logs-are-removed'] &&
        templateReads(home, 'repository/conf/tomcat/catalina-server.xml', 'maxDays') !== true,
      inspect(_, { configuration }) {
        const useLogger = configuration.get('http_access_log.useLogger');
        const place = { at: 'http_access_log', line: lineOf(useLogger), severity: 'info' } as const;
        if (useLogger.kind === 'unknown')
          return [{ ...place, status: 'error', message: `Could not be checked: ${useLogger.reason}.` }];
        if (useLogger.kind === 'value' && useLogger.value === true) return [];
        const message =
          'A new http_access log starts each day and none is ever deleted. Have a job of the system archive or delete old ones, then answer access-logs-are-removed = true.';
        return [{ ...place, message }];
      },
    }),
  ],
});

const typeOfAppender = /^appender\.([^.]+)\.type$/;
const rollingFile = /^Rolling(?:RandomAccess)?File$/;

function judgeAppender(document: Log, appender: string): readonly Finding[] {
  const prefix = `appender.${appender}`;
  const components = `${prefix}.`;
  const own = document.keys().filter((key) => key.startsWith(components));
  const componentOf = (type: string): string | undefined =>
    own.find((key) => document.get(key) === type)?.replace(/\.type$/, '');
  const finding = (at: string, message: string, change?: Finding['change'], severity?: 'low'): Finding => {
    const line = document.lineOf(at) ?? document.lineOf(`${prefix}.type`);
    return {
      at,
      message: `${appender} ${message}`,
      ...(line === undefined ? {} : { line }),
      ...(severity === undefined ? {} : { severity }),
      ...(change === undefined ? {} : { change }),
    };
  };
  const size = componentOf('SizeBasedTriggeringPolicy');
  const time = componentOf('TimeBasedTriggeringPolicy') ?? componentOf('CronTriggeringPolicy');
  const strategy = componentOf('DefaultRolloverStrategy');
  const found: Finding[] = [];

  const key = `${prefix}.filePattern`;
  const pattern = document.get(key);
  const policies = { bySize: size !== undefined, byTime: time !== undefined };
  if (pattern !== undefined && !areUnique(expand(document, pattern), policies)) {
    const wanted = withMissing(pattern, expand(document, pattern), policies);
    const change = areUnique(expand(document, wanted), policies) ? propertyChange(document, key, wanted) : undefined;
    const need = change === undefined ? 'with the year, month and day in %d, and %i' : 'with %d and %i';
    found.push(finding(key, `rolls over onto names that were used before; they should be unique, ${need}.`, change));
  }

  if (size === undefined) {
    found.push(
      finding(
        `${prefix}.policies`,
        'has no limit of size, so one day can fill the disk. Give it a SizeBasedTriggeringPolicy.',
        undefined,
        'low',
      ),
    );
  } else {
    const bytes = bytesOf(document.get(`${size}.size`) ?? '10MB');
    // A lower limit keeps less in as many files: what to give up is the operator's choice.
    if (bytes === undefined || bytes > largest) {
      const what = bytes === undefined ? 'a limit of size that cannot be read' : 'files of more than 100 MB';
      found.push(finding(`${size}.size`, `has ${what}; it should be 100 MB at most, such as 10MB.`, undefined, 'low'));
    }
  }

  const max = strategy === undefined ? undefined : Number(document.get(`${strategy}.max`) ?? 7);
  const isBounded = strategy !== undefined && document.get(`${strategy}.fileIndex`) !== 'nomax';
  if (isBounded && size !== undefined && !(max !== undefined && max >= leastKept)) {
    const at = `${strategy}.max`;
    const message = `keeps fewer than ${leastKept} files of a day; a burst pushes earlier lines out.`;
    found.push(finding(at, message, propertyChange(document, at, String(leastKept))));
  }
  return found;
}

interface Policies {
  readonly bySize: boolean;
  readonly byTime: boolean;
}

const start = { year: 2027, month: 1, day: 1 };

/** Rolls over twice in one moment, and a day, a month and a year later: no name may come twice. */
function areUnique(pattern: string, { bySize, byTime }: Policies): boolean {
  const moments = byTime ? [start, { ...start, day: 2 }, { ...start, month: 2 }, { ...start, year: 2028 }] : [start];
  const names = moments.flatMap((moment) => (bySize ? [1, 2] : [1]).map((index) => rolledName(pattern, moment, index)));
  return new Set(names).size === names.length;
}

const dates = /%d(?:ate)?(?:\{([^{}]*)\})?(?:\{[^{}]*\})*/g;
const indexes = /%-?\d*i/;

function rolledName(pattern: string, { year, month, day }: typeof start, index: number): string {
  const digits: Readonly<Record<string, number>> = { y: year, u: year, Y: year, M: month, L: month, d: day };
  return pattern
    .replace(dates, (_, format: string = 'yMd') =>
      /^[A-Z0-9_]+$/.test(format) && /[^DM]/.test(format)
        ? `${year}${month}${day}`
        : format.replace(/D/g, `${month}${day}`).replace(/[yuYMLd]/g, (letter) => `<${digits[letter]}>`),
    )
    .replace(indexes, `#${index}`);
}

/** Puts what is missing before the ending of the name. */
function withMissing(pattern: string, expanded: string, { bySize, byTime }: Policies): string {
  const date = byTime && expanded.search(dates) < 0 ? '-%d{MM-dd-yyyy}' : '';
  const index = bySize && !indexes.test(expanded) ? '.%i' : '';
  return pattern.replace(/(?:\.[A-Za-z]+)?(?:\.(?:gz|zip|bz2|xz))?$/, (ending) => `${date}${index}${ending}`);
}

/** With the file's own `property.NAME` in place of `${NAME}`. */
function expand(document: Log, pattern: string): string {
  return pattern.replace(/\$\{([^{}:]+)\}/g, (all, name: string) => document.get(`property.${name}`) ?? all);
}

/** As Log4j reads sizes; `undefined` where it would fall back to its default. */
function bytesOf(text: string): number | undefined {
  const [, count, unit = ''] = /^\s*([\d.,]+)\s*(|[KMGT]B?)\s*$/i.exec(text) ?? [];
  const bytes = Number(count?.replaceAll(',', '')) * 1024 ** ' KMGT'.indexOf(unit.charAt(0).toUpperCase() || ' ');
  return Number.isNaN(bytes) ? undefined : bytes;
}
