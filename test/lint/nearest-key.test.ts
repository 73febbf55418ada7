import { describe, expect, test } from '@jest/globals';
import { nearestKey } from '../../src/lint/nearest-key.ts';

const names = new Set([
  'keystore.primary.file_name',
  'keystore.primary.key_password',
  'keystore.primary.password',
  'keystore.internal.file_name',
  'database.shared_db.username',
  'server.hostname',
  'transport.https.properties.maxThreads',
  'super_admin.username',
  'super_admin.password',
]);

describe('the key that is meant by one that is none', () => {
  test('is not looked for among more names than installations have', () => {
    const many = (count: number) => new Set([...names, ...Array.from({ length: count }, (_, at) => `a.b${at}`)]);
    expect(nearestKey('server.hostnam', many(9000))).toBe('server.hostname');
    expect(nearestKey('server.hostnam', many(10_000))).toBeUndefined();
  });

  test.each([
    // Both stand in published provisioning files, the first in the deployment.toml of 5.9.0 too.
    ['keystore.primary.name', 'keystore.primary.file_name'],
    ['keystore.internal.filename', 'keystore.internal.file_name'],
    ['server.hostnam', 'server.hostname'],
    ['transport.https.maxThreads', 'transport.https.properties.maxThreads'],
    ['server.host-name', 'server.hostname'],
    ['sever.hostname', 'server.hostname'],
    ['super_admin.passwrd', 'super_admin.password'],
    ['database.bps_database.username', undefined],
    ['something.else', undefined],
  ])('%s: %s', (key, expected) => {
    expect(nearestKey(key, names)).toBe(expected);
  });
});
