/** Node's module for reading lines, loaded when it is first needed: most runs ask nothing. */
export function readline(): typeof import('node:readline/promises') {
  return process.getBuiltinModule('node:readline/promises');
}
