// Lets Node 20 import the sources unbundled: node --import ./src/dev/typescript.mjs FILE.ts
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
