import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { droppedBetween } from '../../src/carbon/dropped-keys.ts';
import { keyCatalog } from '../../src/carbon/key-catalog.ts';
import { releaseVersions } from '../../src/carbon/releases.ts';
import { sourcesOf } from '../../src/engine/configuration-of.ts';
import { templatesOf } from '../../src/engine/templates-of.ts';
import { folderHome } from '../harness/folder-home.ts';

describe('the keys that releases dropped', () => {
  test.each([
    ['version_resources.on_change', '5.9.0', '7.3.0', 'versioning_configuration.enable_version_resources_on_change'],
    ['console.manage_getting_started.scopes.read', '6.0.0', '7.1.0', 'console.getting_started.scopes.read'],
    ['identity.entitlement.policy_point.pdp.enabled', '6.1.0', '7.2.0', undefined],
  ] as const)('%s, from %s to %s', (key, from, to, instead) => {
    expect(droppedBetween(key, from, to)).toEqual({ instead });
  });

  test('are none before, after, or beside', () => {
    expect(droppedBetween('bps_database.config.url', '5.9.0', '6.0.0')).toBeUndefined();
    expect(droppedBetween('bps_database.config.url', '7.1.0', '7.3.0')).toBeUndefined();
    expect(droppedBetween('bps_databases', '5.9.0', '7.3.0')).toBeUndefined();
  });
});

const trees = process.env['HARDEN_TEST_TREES'];

(trees === undefined ? describe.skip : describe)('the keys that releases dropped, on their templates', () => {
  const versions = releaseVersions.filter((version) => trees !== undefined && readdirSync(trees).includes(version));
  const catalogs = versions.map((version) => {
    const home = folderHome(join(trees ?? '', version));
    return { version, catalog: keyCatalog(templatesOf(home), sourcesOf(home)) };
  });

  test('are read by the one and not by the other, and what stands in their place is', () => {
    const wrong = catalogs.flatMap(({ version: from, catalog: older }) =>
      catalogs.flatMap(({ version: to, catalog: newer }) =>
        [...older.names]
          .filter((key) => older.isRead(key))
          .flatMap((key) => {
            const dropped = droppedBetween(key, from, to);
            if (dropped === undefined) return [];
            const { instead } = dropped;
            const isThere =
              instead === undefined || newer.isRead(instead) || droppedBetween(instead, from, to) !== undefined;
            return isThere && !newer.isRead(key) ? [] : [`${key} from ${from} to ${to}`];
          }),
      ),
    );
    expect(wrong).toEqual([]);
  });
});
