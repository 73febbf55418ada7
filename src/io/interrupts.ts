const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a synchronous action that no interrupt ends half way. A listener of the caller hears of the interrupt after it;
 * without one the interrupt is dropped and the run goes on to its end.
 */
export function holdInterrupts<T>(action: () => T): T {
  const ignore = (): void => undefined;
  for (const signal of signals) process.on(signal, ignore);
  try {
    return action();
  } finally {
    for (const signal of signals) process.off(signal, ignore);
  }
}
