import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../evidence.json', import.meta.url));
const releaseOfKernel = { '4.5.1': '5.9.0', '4.7.1': '6.0.0' };

/**
 * Keeps what tests have shown of the facts. A title that ends in `[seen G11]` says that its test saw the effect on a
 * running server, `[rendered G14]` that it read what the product's own mapper makes of it; the release is the one in the
 * title. What passed has to be what evidence.json says, from which the coverage page is made; HARDEN_UPDATE_EVIDENCE=1
 * writes the file anew.
 */
export default class EvidenceReporter {
  #found = new Map();
  #problem;

  onTestResult({ path }, { testResults }) {
    // A part of a file proves nothing about what the rest no longer shows.
    if (testResults.some(({ status }) => status === 'pending')) return;
    const claims = testResults.filter(({ status }) => status === 'passed').flatMap(claimsOf);
    this.#found.set(basename(path, '.test.ts'), [...new Set(claims)].sort());
  }

  onRunComplete() {
    const known = JSON.parse(readFileSync(file, 'utf8'));
    const changed = [...this.#found].filter(([name, claims]) => String(known[name] ?? []) !== String(claims));
    if (changed.length === 0) return;
    if (process.env.HARDEN_UPDATE_EVIDENCE === '1') {
      const all = Object.entries({ ...known, ...Object.fromEntries(changed) }).filter(
        ([, claims]) => claims.length > 0,
      );
      all.sort(([a], [b]) => (a < b ? -1 : 1));
      writeFileSync(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
    } else if (process.env.HARDEN_TEST_TREES !== undefined) {
      // Without the products' trees fewer tests run.
      const names = changed.map(([name]) => name).join(', ');
      this.#problem = new Error(
        `What ${names} shows is not what test/kernel/evidence.json says. Run it with HARDEN_UPDATE_EVIDENCE=1, then npm run generate.`,
      );
    }
  }

  getLastError() {
    return this.#problem;
  }
}

/** As `6.0.0 G14 seen`. */
function claimsOf({ ancestorTitles, title }) {
  const name = [...ancestorTitles, title].join(' ');
  const [, kernel] = /\bkernel (4\.5\.1|4\.7\.1)\b/.exec(name) ?? [];
  const release = /\b(?:5|6|7)\.\d+\.0\b/.exec(name)?.[0] ?? releaseOfKernel[kernel];
  const tags = [...title.matchAll(/\[(seen|rendered) (G\d\d)\]/g)];
  if (tags.length > 0 && release === undefined) throw new Error(`No release is named by "${name}".`);
  return tags.map(([, level, fact]) => `${release} ${fact} ${level}`);
}
