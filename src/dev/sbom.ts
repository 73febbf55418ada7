import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOfMaterials, thirdPartyLicenses } from './bill-of-materials.ts';
import { bundleRoot } from './bundle-options.ts';
import { bundledPackages } from './bundled-packages.ts';

const { version }: { version: string } = JSON.parse(readFileSync(join(bundleRoot, 'package.json'), 'utf8'));
const packages = await bundledPackages();
mkdirSync(join(bundleRoot, 'dist'), { recursive: true });
writeFileSync(join(bundleRoot, 'dist/sbom.cdx.json'), billOfMaterials(version, packages));
writeFileSync(join(bundleRoot, 'dist/THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(packages));
