// The commands that every provisioning run and every cron job starts, apart from those that are seldom used.
export * as apply from './commands/apply.ts';
export * as audit from './commands/audit.ts';
