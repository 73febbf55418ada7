import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { knownDefaults } from '../../src/carbon/known-defaults.ts';
import { mapperSources } from '../../src/carbon/layout.ts';
import { type ReleaseVersion, releaseVersions } from '../../src/carbon/releases.ts';

const trees = process.env['HARDEN_TEST_TREES'];

/** Of these two, the trees of the older releases do not hold the feature that brings them. */
const notInTrees = /^output_adapter\.email\./;

describe('known defaults', () => {
  test('follow the releases', () => {
    const of = (version: ReleaseVersion): unknown => JSON.parse(knownDefaults(version).defaults);
    expect(of('5.9.0')).toMatchObject({ 'monitoring.jmx.rmi_server_start': true });
    expect(of('5.9.0')).not.toHaveProperty(['transport.http.enabled']);
    expect(of('7.3.0')).toMatchObject({ 'keystore.primary.type': 'PKCS12', 'transport.http.enabled': true });
    expect(of('7.3.0')).not.toHaveProperty(['database_configuration.enable_h2_console']);
  });

  for (const version of releaseVersions.filter((name) => trees !== undefined && readdirSync(trees).includes(name))) {
    test(`agree with the files of ${version}`, () => {
      const real = (path: string): Record<string, unknown> =>
        JSON.parse(readFileSync(join(trees ?? '', version, path), 'utf8'));
      const known = knownDefaults(version);
      expect(existsSync(join(trees ?? '', version, mapperSources.defaults))).toBe(true);
      const defaults = Object.entries<unknown>(JSON.parse(known.defaults)).filter(([key]) => !notInTrees.test(key));
      expect(real(mapperSources.defaults)).toMatchObject(Object.fromEntries(defaults));
      expect(real(mapperSources.keyMappings)).toMatchObject(JSON.parse(known.keyMappings));
      const rules: Record<string, Record<string, unknown>> = JSON.parse(known.infer);
      for (const [key, values] of Object.entries(rules)) {
        const rule = real(mapperSources.infer)[key] as Record<string, unknown> | undefined;
        for (const [value, brought] of Object.entries(values)) {
          // A type that a release does not know brings nothing there.
          if (rule?.[value] !== undefined && value !== 'h2' && value !== 'db2')
            expect(rule[value]).toMatchObject(brought as object);
        }
      }
    });
  }
});
