import { studyName } from '../../domain/delivery/findings.ts';
import { studiesOf } from '../../domain/delivery/studies.ts';
import { studyContents } from '../../domain/recognition/study-contents.ts';
import type { ChartEntry } from '../../domain/rules/facts.ts';
import { inBatches } from './batches.ts';
import type { Chart } from './chart.ts';
import { accessionsElsewhere } from './elsewhere.ts';
import { MOST_HOLDERS, type StudyHolder } from './study-holders.ts';

type Reading = Pick<Chart, 'get' | 'newest' | 'person' | 'survivor' | 'recordsOfAccession' | 'sharedStudies'>;

/**
 * Whether a study is its record's patient's, as it stands now: a late ADT or order changes it, in either direction. What
 * stands in other charts under the same UID takes no part: each copy is asked for itself.
 */
export async function studyBelongs(chart: Reading, record: string, study: string): Promise<boolean> {
  const item = await chart.get(record, 'ImagingStudy', study);
  if (item?.resource === undefined) return false;
  const [patients, person, survivor] = await Promise.all([
    chart.newest(record, 'Patient', 1),
    chart.person(record),
    chart.survivor(record),
  ]);
  const others = survivor === undefined ? [] : await chart.newest(survivor, 'Patient', 1);
  const elsewhere = await accessionsElsewhere(chart, person, [item]);
  const survivors = new Map(survivor === undefined ? [] : [[record, survivor] as const]);
  const [state] = studiesOf(record, [item, ...patients, ...others], elsewhere, survivors);
  return state?.reconciled === true;
}

/**
 * The studies of a person that another person's chart holds too, and there as surely as here (contract 10): one Study
 * Instance UID is one examination of one patient, so one of the two is the wrong one. As `studyName` writes them. Read from
 * what stands now: a merge, a number that links the two, a correction or a rejection note (IHE IOCM) ends it by itself; not of a
 * UID that so many charts hold that it names none of them.
 */
export async function studiesOfTwo(chart: Reading, person: readonly string[]): Promise<ReadonlySet<string>> {
  const shared = (await inBatches(person, (record) => chart.sharedStudies(record))).flat();
  const contested = new Set<string>();
  for (const { uid, holders } of shared) {
    const others = holders.filter(({ record }) => !person.includes(record));
    if (holders.length > MOST_HOLDERS || (await anyClaims(chart, others))) contested.add(studyName(uid));
  }
  return contested;
}

async function anyClaims(chart: Reading, holders: readonly StudyHolder[]): Promise<boolean> {
  const claims = await inBatches(holders, async ({ record, study }) => {
    const item = await chart.get(record, 'ImagingStudy', study);
    return item?.resource !== undefined && holdsImages(item.resource) && studyBelongs(chart, record, study);
  });
  return claims.includes(true);
}

/** A copy whose images have all been taken back claims nothing; nor do notes and markings on what was taken back. */
function holdsImages(study: fhir4.FhirResource): boolean {
  if (study.resourceType !== 'ImagingStudy') return false;
  const { claiming } = studyContents(study);
  return claiming.length > 0;
}

/** What of these entries' studies is another person's too, as `domain/delivery` asks: accession numbers and UIDs. */
export async function claimedElsewhere(
  chart: Reading,
  person: readonly string[],
  entries: readonly ChartEntry[],
): Promise<ReadonlySet<string>> {
  return new Set([...(await accessionsElsewhere(chart, person, entries)), ...(await studiesOfTwo(chart, person))]);
}
