/** Exit statuses of the command line, documented in docs/exit-status.md. */
export const exitStatus = {
  ok: 0,
  failed: 1,
  findings: 2,
  rolledBack: 3,
  rollbackIncomplete: 4,
  locked: 5,
  stale: 6,
  refused: 7,
  usage: 64,
  badInput: 65,
  noInstallation: 66,
  noPermission: 77,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** An error for the operator: `message` says what is wrong, `hint` what to do. Neither ever holds a secret. */
export class HardenError extends Error {
  override readonly name: string = 'HardenError';
  readonly status: ExitStatus;
  readonly hint: string;

  constructor(status: ExitStatus, message: string, hint: string) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}
