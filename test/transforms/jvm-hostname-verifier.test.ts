import { readFileSync } from 'node:fs';
import { layout } from '../../src/carbon/layout.ts';
import jvmHostnameVerifier from '../../transforms/jvm-hostname-verifier.ts';
import { keyStoreOf, sampleKey, shippedStores } from '../harness/store-homes.ts';
import { describeTransform } from '../harness/transform-cases.ts';

const sh = 'bin/wso2server.sh';
const shell = readFileSync(`test/fixtures/sample-home/${sh}`, 'utf8');
const option = (value: string): string => `-Dhttpclient.hostnameVerifier=${value}`;
const shipped = option('"DefaultAndLocalhost"');
const at = option('').slice(0, -1);
const scriptOf = (value: string): string => shell.replace(shipped, option(value));

const local = await sampleKey({ bits: 2048, names: ['localhost', '10.0.0.5', '*.example.com'] });
const other = await sampleKey({ bits: 2048, names: ['login.example.com'] });
const jks = shippedStores('6.0.0', local, {});
const p12 = shippedStores('7.3.0', local, {});
const otherStore = { [`${layout.security}/wso2carbon.jks`]: keyStoreOf(other, {}) };
const internal = (name: string): string => `[server]\ninternal_hostname = "${name}"\n`;
const endpoint = (value: boolean): string =>
  `[identity.auth_framework.endpoint]\nhostname_verification_enabled = ${value}\n`;

describeTransform('jvm-hostname-verifier', jvmHostnameVerifier, [
  {
    says: 'is strict where the certificate carries localhost',
    releases: ['5.9.0', '5.11.0', '6.0.0'],
    files: { ...jks, [sh]: shell },
    becomes: { [sh]: scriptOf('"Strict"') },
  },
  {
    says: 'reads the newer kind of store too',
    releases: ['7.1.0', '7.3.0'],
    files: { ...p12, [sh]: shell },
    becomes: { [sh]: scriptOf('"Strict"') },
  },
  {
    says: 'keeps it strict',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { ...otherStore, [sh]: scriptOf('Strict') },
    finds: [],
  },
  {
    says: 'says which name the certificate lacks',
    releases: ['5.9.0', '6.0.0', '7.0.0'],
    files: { ...otherStore, [sh]: shell },
    finds: [at],
    messages: [/does not carry localhost as alternative name/],
  },
  {
    says: 'asks for the internal name, not for localhost',
    releases: ['6.0.0', '7.0.0'],
    toml: internal('is.internal'),
    files: { ...jks, [sh]: shell },
    messages: [/does not carry is\.internal/],
  },
  {
    says: 'is strict by the internal name alone',
    releases: ['6.0.0', '7.0.0'],
    toml: internal('login.example.com'),
    files: { ...otherStore, [sh]: shell },
    becomes: { [sh]: scriptOf('"Strict"') },
  },
  {
    says: 'lets a wildcard stand for one label',
    releases: ['6.0.0'],
    toml: internal('IS.Example.com'),
    files: { ...jks, [sh]: shell },
    becomes: { [sh]: scriptOf('"Strict"') },
  },
  {
    says: 'lets a wildcard stand for no more than one label',
    releases: ['6.0.0'],
    toml: internal('a.is.example.com'),
    files: { ...jks, [sh]: shell },
    finds: [at],
  },
  {
    says: 'does not guess a name of the environment',
    toml: internal('$env{INTERNAL}'),
    files: { ...p12, [sh]: shell },
    messages: [/cannot be known here/],
  },
  {
    says: 'does not guess what an unreadable store holds',
    releases: ['5.9.0', '6.0.0', '7.3.0'],
    files: { [sh]: shell },
    messages: [/could not be read/],
  },
  {
    says: 'only reports AllowAll unless asked, because called servers may fail the check',
    releases: ['6.0.0'],
    files: { ...jks, [sh]: scriptOf('AllowAll') },
    finds: [at],
  },
  {
    says: 'ends AllowAll when asked to',
    releases: ['6.0.0'],
    choice: 'asked',
    files: { ...jks, [sh]: scriptOf('AllowAll') },
    becomes: { [sh]: scriptOf('Strict') },
  },
  {
    says: 'does not trust a word that only some clients understand',
    releases: ['6.0.0'],
    files: { ...jks, [sh]: scriptOf('strict') },
    becomes: { [sh]: scriptOf('Strict') },
  },
  {
    says: 'ends the exception of SAML when asked to',
    releases: ['6.0.0', '7.3.0'],
    choice: 'asked',
    files: {
      [sh]: scriptOf('Strict \\\n    -Dorg.opensaml.httpclient.https.disableHostnameVerification=true'),
    },
    becomes: { [sh]: scriptOf('Strict') },
  },
  {
    says: 'has the login pages check, too',
    releases: ['5.9.0', '6.0.0'],
    toml: endpoint(false),
    files: jks,
    tomlBecomes: endpoint(true),
  },
  { says: 'is content with pages that check', releases: ['5.9.0', '7.3.0'], toml: endpoint(true), finds: [] },
  {
    says: 'waits to be asked where the login pages call the server by another name',
    releases: ['5.9.0', '6.0.0'],
    toml: `${endpoint(false)}identity_server_service_url = "https://balancer.example.com/services/"\n`,
    files: jks,
    messages: [/ask for it once the certificate there carries that name/],
  },
  {
    says: 'rates each switch by what it opens',
    files: { ...jks, [sh]: scriptOf('AllowAll') },
    releases: ['6.0.0'],
    rated: ['critical disruptive'],
  },
  {
    says: 'rates the shipped word low, and changes it unasked',
    files: { ...jks, [sh]: shell },
    releases: ['6.0.0'],
    rated: ['low safe'],
    becomes: { [sh]: scriptOf('"Strict"') },
  },
  {
    says: 'rates the exception of SAML high, and waits to be asked',
    files: {
      ...jks,
      [sh]: scriptOf('Strict -Dorg.opensaml.httpclient.https.disableHostnameVerification=true'),
    },
    releases: ['6.0.0'],
    rated: ['high disruptive'],
  },
]);
