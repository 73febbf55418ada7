/** Node's module of facts about the machine, loaded when it is first needed: most runs need none of them. */
export function operatingSystem(): typeof import('node:os') {
  return process.getBuiltinModule('node:os');
}
