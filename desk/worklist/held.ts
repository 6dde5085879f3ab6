import type { WorkItem } from '../../schemas/api/desk-worklist.ts';

/** A row as it is drawn: `gone`: its place in the list has been taken away meanwhile. */
export type Row = WorkItem & { readonly gone?: true };

/** The list as it is read, and what has come since: never moved under the eyes of its reader. */
export type HeldList = {
  readonly rows: readonly Row[];
  /** The newest first page, not shown as such yet. */
  readonly newest: readonly WorkItem[];
  /** Results, or newer versions of them, that are not in the rows. */
  readonly added: readonly WorkItem[];
};

export const keyOf = ({ record, resultId }: Pick<WorkItem, 'record' | 'resultId'>): string => `${record}/${resultId}`;

/**
 * Takes in a newer first page without moving anything: rows change in their places, what is new waits apart, what went away
 * stays and says so. `whole`: the page is the whole list, so what is not in it has gone; else it may stand further down.
 */
export function held(before: HeldList | undefined, newest: readonly WorkItem[], whole: boolean): HeldList {
  if (before === undefined) return { rows: newest, newest, added: [] };
  const now = new Map(newest.map((item) => [keyOf(item), item]));
  const known = new Set(before.rows.map(keyOf));
  const rows = before.rows.map((row): Row => {
    const item = now.get(keyOf(row));
    if (item) return item;
    return whole ? { ...row, gone: true } : row;
  });
  return { rows, newest, added: newest.filter((item) => !known.has(keyOf(item))) };
}

/** The list in its newest order: the first page as it came, then what had been loaded beyond it. */
export function settled({ rows, newest }: HeldList): HeldList {
  const first = new Set(newest.map(keyOf));
  const rest = rows.filter((row) => !row.gone && !first.has(keyOf(row)));
  return { rows: [...newest, ...rest], newest, added: [] };
}

/** A further page at the end; what stands above already is not drawn twice. */
export function continued(list: HeldList, page: readonly WorkItem[]): HeldList {
  const known = new Set(list.rows.map(keyOf));
  return { ...list, rows: [...list.rows, ...page.filter((item) => !known.has(keyOf(item)))] };
}

/** Whether new rows would change nothing that is drawn: then they need nobody's word. */
export const isSettled = ({ rows, newest, added }: HeldList): boolean =>
  added.length === 0 &&
  !rows.some(({ gone }) => gone) &&
  newest.every((item, place) => keyOf(rows[place] as Row) === keyOf(item));

/** What somebody looks for by name or number, in the rows that are there. */
export function found(rows: readonly Row[], text: string): readonly Row[] {
  const words = plain(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter(({ patient: { name = '', number = '' } }) => {
    const inRow = plain(`${name} ${number}`);
    return words.every((word) => inRow.includes(word));
  });
}

const plain = (text: string): string => text.toLocaleLowerCase('ru').replaceAll('ё', 'е');
