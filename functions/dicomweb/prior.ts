import { may } from '../../domain/access/may.ts';
import { areComparable, areOfOneSide, type Examined, isSamePart, type Sided } from '../../domain/dicom/prior.ts';
import { timeOf } from '../../domain/fhir/facets.ts';
import { DICOM_UID } from '../../domain/fhir/systems.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import type { PriorDisplay } from '../../schemas/display.ts';
import { shownStudy, studyKey, studyOfRequest } from './study.ts';

/** Studies and reports of a record that are looked at, the newest first. */
const LOOKED_AT = 60;
const RADIOLOGY = 'RAD';

/**
 * The newest earlier study of the same kind and part of the body, of all records of the person whose images this reader may
 * see. Where there is none: the day of the newest report of such an examination, whose images stayed at the clinic.
 */
export async function readPrior(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const study = await studyOfRequest(request, world);
  const current = examinedIn(study.instances);
  const begun = await chartTimeOf(request.path.study ?? '', study.about, world);
  const records = await readable(study.about, request, world);
  const earlier = await earlierStudies(records, begun, world);
  for (const { resource, record, time } of earlier) {
    if (!areComparable(current, examinedOf(resource))) continue;
    const uid = uidOf(resource);
    // What the chart names may be shown only where the images of it may: reconciled, and of a clinic that is his.
    const shown = uid === undefined ? undefined : await shownStudy(studyKey(world, uid), request.principal, world);
    if (uid === undefined || shown === undefined || shown.ofTwoPatients) continue;
    if (!shown.about.some((about) => about === `Patient/${record}`)) continue;
    const theirs = examinedIn(shown.instances);
    if (!areOfOneSide(current, { ...theirs, words: `${theirs.words} ${examinedOf(resource).words}` })) continue;
    const date = shown.instances.map(({ header }) => header['00080020']?.Value?.[0]).find((one) => one !== undefined);
    const prior: PriorDisplay = { study: uid, date: typeof date === 'string' ? date : time.slice(0, 10) };
    return { status: 200, json: prior, alsoAbout: shown.about };
  }
  const reported = await newestReport(records, current.words, begun, world);
  return { status: 200, json: reported === undefined ? {} : { reported }, alsoAbout: study.about };
}

async function readable(about: readonly string[], { principal }: ApiRequest, world: World): Promise<string[]> {
  const own = about.map((one) => one.replace('Patient/', ''));
  const persons = await Promise.all(own.map((record) => world.chart.person(record)));
  const found: string[] = [];
  for (const record of new Set([...own, ...persons.flat()]))
    if (may(principal, 'read-images', { clinic: (await world.chart.head(record))?.clinic })) found.push(record);
  return found;
}

type Earlier = { readonly resource: fhir4.ImagingStudy; readonly record: string; readonly time: string };

async function studiesOf(record: string, world: World): Promise<Earlier[]> {
  const items = await world.chart.newest(record, 'ImagingStudy', LOOKED_AT);
  return items.flatMap(({ resource }) => {
    if (resource?.resourceType !== 'ImagingStudy') return [];
    const time = timeOf(resource);
    return time === undefined ? [] : [{ resource, record, time }];
  });
}

async function earlierStudies(
  records: readonly string[],
  before: string | undefined,
  world: World,
): Promise<Earlier[]> {
  const all = await Promise.all(records.map((record) => studiesOf(record, world)));
  // A study that does not say when it was has no earlier one.
  return all
    .flat()
    .filter(({ time }) => before !== undefined && time < before)
    .sort((a, b) => (a.time > b.time ? -1 : 1));
}

/** When the study began, as the chart has it: the header's time knows no zone. */
async function chartTimeOf(uid: string, about: readonly string[], world: World): Promise<string | undefined> {
  for (const one of about) {
    const found = (await studiesOf(one.replace('Patient/', ''), world)).find(({ resource }) => uidOf(resource) === uid);
    if (found !== undefined) return found.time;
  }
  return undefined;
}

const uidOf = ({ identifier = [] }: fhir4.ImagingStudy): string | undefined =>
  identifier.find(({ system }) => system === DICOM_UID)?.value?.replace(/^urn:oid:/, '');

const examinedOf = ({ modality = [], description = '', series = [] }: fhir4.ImagingStudy): Examined => ({
  modalities: modality.flatMap(({ code }) => code ?? []),
  words: [description, ...series.flatMap((one) => [one.bodySite?.display ?? '', one.description ?? ''])].join(' '),
});

const WORDS = ['00180015', '00081030', '0008103E'] as const;
/** Image Laterality, Laterality (PS3.3 §C.7.3.1, §C.7.6.1). */
const SIDE = ['00200062', '00200060'] as const;
function examinedIn(instances: readonly IndexedInstance[]): Examined & Sided {
  const values = (tag: string): string[] =>
    instances.flatMap(({ header }) => {
      const value = header[tag]?.Value?.[0];
      return typeof value === 'string' ? [value] : [];
    });
  return {
    modalities: [...new Set(values('00080060'))],
    words: [...new Set(WORDS.flatMap(values))].join(' '),
    sides: [...new Set(SIDE.flatMap(values))],
  };
}

async function newestReport(
  records: readonly string[],
  words: string,
  before: string | undefined,
  world: World,
): Promise<string | undefined> {
  if (before === undefined) return undefined;
  const items = await Promise.all(records.map((record) => world.chart.newest(record, 'DiagnosticReport', LOOKED_AT)));
  const times = items.flat().flatMap(({ resource }) => {
    if (resource?.resourceType !== 'DiagnosticReport' || !isRadiology(resource)) return [];
    const named = [resource.code.text, ...(resource.code.coding ?? []).map(({ display }) => display)].join(' ');
    const time = timeOf(resource);
    // Of the same day it may be the report of this very study.
    if (time === undefined || time.slice(0, 10) >= before.slice(0, 10)) return [];
    return isSamePart(words, named) ? [time.slice(0, 10)] : [];
  });
  return times.sort().at(-1);
}

const isRadiology = ({ category = [] }: fhir4.DiagnosticReport): boolean =>
  category.some(({ coding = [] }) => coding.some(({ code }) => code === RADIOLOGY));
