import type { MatchingKey } from '../../domain/dicom/web/search.ts';
import { recordId } from '../../domain/fhir/identifiers.ts';
import { DICOM_UID } from '../../domain/fhir/systems.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import type { Principal } from '../../schemas/principal.ts';
import { studyKey } from './study.ts';

/** A study that may match. `of`: only from these records, because a patient number led to them. */
export type Candidate = { readonly key: string; readonly of?: ReadonlySet<string> };

const STUDY_UID = '0020000D';
const PATIENT_ID = '00100020';
const ISSUER = '00100021';
const ACCESSION = '00080050';
const STUDY_DATE = '00080020';
const PAGE = 100;
const MANY_STUDIES = 500;

/** Whether a search is led by an index, or walks the lists of the caller's clinics. */
export const isLed = (keys: readonly MatchingKey[]): boolean =>
  [STUDY_UID, PATIENT_ID, ACCESSION].some((tag) => exact(keys, tag) !== undefined);

/** The value of a key that names one thing, without wildcards. */
const exact = (keys: readonly MatchingKey[], tag: string): string | undefined => {
  const value = keys.find((key) => key.tag === tag)?.value;
  return value === undefined || value === '' || /[*?]/.test(value) ? undefined : value;
};

/**
 * Studies that a search has to look at: by UID, by patient number, by accession number, else the clinics' lists. No scan:
 * whoever gives none of these three walks his clinics' studies from the newest on, or from StudyDate.
 */
export async function* candidates(
  keys: readonly MatchingKey[],
  principal: Principal,
  world: World,
): AsyncGenerator<Candidate> {
  const uids = exact(keys, STUDY_UID);
  if (uids !== undefined)
    return yield* [...new Set(uids.split(/[\\,]/))].map((uid) => ({ key: studyKey(world, uid.trim()) }));
  const records = await recordsOf(keys, principal, world);
  if (records === undefined) return yield* ofClinics(keys, principal, world);
  const found = await inBatches(records, (record) => world.chart.newest(record, 'ImagingStudy', MANY_STUDIES));
  const named = found
    .flat()
    .flatMap(({ resource }) =>
      resource?.resourceType === 'ImagingStudy'
        ? (resource.identifier ?? []).flatMap(({ system, value }) =>
            system === DICOM_UID && value !== undefined ? [value.replace(/^urn:oid:/, '')] : [],
          )
        : [],
    );
  const of = exact(keys, PATIENT_ID) === undefined ? {} : { of: new Set(records) };
  yield* [...new Set(named)].map((uid) => ({ key: studyKey(world, uid), ...of }));
}

/** Keys that the record itself answers for: a header may carry the number alone, or one that was merged into another. */
export const isOfRecord = ({ tag }: MatchingKey): boolean => tag === PATIENT_ID || tag === ISSUER;

/** Records that a patient number or an accession number leads to; undefined where neither is given. */
async function recordsOf(
  keys: readonly MatchingKey[],
  { clinics }: Principal,
  { chart, region, env }: World,
): Promise<string[] | undefined> {
  const [patientId, accession] = [exact(keys, PATIENT_ID), exact(keys, ACCESSION)];
  if (patientId !== undefined) {
    const issuer = exact(keys, ISSUER)?.toLowerCase();
    const idKey = variableOf(env, 'OKA_ID_KEY');
    const named = region.clinics
      .filter(({ id }) => clinics.includes(id))
      .flatMap(({ oid, domains }) =>
        domains
          .filter(({ namespace, oid: own }) => issuer === undefined || [namespace.toLowerCase(), own].includes(issuer))
          .map((domain) => recordId(idKey, oid, domain.oid, patientId)),
      );
    return [...new Set((await inBatches(named, (record) => withMerged(record, chart))).flat())];
  }
  if (accession === undefined) return undefined;
  const found = await inBatches(region.clinics, ({ oid }) => chart.recordsOfAccession(oid, accession));
  return [...new Set(found.flat())];
}

/** What was taken under a number that has been merged into this one is his as well; what is only linked to it is not. */
async function withMerged(record: string, chart: World['chart']): Promise<string[]> {
  const others = (await chart.person(record)).filter((one) => one !== record);
  const survivors = await inBatches(others, (one) => chart.survivor(one));
  return [record, ...others.filter((_, at) => survivors[at] === record)];
}

async function* ofClinics(
  keys: readonly MatchingKey[],
  { clinics }: Principal,
  { chart }: World,
): AsyncGenerator<Candidate> {
  const [from, to] = datesOf(keys);
  const pages = clinics.map((clinic) => ({
    clinic,
    upTo: to,
    rows: [] as { date: string; key: string; place: string }[],
    done: false,
  }));
  const told = new Set<string>();
  for (;;) {
    for (const page of pages)
      if (page.rows.length === 0 && !page.done) {
        const rows = await chart.studies.ofClinic(page.clinic, page.upTo, PAGE);
        // The last place read comes once more, for the range includes its end.
        page.rows = rows.filter(({ place }) => place !== page.upTo);
        page.done = rows.length < PAGE;
        page.upTo = rows.at(-1)?.place ?? page.upTo;
      }
    const [newest] = pages
      .filter(({ rows }) => rows.length > 0)
      .sort((a, b) => ((a.rows[0]?.place ?? '') > (b.rows[0]?.place ?? '') ? -1 : 1));
    const row = newest?.rows.shift();
    if (row === undefined || (from !== undefined && row.date < from)) return;
    if (told.has(row.key)) continue;
    told.add(row.key);
    yield { key: row.key };
  }
}

/** The bounds of StudyDate as the list has them; `~` stands behind every study of the last day. */
function datesOf(keys: readonly MatchingKey[]): [from: string | undefined, to: string | undefined] {
  const value = keys.find(({ tag }) => tag === STUDY_DATE)?.value ?? '';
  const [first = '', last = first] = value.split('-').map((part) => part.trim());
  return [/^\d{8}$/.test(first) ? first : undefined, /^\d{8}$/.test(last) ? `${last}~` : undefined];
}
