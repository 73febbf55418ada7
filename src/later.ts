const loads: (() => Promise<unknown>)[] = [];

/** Makes a module one that is loaded when it is first needed: start-up is what every run pays. */
export function later<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  const once = (): Promise<T> => {
    loaded ??= load();
    return loaded;
  };
  loads.push(once);
  return once;
}

/** Loads all of them ahead, for a run that is about to lose the right to read the folder that harden lies in. */
export async function loadAll(): Promise<void> {
  // One that is loaded may bring others.
  for (let done = 0; done < loads.length; ) {
    const next = loads.slice(done);
    done = loads.length;
    await Promise.all(next.map((load) => load()));
  }
}
