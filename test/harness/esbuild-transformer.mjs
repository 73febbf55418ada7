import { createHash } from 'node:crypto';
import { transformSync, version } from 'esbuild';

const options = { loader: 'ts', format: 'esm', target: 'node20.19', sourcemap: 'inline' };

/** Strips the types for jest: ts-jest cannot use TypeScript 7. */
export default {
  getCacheKey(source, path) {
    return createHash('sha256').update(version).update(path).update(source).digest('hex');
  },
  process(source, path) {
    return { code: transformSync(source, { ...options, sourcefile: path }).code };
  },
};
