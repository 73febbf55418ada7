/** Node's module for running programs, loaded when it is first needed: few runs start one, and it brings sockets along. */
export function childProcess(): typeof import('node:child_process') {
  return process.getBuiltinModule('node:child_process');
}
