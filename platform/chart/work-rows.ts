import { peopleOf, rankOf } from '../../domain/desk/rank.ts';
import { Delivery } from '../../schemas/delivery.ts';
import { inBatches } from './batches.ts';
import { deliveryKey, workKey, workMonthPartition, workPartition } from './keys.ts';
import type { Row, Store } from './store.ts';

const READ_AT_ONCE = 32;

/** Whose list: all of a clinic, or one person's there. */
export type WorkCircle = { readonly clinic: string; readonly person?: string };

/** A result on a work list. `place` goes into cursors, and changes with everything that is said of the delivery. */
export type WorkRow = { readonly delivery: Delivery; readonly place: string };

/** A result of a list as the index names it: keys alone, so that "nothing has changed" costs one small query. */
export type WorkPlace = { readonly record: string; readonly resultId: string; readonly place: string };

/**
 * The rows by which a delivery stands on work lists: one for its clinic and one for each person who is told of it. `open`
 * says how pressing it is there (`byWaiting`), `told` when it last changed (`byDay`, by the month).
 */
export function workRows(delivery: Delivery, rev: number, now: Date): Row[] {
  const { record, resultId, clinic } = delivery;
  const at = now.toISOString();
  return [undefined, ...peopleOf(delivery)].map((person) => {
    const circle = { clinic, ...(person === undefined ? {} : { person }) };
    const rank = rankOf(delivery, circle);
    return {
      ...workKey(record, resultId, person),
      ofRev: rev,
      dayPk: workMonthPartition(circle, at.slice(0, 7)),
      daySk: `${at}#${record}#${resultId}#${rev}`,
      ...(rank === undefined
        ? {}
        : { waitPk: workPartition(circle), waitSk: `${rank}#${pressingSince(delivery)}#${record}#${resultId}#${rev}` }),
    };
  });
}

/** Of what is critical the deadline: a red one of now stands before a yellow one of this morning. Else when it was sent. */
const pressingSince = ({ dueAt, overdueSince, sentAt }: Delivery): string => overdueSince ?? dueAt ?? sentAt;

/**
 * Before a delivery is written: whoever it will ask finds it on his list, should the writer die in between. A row too many
 * does no harm, for who reads a list reads the delivery itself.
 */
export async function putOnLists(store: Store, delivery: Delivery, rev: number, now: Date): Promise<void> {
  const asking = workRows(delivery, rev, now).filter(({ waitPk }) => waitPk !== undefined);
  await Promise.all(asking.map((row) => store.put(row, ifNewer('<', rev))));
}

/**
 * After it is written: every list says what the delivery says, and whom `before` concerned and this does not has it on none.
 * Of several writers the one of the highest `rev` stays.
 */
export async function settleLists(
  store: Store,
  { delivery, before }: { readonly delivery: Delivery; readonly before: Delivery | undefined },
  rev: number,
  now: Date,
): Promise<void> {
  const { record, resultId } = delivery;
  const people = new Set(peopleOf(delivery));
  const gone = (before === undefined ? [] : peopleOf(before)).filter((person) => !people.has(person));
  const off = gone.map((person): Row => ({ ...workKey(record, resultId, person), ofRev: rev }));
  await Promise.all([...workRows(delivery, rev, now), ...off].map((row) => store.put(row, ifNewer('<=', rev))));
}

const ifNewer = (sign: '<' | '<=', rev: number) => ({
  condition: `attribute_not_exists(pk) OR ofRev ${sign} :rev`,
  values: { ':rev': rev },
});

/** What is wanted of a list: open results between two ranks (the second left out), or all by their last change. */
export type WorkRange = { readonly after?: string | undefined; readonly limit: number };

/** Open results of a circle from `after` on, the most pressing first; `before`: up to this rank, left out. */
export async function openPlaces(
  store: Store,
  circle: WorkCircle,
  { after, limit, before }: WorkRange & { readonly before?: string },
): Promise<WorkPlace[]> {
  const rows = await store.query({
    partition: workPartition(circle),
    index: 'byWaiting',
    ...(after === undefined ? {} : { above: after }),
    limit,
  });
  return rows
    .map(({ waitSk }) => placeOf(String(waitSk)))
    .filter(({ place }) => before === undefined || place < before);
}

/** How many months of changes a list of everything goes back: this one and the one before. */
const MONTHS = 2;

/** All results of a circle, done or not, the newest change first; at least a month of them. */
export async function changedPlaces(
  store: Store,
  circle: WorkCircle,
  now: Date,
  { after, limit }: WorkRange,
): Promise<WorkPlace[]> {
  const found: WorkPlace[] = [];
  const present = now.toISOString().slice(0, 7);
  for (let back = 0; back < MONTHS && found.length < limit; back++) {
    const month = monthBefore(present, back);
    if (after !== undefined && after.slice(0, 7) < month) continue;
    const rows = await store.query({
      partition: workMonthPartition(circle, month),
      index: 'byDay',
      newestFirst: true,
      ...(after?.startsWith(month) ? { below: after } : {}),
      limit: limit - found.length,
    });
    found.push(...rows.map(({ daySk }) => placeOf(String(daySk))));
  }
  return found;
}

/** `2026-01` and 1 → `2025-12` */
function monthBefore(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 - count, 1)).toISOString().slice(0, 7);
}

/** `[<rank>#]<time>#<record>#<resultId>#<rev>` */
function placeOf(place: string): WorkPlace {
  const [resultId = '', record = ''] = place.split('#').toReversed().slice(1);
  return { record, resultId, place };
}

/** The deliveries of these places as they stand now; one that is gone, or asks nobody of the circle any more, is left out. */
export async function readPlaces(store: Store, places: readonly WorkPlace[]): Promise<WorkRow[]> {
  const rows = await inBatches(
    places,
    async ({ record, resultId, place }) => ({ place, row: await store.get(deliveryKey(record, resultId)) }),
    READ_AT_ONCE,
  );
  return rows.flatMap(({ place, row }) =>
    row?.delivery === undefined ? [] : [{ place, delivery: Delivery.parse(JSON.parse(String(row.delivery))) }],
  );
}

/** What the physician's page needs of the table. */
export type WorkLists = {
  open(circle: WorkCircle, range: WorkRange & { readonly before?: string }): Promise<WorkPlace[]>;
  changed(circle: WorkCircle, range: WorkRange): Promise<WorkPlace[]>;
  read(places: readonly WorkPlace[]): Promise<WorkRow[]>;
};

export const makeWorkLists = (store: Store, clock: () => Date): WorkLists => ({
  open: (circle, range) => openPlaces(store, circle, range),
  changed: (circle, range) => changedPlaces(store, circle, clock(), range),
  read: (places) => readPlaces(store, places),
});
