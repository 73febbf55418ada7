import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { billOfMaterials, thirdPartyLicenses } from './bill-of-materials.ts';
import { bundleOptions } from './bundle-options.ts';
import { bundledPackages } from './bundled-packages.ts';

const root = bundleOptions.absWorkingDir;
const { version }: { version: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const packages = await bundledPackages();
mkdirSync(join(root, 'dist'), { recursive: true });
writeFileSync(join(root, 'dist/sbom.cdx.json'), billOfMaterials(version, packages));
writeFileSync(join(root, 'dist/THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(packages));
