import { may } from '../../domain/access/may.ts';
import { dicomKey } from '../../domain/fhir/identifiers.ts';
import type { Chart } from '../../platform/chart/chart.ts';
import { studyBelongs } from '../../platform/chart/study-of-two.ts';
import type { IndexedInstance, Rejection } from '../../platform/chart/study-rows.ts';
import { variableOf } from '../../platform/environment.ts';
import type { Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Principal } from '../../schemas/principal.ts';

/** What of a study one reader may see. */
export type ShownStudy = {
  readonly subject: Subject;
  /** `Patient/<record>` of all records it is shown from. */
  readonly about: readonly string[];
  /** In the order of series and instance numbers; each SOP Instance UID once. */
  readonly instances: readonly IndexedInstance[];
  /** The same Study Instance UID lies with two patients: sent again under a corrected number, say. */
  readonly ofTwoPatients: boolean;
};

/** Name of a study in the index. */
export const studyKey = ({ env }: Pick<World, 'env'>, uid: string): string =>
  dicomKey(variableOf(env, 'OKA_ID_KEY'), 'study', [uid]);

const asked = new WeakMap<ApiRequest, Promise<ShownStudy>>();

/**
 * The study that the path names, read once for a request.
 * @throws OkaError `not-found` where nobody may see anything of it; `unreconciled` where it is two patients'
 */
export function studyOfRequest(request: ApiRequest, world: World): Promise<ShownStudy> {
  const known = asked.get(request) ?? readStudy(request, world);
  asked.set(request, known);
  return known;
}

async function readStudy({ path, principal }: ApiRequest, world: World): Promise<ShownStudy> {
  const study = await shownStudy(studyKey(world, path.study ?? ''), principal, world);
  if (study === undefined) throw new OkaError('not-found', 'study');
  // Shown as one study, the images of one would be read as the other's.
  if (study.ofTwoPatients) throw new OkaError('unreconciled', 'a study of two patients');
  return study;
}

/** For the doors of the API: whose study it is. */
export const subjectOfStudy = async (request: ApiRequest, world: World): Promise<Subject> =>
  (await studyOfRequest(request, world)).subject;

/**
 * What of a study this reader may see: from records whose study belongs to its patient (contract 10), of clinics that are
 * his (contract 13), without what has been rejected (IHE IOCM). A study that is only others' is named with its clinic, so
 * that the door can refuse it.
 * @returns undefined where nothing of it can be shown to anyone
 */
export async function shownStudy(key: string, principal: Principal, world: World): Promise<ShownStudy | undefined> {
  const { instances, rejections } = await world.chart.studies.read(key);
  const byRecord = [...Map.groupBy(instances, ({ record }) => record)].sort(([a], [b]) => (a < b ? -1 : 1));
  const shown: { record: string; clinic: string; instances: IndexedInstance[] }[] = [];
  for (const [record, all] of byRecord) {
    const [{ clinic, study } = { clinic: '', study: '' }] = all;
    const left = withoutRejected(all, rejections);
    if (left.length > 0 && (await studyBelongs(world.chart, record, study)))
      shown.push({ record, clinic, instances: left });
  }
  const [first] = shown;
  if (first === undefined) return undefined;
  const own = shown.filter(({ clinic }) => may(principal, 'read-images', { clinic }));
  const { record, clinic } = own[0] ?? first;
  return {
    subject: { clinic, about: `Patient/${record}` },
    about: own.map((one) => `Patient/${one.record}`),
    instances: inOrder(onceEach(own.flatMap((one) => one.instances))),
    ofTwoPatients: await areOfTwo(
      own.map((one) => one.record),
      world.chart,
    ),
  };
}

async function areOfTwo([first, ...others]: readonly string[], chart: Chart): Promise<boolean> {
  if (first === undefined || others.length === 0) return false;
  const person = await chart.person(first);
  return others.some((record) => !person.includes(record));
}

/** A rejection note takes back what its own record holds, and is no more shown than that. */
function withoutRejected(instances: readonly IndexedInstance[], rejections: readonly Rejection[]): IndexedInstance[] {
  return instances.filter(
    ({ record, sopInstanceUid, rejects }) =>
      rejects === undefined &&
      !rejections.some((one) => one.record === record && one.sopInstanceUid === sopInstanceUid),
  );
}

/** Of two images under one UID (contract 10: both kept, conflict on the clinic's list) a viewer gets the newer. */
const onceEach = (instances: readonly IndexedInstance[]): IndexedInstance[] => [
  ...new Map(instances.toReversed().map((one) => [one.sopInstanceUid, one])).values(),
];

const numberIn = ({ header }: IndexedInstance, tag: string): number => {
  const value = header[tag]?.Value?.[0];
  return typeof value === 'number' ? value : Number.MAX_SAFE_INTEGER;
};
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const inOrder = (instances: readonly IndexedInstance[]): IndexedInstance[] =>
  instances.toSorted(
    (a, b) =>
      numberIn(a, '00200011') - numberIn(b, '00200011') ||
      byText(a.seriesInstanceUid, b.seriesInstanceUid) ||
      numberIn(a, '00200013') - numberIn(b, '00200013') ||
      byText(a.sopInstanceUid, b.sopInstanceUid),
  );

/** The instances that the path names: of the study, of a series, or one. @throws OkaError `not-found` */
export async function instancesOfRequest(request: ApiRequest, world: World): Promise<readonly IndexedInstance[]> {
  const { series, instance } = request.path;
  const found = (await studyOfRequest(request, world)).instances.filter(
    (one) =>
      (series === undefined || one.seriesInstanceUid === series) &&
      (instance === undefined || one.sopInstanceUid === instance),
  );
  if (found.length === 0) throw new OkaError('not-found', instance === undefined ? 'series' : 'instance');
  return found;
}
