/** The list as it is, which must not be empty: a test that goes through nothing proves nothing. */
export function some<T>(list: Iterable<T>): T[] {
  const found = [...list];
  if (found.length === 0) throw new Error('nothing to go through');
  return found;
}
