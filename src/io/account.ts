/** The account that a run acts as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  /** All groups, the primary one included. */
  readonly groups: readonly number[];
}

/** The account of this process. On platforms without accounts everything counts as its own. */
export function currentAccount(): Account {
  const gid = process.getegid?.() ?? 0;
  return { uid: process.geteuid?.() ?? 0, gid, groups: [gid, ...(process.getgroups?.() ?? [])] };
}
