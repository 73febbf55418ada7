import type { BundledPackage } from './bundled-packages.ts';

/** Writes the bill of materials of the bundle (CycloneDX 1.6, JSON). It holds no time and no number made at random: two builds give one text. */
export function billOfMaterials(version: string, packages: readonly BundledPackage[]): string {
  const own = { type: 'application', 'bom-ref': 'harden', name: 'harden', version };
  const components = packages.map(({ name, version, license, integrity }) => ({
    type: 'library',
    'bom-ref': purlOf(name, version),
    name,
    version,
    purl: purlOf(name, version),
    hashes: hashesOf(integrity),
    licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }],
  }));
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { ...own, licenses: [{ license: { id: 'Apache-2.0' } }] } },
    components,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Writes the licenses of all packages as one text. */
export function thirdPartyLicenses(packages: readonly BundledPackage[]): string {
  const parts = packages.map(({ name, version, license, licenseText }) =>
    [`${name} ${version} (${license})`, '', licenseText].join('\n'),
  );
  return `harden contains parts of the following packages.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

const algorithms = new Map([
  ['sha512', 'SHA-512'],
  ['sha256', 'SHA-256'],
  ['sha1', 'SHA-1'],
]);

function hashesOf(integrity: string): readonly { readonly alg: string; readonly content: string }[] {
  return integrity.split(' ').flatMap((each) => {
    const [name = '', digest = ''] = each.split(/-(.*)/s);
    const alg = algorithms.get(name);
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, 'base64').toString('hex') }];
  });
}
