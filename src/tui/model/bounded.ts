/** A copy of `map` with the entries set; those that came first make room beyond `sizeMax`. */
export function withEntries<Value>(
  map: ReadonlyMap<string, Value>,
  entries: Iterable<readonly [string, Value]>,
  sizeMax: number,
): ReadonlyMap<string, Value> {
  const copy = new Map(map);
  for (const [key, value] of entries) copy.set(key, value);
  const excess = copy.size - sizeMax;
  if (excess > 0) for (const key of [...copy.keys()].slice(0, excess)) copy.delete(key);
  return copy;
}
