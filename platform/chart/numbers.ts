import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { type Holder, holderOf, type NationalNumber, numberName } from '../../domain/identity/holder.ts';
import { inBatches } from './batches.ts';
import { numberPartition, pointerKey } from './keys.ts';
import type { MergedRow } from './merged-row.ts';
import type { Key, Store } from './store.ts';

/** A number held by more records than this says nothing of any of them. */
const MOST_HOLDERS = 32;
/** All of so many still hear of it when the number comes to be held by too many, or ceases to be, however many at once. */
const HEARING_HOLDERS = 2 * MOST_HOLDERS;

/**
 * What a Patient's row says of identity beside its groups, put with them in one: so it never differs from the demographics.
 * The rows under a number only lead here; one too many leads to a record that no longer holds it and does no harm.
 */
type IdentityAttributes = {
  /** Canonical JSON of the `Holder`, while it holds a number. */
  readonly identity?: string;
  /** Keys of its numbers, in their order. */
  readonly numbers?: readonly string[];
  /** Keys of numbers it held before. */
  readonly formerNumbers?: readonly string[];
  /** The `rev` at which any of this changed last. */
  readonly identityRev?: number;
};
type PatientRow = MergedRow & IdentityAttributes;

export function identityAttributes(
  patient: fhir4.Patient | undefined,
  stored: MergedRow | undefined,
  keyOf: (number: NationalNumber) => string,
): IdentityAttributes {
  const before: Partial<PatientRow> = stored ?? {};
  const holder = patient && holderOf(patient);
  const held = (holder?.numbers ?? []).map(keyOf);
  const former = [...(before.formerNumbers ?? []), ...(before.numbers ?? [])].filter((key) => !held.includes(key));
  const identity = holder && held.length > 0 ? canonicalJson(holder) : undefined;
  if (identity === undefined && former.length === 0) return {};
  return {
    ...(identity === undefined ? {} : { identity, numbers: held }),
    formerNumbers: [...new Set(former)].sort(),
    identityRev: identity === before.identity ? (before.identityRev ?? 0) : (before.rev ?? 0) + 1,
  };
}

export type StoredHolder = { readonly holder: Holder; readonly keys: ReadonlyMap<string, string> };

/** What the Patient's row says, with the key of each number by its `numberName`; undefined where it holds none. */
export function storedHolder(row: (Key & IdentityAttributes) | undefined): StoredHolder | undefined {
  if (row?.identity === undefined) return undefined;
  const holder = JSON.parse(row.identity) as Holder;
  return { holder, keys: new Map(holder.numbers.map((number, at) => [numberName(number), row.numbers?.[at] ?? ''])) };
}

/**
 * Lets the numbers of a Patient lead to its record and those it gave up no longer. Gives the records whose links may be
 * others now: all that hold or held one of the numbers, when identity has changed since it was last announced. Every step
 * may be repeated: a pointer carries the newest `rev` that it was put for, and is removed only by a newer one.
 */
export async function followNumbers(store: Store, key: Key): Promise<string[]> {
  const row = (await store.get(key)) as PatientRow | undefined;
  const { numbers = [], formerNumbers = [], identityRev = 0, rev = 0, announcedRev = 0 } = row ?? {};
  await inBatches(numbers, (number) =>
    store.update(pointerKey(number, key.pk), {
      update: 'SET ofRev = :rev',
      condition: 'attribute_not_exists(ofRev) OR ofRev < :rev',
      values: { ':rev': rev },
    }),
  );
  const hearing =
    identityRev > announcedRev
      ? await inBatches([...numbers, ...formerNumbers], (number) => pointers(store, number, HEARING_HOLDERS))
      : [];
  await inBatches(formerNumbers, (number) =>
    store.remove(pointerKey(number, key.pk), { condition: 'ofRev < :rev', values: { ':rev': rev } }),
  );
  return hearing.length === 0 ? [] : [...new Set([key.pk, ...hearing.flat()])];
}

/** The records that may hold a number, or undefined when they are too many to mean anything. */
export async function holdersOf(store: Store, number: string): Promise<string[] | undefined> {
  const records = await pointers(store, number, MOST_HOLDERS + 1);
  return records.length > MOST_HOLDERS ? undefined : records;
}

async function pointers(store: Store, number: string, limit: number): Promise<string[]> {
  return (await store.query({ partition: numberPartition(number), limit })).map(({ sk }) => sk);
}
