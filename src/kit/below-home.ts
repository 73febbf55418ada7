/** False for a path that leads out of the home, or that only the server can complete. */
export function isBelowHome(path: string): boolean {
  return !/^\/|^[A-Za-z]:|(?:^|\/)\.{0,2}(?:\/|$)|\$/.test(path);
}
