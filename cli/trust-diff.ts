/**
 * What changes between two texts, as `diff -U2` shows it: the lines that are gone with `-`, the new ones with `+`, two
 * lines around them. For one change in one place, which is all that oka makes.
 */
export function changedLines(before: string, after: string): string {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let from = 0;
  while (from < old.length && from < now.length && old[from] === now[from]) from += 1;
  let behind = 0;
  while (
    behind < old.length - from &&
    behind < now.length - from &&
    old[old.length - 1 - behind] === now[now.length - 1 - behind]
  )
    behind += 1;
  if (from === old.length && from === now.length) return '';
  return [
    `@@ line ${from + 1} @@`,
    ...old.slice(Math.max(0, from - 2), from).map((line) => `  ${line}`),
    ...old.slice(from, old.length - behind).map((line) => `- ${line}`),
    ...now.slice(from, now.length - behind).map((line) => `+ ${line}`),
    ...old.slice(old.length - behind, old.length - behind + 2).map((line) => `  ${line}`),
  ].join('\n');
}
