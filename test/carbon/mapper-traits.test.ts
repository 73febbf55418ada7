import { describe, expect, test } from '@jest/globals';
import { mapperTraits, mapperVersionIn } from '../../src/carbon/mapper-traits.ts';

describe('the traits of a config-mapper', () => {
  test.each([
    ['1.0.2', 'outside of tables', 'ignored', 'with their quotes'],
    ['1.0.5', 'everywhere', 'ignored', 'with their quotes'],
    ['1.0.13', 'everywhere', 'known', 'with their quotes'],
    ['1.0.21', 'everywhere', 'known', 'bare'],
    ['1.1.0', 'everywhere', 'known', 'bare'],
    ['2.0.0', 'everywhere', 'known', 'bare'],
  ])('%s', (version, variables, runtimeSecrets, quotedAliases) => {
    expect(mapperTraits(version)).toEqual({ variables, runtimeSecrets, quotedAliases });
  });

  test('are told by the name of its library', () => {
    expect(mapperVersionIn(['commons-lang3-3.9.jar', 'config-mapper-1.0.13.jar'])).toBe('1.0.13');
    expect(mapperVersionIn(['config-mapper_1.0.22.1.jar'])).toBe('1.0.22');
    expect(mapperVersionIn([])).toBeUndefined();
  });
});
