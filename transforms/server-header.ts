import { defineTransform, namesProduct, type TomlSetting, tomlSettings } from '../src/kit/index.ts';

const params = {
  text: {
    kind: 'text',
    form: 'a plain text of up to 40 characters',
    pattern: /^[A-Za-z0-9][A-Za-z0-9 ./_-]{0,39}$/,
    question: 'What should the Server header say?',
    help: 'Any text that names no product; without an answer it is "server".',
  },
} as const;

export default defineTransform({
  meta: {
    title: 'The Server header names no product',
    why: 'The default "WSO2 Carbon Server" tells every scanner which advisories to try.',
    consequence: 'Nothing known depends on it.',
    severity: 'low',
    risk: 'safe',
    source:
      'Product-level security guidelines: "Prevent the server name from being exposed"; default.json of every release.',
    references: { cwe: [200], asvs: ['14.3.3'] },
  },
  params,
  parts: [tomlSettings(serverOf('https'), serverOf('http'))],
});

function serverOf(connector: 'http' | 'https'): TomlSetting<typeof params> {
  return {
    key: `transport.${connector}.properties.server`,
    // An empty text is no header of its own: Tomcat's default stands.
    accepts: (value) => typeof value === 'string' && value.trim() !== '' && !namesProduct(value),
    wants: ({ answers }) => answers.text ?? 'server',
    says: (found) => `The Server header of ${connector.toUpperCase()} is "${found}"; it should name no product.`,
  };
}
