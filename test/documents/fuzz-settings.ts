/** How property tests run: the same way each time, and as often as HARDEN_FUZZ_RUNS says. */
export function fuzzSettings(usual: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: Number(process.env['HARDEN_FUZZ_RUNS'] ?? usual), seed: 20260401 };
}
