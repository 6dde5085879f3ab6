/** The known name that was most likely meant, or none: at most every third letter wrong, or swapped with its neighbour. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(written.length / 3));
  let [best, fewest]: [string | undefined, number] = [undefined, most + 1];
  for (const name of known) {
    const faults = distance(written.toLowerCase(), name.toLowerCase());
    if (faults < fewest) [best, fewest] = [name, faults];
  }
  return best;
}

/** Optimal string alignment: letters put in, left out, changed, or swapped with the next one. */
function distance(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (last[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      let least = Math.min(changed, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
