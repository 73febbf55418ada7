/**
 * What the small product makes of texts of deployment.toml: the keys that differ from its defaults, or undefined where it
 * does not start. The kernel stage asks the product's own config-mapper the same.
 */
export interface MapperCase {
  readonly name: string;
  readonly toml: string;
  /** Of config-mapper 1.0.13. */
  readonly expected: Expected;
  /** Of the others where they do something else. */
  readonly otherwise?: Readonly<Partial<Record<'1.0.2' | '1.0.22', { readonly expected: Expected }>>>;
}

type Expected = Readonly<Record<string, unknown>> | undefined;

export const mapperVersions = ['1.0.2', '1.0.13', '1.0.22'] as const;

export function expectedOf({ expected, otherwise }: MapperCase, version: (typeof mapperVersions)[number]): Expected {
  const other = version === '1.0.13' ? undefined : otherwise?.[version];
  return other === undefined ? expected : other.expected;
}

export const mapperVariables = {
  environment: { HARDEN_HOST: 'a.example' },
  systemProperties: { 'harden.port': '8443' },
};

export const mapperCases: readonly MapperCase[] = [
  { name: 'an empty file leaves the defaults', toml: '', expected: {} },
  {
    name: 'a key takes the place of its default, in references to it too',
    toml: '[server]\nhostname = "a.example"',
    expected: {
      'server.hostname': 'a.example',
      'server.url': 'https://a.example/',
      'server.link': 'https://a.example/login',
      'server.names': ['one', 'at a.example'],
    },
  },
  {
    name: 'a key is renamed, and may get two names',
    toml: 'server.host = "b"\nserver.ports = 1',
    expected: {
      'server.hostname': 'b',
      'server.url': 'https://b/',
      'server.link': 'https://b/login',
      'server.names': ['one', 'at b'],
      'server.port': 1,
      'server.second_port': 1,
    },
  },
  {
    name: 'a key is renamed inside of an array of tables',
    toml: '[[filters]]\nname = "f"\nclass_name = "F"\n[[filters]]\nname = "g"\nparams.a = 1',
    expected: {
      filters: [
        { name: 'f', class: 'F' },
        { name: 'g', 'params.a': 1 },
      ],
    },
  },
  { name: 'a key that becomes none stops the server', toml: 'server.lost = true', expected: undefined },
  {
    name: 'a value infers others, and those infer in turn',
    toml: '[store]\ntype = "ldap"\nurl = "u"\nclass = "Own"',
    expected: {
      'store.type': 'ldap',
      'store.url': 'u',
      'store.class': 'Own',
      'store.size': 5,
      'store.mode': 'plain',
      'store.warning': 'plain text',
    },
  },
  {
    name: 'a whole number that is inferred has no decimal point',
    toml: 'a = "of $ref{store.size}"\n[store]\ntype = "ldap"\nurl = "u"',
    expected: {
      a: 'of 5',
      'store.type': 'ldap',
      'store.url': 'u',
      'store.class': 'Ldap',
      'store.size': 5,
      'store.mode': 'plain',
      'store.warning': 'plain text',
    },
  },
  {
    name: 'a rule fills in the word that its key stands for',
    toml: '[database.user_db]\ntype = "mysql"',
    expected: {
      'database.user_db.type': 'mysql',
      'database.user_db.driver': 'mysql for user_db',
    },
  },
  {
    name: 'variables are filled in, in tables of arrays too',
    toml: 'server.hostname = "$env{HARDEN_HOST}"\nserver.port = "$sys{harden.port}"\n[[filters]]\nname = "n"\nurl = "$env{HARDEN_HOST}"',
    expected: {
      'server.hostname': 'a.example',
      'server.url': 'https://a.example/',
      'server.link': 'https://a.example/login',
      'server.names': ['one', 'at a.example'],
      'server.port': '8443',
      filters: [{ name: 'n', url: 'a.example' }],
    },
    otherwise: {
      '1.0.2': {
        expected: {
          'server.hostname': 'a.example',
          'server.url': 'https://a.example/',
          'server.link': 'https://a.example/login',
          'server.names': ['one', 'at a.example'],
          'server.port': '8443',
          filters: [{ name: 'n', url: '$env{HARDEN_HOST}' }],
        },
      },
    },
  },
  {
    name: 'a variable that is not set stops the server',
    toml: 'server.hostname = "$env{HARDEN_ABSENT}"',
    expected: undefined,
  },
  {
    name: 'a reference inside of an array of tables stays as it is',
    toml: '[[filters]]\nname = "n"\nurl = "$ref{server.hostname}"',
    expected: { filters: [{ name: 'n', url: '$ref{server.hostname}' }] },
  },
  { name: 'a reference to nothing stops the server', toml: 'a = "$ref{no.such}"', expected: undefined },
  { name: 'references in a circle stop the server', toml: 'a = "$ref{b}"\nb = "$ref{a}"', expected: undefined },
  {
    name: 'a list takes the place of the text around the reference',
    toml: 'a = ["x", "y"]\nb = "see $ref{a}"\nc = "$ref{server.strict}!"',
    expected: { a: ['x', 'y'], b: ['x', 'y'], c: true },
  },
  {
    name: 'a number from JSON keeps its decimal point in a text',
    toml: 'a = "at $ref{server.port}"\nb = "at $ref{panel}"',
    expected: { a: 'at 9443.0', b: 'at {width=3.0, parts=[a]}' },
  },
  {
    name: 'durations are converted, without their fractions',
    toml: '[server]\ntimeout = "1.9h"\nwait = 90',
    expected: { 'server.timeout': '60', 'server.wait': '90' },
  },
  { name: 'a duration below one unit stops the server', toml: 'server.timeout = "30s"', expected: undefined },
  { name: 'an unknown unit stops the server', toml: 'server.timeout = "3 weeks"', expected: undefined },
  { name: 'a truth value for a duration stops the server', toml: 'server.timeout = true', expected: undefined },
  { name: 'a value against its rule stops the server', toml: 'store.type = "files"', expected: undefined },
  { name: 'a rule with a condition stops the server only then', toml: 'store.type = "ldap"', expected: undefined },
  { name: 'a rule looks into arrays of tables', toml: '[[filters]]\nname = "F"', expected: undefined },
  {
    name: 'a secret stays a reference',
    toml: 'server.hostname = "x"\na = "$secret{one}"\n[secrets]\none = "Y2lwaGVy"',
    expected: {
      'server.hostname': 'x',
      'server.url': 'https://x/',
      'server.link': 'https://x/login',
      'server.names': ['one', 'at x'],
      a: '$secret{one}',
      'secrets.one': 'Y2lwaGVy',
    },
  },
  {
    name: 'an alias with quotation marks is found without them since 1.0.21',
    toml: 'a = "$secret{b.c}"\n[secrets]\n"b.c" = "Y2lwaGVy"',
    expected: undefined,
    otherwise: { '1.0.22': { expected: { a: '$secret{b.c}', "secrets.'b.c'": 'Y2lwaGVy' } } },
  },
  {
    name: 'an alias of several parts is found by its dots',
    toml: 'a = "$secret{b.c}"\n[secrets.b]\nc = "Y2lwaGVy"',
    expected: { a: '$secret{b.c}', 'secrets.b.c': 'Y2lwaGVy' },
  },
  {
    name: 'any alias is found where secrets come at run time, since 1.0.13',
    toml: 'a = "$secret{one}"\n[runtime_secrets]\nenable = "true"',
    expected: { a: '$secret{one}', 'runtime_secrets.enable': 'true' },
    otherwise: { '1.0.2': { expected: undefined } },
  },
  {
    name: 'a secret that is no text stops the server',
    toml: 'a = "x"\n[secrets]\none = 1',
    expected: undefined,
  },
  {
    name: 'a setting for secrets at run time that is no text stops the server, since 1.0.13',
    toml: '[runtime_secrets]\nenable = true',
    expected: undefined,
    otherwise: { '1.0.2': { expected: { 'runtime_secrets.enable': true } } },
  },
  { name: 'a secret that is missing stops the server', toml: 'a = "$secret{one}"', expected: undefined },
  {
    name: 'a secret that is not encrypted stops the server',
    toml: 'a = "$secret{one}"\n[secrets]\none = "[plain]"',
    expected: undefined,
  },
  {
    name: 'quoted parts keep their quotes, as apostrophes',
    toml: '[a]\n"b.c".d = 1\n"x y" = 2\n\'e\' = 3',
    expected: { "a.'b.c'.d": 1, "a.'x y'": 2, 'a.e': 3 },
  },
  { name: 'a key with a quotation mark stops the server', toml: "'it\"s' = 1", expected: undefined },
  {
    name: 'empty tables leave no trace, inline tables are tables',
    toml: '[a]\n[b]\nc = { d = 1, e = {} }',
    expected: { 'b.c.d': 1 },
  },
  { name: 'a value that the parser refuses stops the server', toml: 'a = [1, "x"]', expected: undefined },
];
