import { createHash } from 'node:crypto';
import { groupsInForce } from '../../domain/fhir/slots.ts';
import { DICOM_UID } from '../../domain/fhir/systems.ts';
import type { ChartItem } from '../../schemas/chart.ts';
import { inBatches } from './batches.ts';
import { sharedStudyKey, studyHolderKey } from './keys.ts';
import type { Row, Store } from './store.ts';

/** A record in whose chart a Study Instance UID stands, and the id of its ImagingStudy there. */
export type StudyHolder = { readonly record: string; readonly study: string };

/** A Study Instance UID of a record that stands in other records too. */
export type SharedStudy = { readonly uid: string; readonly holders: readonly StudyHolder[] };

/**
 * A UID in more charts than this names no examination: it is what a device without sense gives every patient, and nobody's
 * until each film has been sent again under its own. A person has fewer records, so it is always several persons'.
 */
export const MOST_HOLDERS = 32;
/** All of so many still hear of it when there come to be too many, however many at once; then nothing can change any more. */
const HEARING_HOLDERS = 2 * MOST_HOLDERS;

/** An anonymiser's UID may hold any character; its digest may be a key. It names a study, not a patient. */
const nameOf = (uid: string): string => createHash('sha256').update(uid, 'utf8').digest('hex');

function uidOf({ groups }: ChartItem): string | undefined {
  const { identifier } = (groupsInForce(groups).study?.value ?? {}) as Partial<fhir4.ImagingStudy>;
  return identifier?.find(({ system }) => system === DICOM_UID)?.value?.replace(/^urn:oid:/, '');
}

/**
 * Notes in whose charts the studies among these items stand: rows that are only added, so any order and any number of
 * repeats end alike. Where there are several, each record keeps a note of the study, so that its advice looks. Of two
 * writers at once at least one sees both. Whether the study stands there still is read, never stored.
 */
export async function writeStudyHolders(store: Store, items: readonly ChartItem[]): Promise<void> {
  await inBatches(items, async (item) => {
    const uid = item.resourceType === 'ImagingStudy' ? uidOf(item) : undefined;
    if (uid === undefined) return;
    const name = nameOf(uid);
    const isFirst = { condition: 'attribute_not_exists(pk)' };
    await store.put({ ...studyHolderKey(name, item.record), study: item.id }, isFirst);
    const holders = await holdersOf(store, name);
    if (holders.length < 2) return;
    const noting = isUnheard(holders) ? [item.record] : holders.map(({ record }) => record);
    await inBatches(noting, (record) => store.put({ ...sharedStudyKey(record, name), uid }, isFirst));
  });
}

/** All of them, or one more than hear of each other. */
async function holdersOf(store: Store, name: string): Promise<StudyHolder[]> {
  const rows = await store.query({ partition: studyHolderKey(name, '').pk, limit: HEARING_HOLDERS + 1 });
  return (rows as (Row & { study: string })[]).map(({ sk, study }) => ({ record: sk, study }));
}

const isUnheard = (holders: readonly StudyHolder[]): boolean => holders.length > HEARING_HOLDERS;

/** The studies of a record whose UID stands, or stood, in other records too; of more than 64 holders 65 are named. */
export async function sharedStudies(store: Store, record: string): Promise<SharedStudy[]> {
  const prefix = sharedStudyKey(record, '').sk;
  const rows = (await store.query({ partition: record, beginsWith: prefix })) as (Row & { uid: string })[];
  return inBatches(rows, async ({ sk, uid }) => ({ uid, holders: await holdersOf(store, sk.slice(prefix.length)) }));
}

/**
 * The other records in which a study of one of these stands. Whether a copy belongs to its record's patient decides what
 * may be said of all copies, so who hears of a patient, an order or a merge here is to be told there.
 */
export async function recordsWithCopies(store: Store, records: readonly string[]): Promise<string[]> {
  const shared = (await inBatches(records, (record) => sharedStudies(store, record))).flat();
  const known = new Set(records);
  const hearing = shared.flatMap(({ holders }) => (isUnheard(holders) ? [] : holders.map(({ record }) => record)));
  return [...new Set(hearing)].filter((record) => !known.has(record));
}
