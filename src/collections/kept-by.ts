/**
 * A function that finds something out once for each object and keeps it for as long as the object lives.
 * Mostly the same two objects come again and again.
 */
export function keptBy<K extends object, V>(find: (key: K) => V): (key: K) => V {
  const kept = new WeakMap<K, { readonly value: V }>();
  let latest: K | undefined;
  let latestValue: V;
  let earlier: K | undefined;
  let earlierValue: V;
  const lookUp = (key: K): V => {
    let known = kept.get(key);
    if (known === undefined) {
      known = { value: find(key) };
      kept.set(key, known);
    }
    earlier = latest;
    earlierValue = latestValue;
    latest = key;
    latestValue = known.value;
    return known.value;
  };
  return (key) => {
    if (key === latest) return latestValue;
    return key === earlier ? earlierValue : lookUp(key);
  };
}
