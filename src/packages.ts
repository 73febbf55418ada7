// The packages that few runs need, each loaded where it is asked for: in the bundle they are files of their own.
export const importBcrypt = () => import('bcryptjs');
export const importForge = () => import('node-forge');
export const importInquirer = () => import('inquirer');
export const importYargs = () => import('yargs');
