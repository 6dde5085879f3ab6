type Element = { readonly current: HTMLElement | null };

/**
 * What `j` and `k` do in a list: the focus moves to the next and the previous row, and the row into sight.
 *
 * @param rows selector of what has the focus in each row
 */
export function rowKeys(element: Element, rows: string): { readonly j: () => void; readonly k: () => void } {
  const move = (by: number) => (): void => {
    const all = [...(element.current?.querySelectorAll<HTMLElement>(rows) ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = all[Math.min(all.length - 1, Math.max(0, at + by))];
    to?.focus();
    to?.scrollIntoView({ block: 'nearest' });
  };
  return { j: move(1), k: move(-1) };
}
