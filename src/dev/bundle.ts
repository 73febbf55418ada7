import { makeBundle } from './make-bundle.ts';

makeBundle('dist');
