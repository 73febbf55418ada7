import type { Meta } from '../kit/transform.ts';
import { pciDss } from './pci-dss.ts';

/** A place in a catalogue of weaknesses or requirements that a transform is about. */
export interface Reference {
  /** As people name it. */
  readonly name: string;
  /** As machines group by it. */
  readonly tag: string;
}

/** All references of a transform, in the form that reports show. */
export function referencesOf(id: string, { references }: Meta): readonly Reference[] {
  const { cwe = [], asvs = [], nist = [] } = references;
  return [
    ...cwe.map((number) => ({ name: `CWE-${number}`, tag: `external/cwe/cwe-${number}` })),
    ...asvs.map((section) => ({ name: `OWASP ASVS 4.0.3 ${section}`, tag: `owasp-asvs-4.0.3/${section}` })),
    ...nist.map((control) => ({ name: `NIST SP 800-53 ${control}`, tag: `nist-800-53/${control}` })),
    ...pciDssOf(id).map((requirement) => ({ name: `PCI DSS 4.0 ${requirement}`, tag: `pci-dss-4.0/${requirement}` })),
  ];
}

/** Requirements of PCI DSS 4.0 that a transform helps to meet. */
export function pciDssOf(id: string): readonly string[] {
  return pciDss.get(id) ?? [];
}
