/** Makes a function remember what it made of each object, for as long as that object lives. */
export function onceFor<Key extends object, Result extends object | string>(
  make: (key: Key) => Result,
): (key: Key) => Result {
  const known = new WeakMap<Key, Result>();
  return (key) => {
    const result = known.get(key) ?? make(key);
    known.set(key, result);
    return result;
  };
}
