import { expect, test } from '@jest/globals';
import { registry } from '../../src/cli/registry.ts';
import { pciDss } from '../../src/report/pci-dss.ts';

test('PCI DSS is mapped for transforms that exist, by numbers of requirements', () => {
  const ids = registry.map(({ id }) => id);
  expect([...pciDss.keys()].filter((id) => !ids.includes(id))).toEqual([]);
  for (const requirement of [...pciDss.values()].flat()) expect(requirement).toMatch(/^\d{1,2}(\.\d{1,2}){2,3}$/);
});
