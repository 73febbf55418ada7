import fc from 'fast-check';
import type { TomlTable } from '../../../src/documents/toml-value.ts';
import { insertTable, insertValue, type Layout, printLayout } from './toml-layout.ts';

const hstsFilter = 'org.apache.catalina.filters.HttpHeaderSecurityFilter';

/** Values as TOML that operators and old guides have left behind, strong ones among them; `undefined` leaves the key out. */
const choices: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'transport.https.sslHostConfig.properties.protocols': [
    undefined,
    '"TLSv1,TLSv1.1,TLSv1.2"',
    '"+TLSv1.1,+TLSv1.2"',
    '"all"',
    "'TLSv1.2'",
    '"+TLSv1.3,+TLSv1.2"',
    '"$ref{own.protocols}"',
    '""',
  ],
  'own.protocols': ['"TLSv1,TLSv1.2"'],
  'transport.https.sslHostConfig.properties.ciphers': [
    undefined,
    '"TLS_RSA_WITH_AES_128_CBC_SHA,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"',
    '"HIGH:!aNULL"',
    '"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"',
    '"""\nTLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"""',
  ],
  'transport.https.sslHostConfig.properties.certificateVerification': [
    undefined,
    '"want"',
    '"optional"',
    '"optionalNoCA"',
    '"none"',
    "'false'",
  ],
  'transport.https.properties.server': [undefined, '"WSO2 Carbon Server"', '"gateway"', '""', "'Apache Tomcat'"],
  'transport.http.properties.server': [undefined, '"WSO2 Carbon Server"', '"gateway"', '" "'],
  'transport.https.properties.maxThreads': [undefined, '"300"'],
  'monitoring.jmx.rmi_server_start': [undefined, 'true', '"true"', 'false'],
};

const filters: readonly (Readonly<Record<string, string>> | undefined)[] = [
  undefined,
  { name: '"Own"', class: '"org.example.OwnFilter"' },
  { name: '"HSTS"', class: `"${hstsFilter}"`, 'init_params.hstsMaxAgeSeconds': '"0"' },
  { name: '"HSTS"', class: `"${hstsFilter}"`, 'init_params.hstsEnabled': '"false"' },
  { name: '"HSTS"', class: `"${hstsFilter}"`, 'init_params.hstsMaxAgeSeconds': '"63072000"' },
];

/** Texts of deployment.toml: what was shipped, with weak and strong settings in many spellings. */
export function weakTomls(
  shipped: TomlTable,
  { seed, count }: { readonly seed: number; readonly count: number },
): readonly string[] {
  const values = Object.fromEntries(
    Object.entries(choices).map(([key, texts]) => [key, fc.constantFrom(...texts)] as const),
  );
  const style = fc.record({
    dotted: fc.boolean(),
    quoted: fc.boolean(),
    spaced: fc.boolean(),
    eol: fc.constantFrom('\n', '\r\n'),
  });
  const text = fc
    .tuple(fc.record(values), fc.constantFrom(...filters), fc.boolean(), style)
    .map(([settings, filter, isMapped, manner]) => {
      const layout: Layout = new Map();
      for (const [key, value] of Object.entries(settings)) {
        if (value !== undefined) insertValue(layout, key.split('.'), value);
      }
      if (filter !== undefined) {
        insertValue(layout, ['tomcat', 'filter'], [rowOf(filter)]);
        const mapping = { name: filter['name'] ?? '', url_pattern: '"/*"', dispatchers: '["REQUEST"]' };
        if (isMapped) insertValue(layout, ['tomcat', 'filter_mapping'], [rowOf(mapping)]);
      }
      insertTable(layout, shipped);
      return printLayout(layout, manner);
    });
  return fc.sample(text, { seed, numRuns: count });
}

function rowOf(values: Readonly<Record<string, string>>): Layout {
  const row: Layout = new Map();
  for (const [key, value] of Object.entries(values)) insertValue(row, key.split('.'), value);
  return row;
}
