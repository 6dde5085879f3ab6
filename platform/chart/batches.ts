/**
 * What `work` makes of every entry, in their order, at most `width` at a time; all begun work ends before the first error is
 * thrown.
 */
export async function inBatches<T, R>(entries: readonly T[], work: (entry: T) => Promise<R>, width = 8): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < entries.length; at += width) {
    const settled = await Promise.allSettled(entries.slice(at, at + width).map(work));
    for (const one of settled) {
      if (one.status === 'rejected') throw one.reason;
      results.push(one.value);
    }
  }
  return results;
}
