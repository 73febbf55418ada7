/** True for an account that comes with a database and may do everything in it. */
export function isDatabaseOwner(account: string): boolean {
  return /^(root|sa|postgres|system|sys|dbo|db2inst1)$/i.test(account.trim());
}

/** True for an account that manages a whole directory, by its distinguished name or as Active Directory writes it. */
export function isDirectoryManager(account: string): boolean {
  return /^\s*(cn\s*=\s*(admin|administrator|manager|directory manager|root)\s*(,|$)|([\w.-]+\\)?administrator(@|$))/i.test(
    account,
  );
}
