import { createHash } from 'node:crypto';
import { transformSync, version } from 'esbuild';

const options = { loader: 'ts', format: 'esm', target: 'node20.19', sourcemap: 'inline' };

/** A defect that `npm run mutants` seeds: nothing on disk is changed for it. */
const mutant = process.env.HARDEN_MUTANT === undefined ? undefined : JSON.parse(process.env.HARDEN_MUTANT);

/** Strips the types for jest: ts-jest cannot use TypeScript 7. */
export default {
  getCacheKey(source, path) {
    return createHash('sha256').update(version).update(path).update(seeded(source, path)).digest('hex');
  },
  process(source, path) {
    return { code: transformSync(seeded(source, path), { ...options, sourcefile: path }).code };
  },
};

function seeded(source, path) {
  if (mutant?.path !== path) return source;
  const { start, end, text } = mutant;
  return `${source.slice(0, start)}${text}${source.slice(end)}`;
}
