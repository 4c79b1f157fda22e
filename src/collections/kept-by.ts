/**
 * A function that finds something out once for each object and keeps it for as long as the object lives.
 * The same object mostly comes several times in a row.
 */
export function keptBy<K extends object, V>(find: (key: K) => V): (key: K) => V {
  const kept = new WeakMap<K, { readonly value: V }>();
  let latest: K | undefined;
  let value: V;
  return (key) => {
    if (key === latest) return value;
    let known = kept.get(key);
    if (known === undefined) {
      known = { value: find(key) };
      kept.set(key, known);
    }
    latest = key;
    ({ value } = known);
    return value;
  };
}
