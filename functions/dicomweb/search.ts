import type { DicomJson, JsonAttribute } from '../../domain/dicom/json.ts';
import type { Level } from '../../domain/dicom/web/attributes.ts';
import { answerOf, matches, readSearch, type Search } from '../../domain/dicom/web/search.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { candidates, isLed, isOfRecord } from './candidates.ts';
import { requireJson } from './json.ts';
import { merged, modalitiesOf } from './merged.ts';
import { instanceUrl, seriesUrl, studyUrl } from './places.ts';
import { type ShownStudy, shownStudy, studyOfRequest } from './study.ts';

/** Results in one answer, where the caller does not say, and at most. */
const RESULTS = 200;
const MOST_RESULTS = 1000;
/** Studies that one search looks at, when only the clinics' lists lead to them. */
const WALK = 1000;

/** Searches (QIDO-RS, PS3.18 §10.6) over the caller's clinics, or within one study. */
export const searching =
  (level: Level) =>
  async (request: ApiRequest, world: World): Promise<ApiAnswer> => {
    requireJson(request);
    const search = readSearch(request.queries, level);
    if ('unsupported' in search) throw new OkaError('malformed-request', `query.${search.unsupported}`);
    const { limit = RESULTS, offset = 0 } = request.query as { limit?: number; offset?: number };
    const wanted = Math.min(limit, MOST_RESULTS);
    const warnings = request.query.fuzzymatching === 'true' ? [FUZZY] : [];
    const found: DicomJson[] = [];
    const about = new Set<string>();
    // One more than wanted, to know whether there are more.
    for await (const { study, keys } of studies(request, search, world, warnings)) {
      const rows = resultsOf(study, level, { ...search, keys }, request);
      for (const row of rows) found.push(row);
      if (rows.length > 0) for (const one of study.about) about.add(one);
      if (found.length > offset + wanted) break;
    }
    if (found.length > offset + wanted) warnings.push(MORE);
    return {
      status: 200,
      contentType: 'application/dicom+json',
      json: found.slice(offset, offset + wanted),
      alsoAbout: [...about],
      ...(warnings.length === 0 ? {} : { headers: { warning: warnings.join(', ') } }),
    };
  };

const warning = (text: string): string => `299 oka "${text}"`;
const FUZZY = warning('The fuzzymatching parameter is not supported. Only literal matching has been performed.');
const MORE = warning('There are additional results that can be requested.');
const CUT = warning(`Only the newest ${WALK} studies were searched: give StudyDate, PatientID or AccessionNumber.`);

async function* studies(
  request: ApiRequest,
  search: Search,
  world: World,
  warnings: string[],
): AsyncGenerator<{ study: ShownStudy; keys: Search['keys'] }> {
  const { keys } = search;
  if (request.path.study !== undefined) return yield { study: await studyOfRequest(request, world), keys };
  let looked = 0;
  for await (const { key, of } of candidates(keys, request.principal, world)) {
    looked += 1;
    if (looked > WALK && !isLed(keys)) {
      warnings.push(CUT);
      return;
    }
    const study = await shownStudy(key, request.principal, world);
    const instances = study?.instances.filter(({ record }) => of?.has(record) ?? true) ?? [];
    if (study === undefined || instances.length === 0) continue;
    // Asked for by patient it is his part of it; else nobody can say whose it is.
    if (study.ofTwoPatients && of === undefined) continue;
    yield { study: { ...study, instances }, keys: of === undefined ? keys : keys.filter((one) => !isOfRecord(one)) };
  }
}

/** The rows of a study at the level asked for: each matches the keys of its own level and those above. */
function resultsOf(study: ShownStudy, level: Level, search: Search, request: ApiRequest): DicomJson[] {
  const inPath = study.instances.filter(
    ({ seriesInstanceUid }) => request.path.series === undefined || seriesInstanceUid === request.path.series,
  );
  const whole = studyJson(study.instances, request.base);
  if (!matchesAt('study', whole, search)) return [];
  if (level === 'study') return [withCounts(whole, answerOf(whole, ['study'], search.include), STUDY_COUNTS)];
  const above = request.path.study === undefined ? answerOf(whole, ['study'], search.include) : {};
  return [...Map.groupBy(inPath, ({ seriesInstanceUid }) => seriesInstanceUid)].flatMap(([uid, instances]) => {
    const series = seriesJson(instances, request.base);
    if (!matchesAt('series', series, search)) return [];
    const ids = { '0020000D': ui(instances[0]?.studyInstanceUid ?? '') };
    if (level === 'series')
      return [withCounts(series, { ...above, ...ids, ...answerOf(series, ['series'], search.include) }, SERIES_COUNTS)];
    const outer = request.path.series === undefined ? answerOf(series, ['series'], search.include) : {};
    return instances
      .filter(({ header }) => matchesAt('instance', header, search))
      .map((one) => ({
        ...above,
        ...outer,
        ...ids,
        '0020000E': ui(uid),
        ...answerOf(one.header, ['instance'], search.include),
        '00080056': ONLINE,
        '00081190': { vr: 'UR', Value: [instanceUrl(request.base, one)] },
      }));
  });
}

const matchesAt = (level: Level, json: DicomJson, { keys }: Search): boolean =>
  matches(
    json,
    keys.filter((key) => key.level === level),
  );

const ui = (uid: string): JsonAttribute => ({ vr: 'UI', Value: [uid] });
const is = (count: number): JsonAttribute => ({ vr: 'IS', Value: [count] });
const ONLINE: JsonAttribute = { vr: 'CS', Value: ['ONLINE'] };
/** Counted, and answered at all times: availability, modalities, link, numbers of series and instances. */
const STUDY_COUNTS = ['00080056', '00080061', '00081190', '00201206', '00201208'];
const SERIES_COUNTS = ['00080056', '00081190', '00201209'];

const withCounts = (from: DicomJson, answer: DicomJson, tags: readonly string[]): DicomJson => ({
  ...answer,
  ...Object.fromEntries(tags.flatMap((tag) => (from[tag] === undefined ? [] : [[tag, from[tag]]]))),
});

function studyJson(instances: readonly IndexedInstance[], base: string): DicomJson {
  const [first] = instances;
  const series = new Set(instances.map(({ seriesInstanceUid }) => seriesInstanceUid));
  return {
    ...merged(instances),
    '00080056': ONLINE,
    '00080061': { vr: 'CS', Value: modalitiesOf(instances) },
    '00081190': { vr: 'UR', Value: [first === undefined ? base : studyUrl(base, first)] },
    '00201206': is(series.size),
    '00201208': is(instances.length),
  };
}

function seriesJson(instances: readonly IndexedInstance[], base: string): DicomJson {
  const [first] = instances;
  return {
    ...merged(instances),
    '00080056': ONLINE,
    '00081190': { vr: 'UR', Value: [first === undefined ? base : seriesUrl(base, first)] },
    '00201209': is(instances.length),
  };
}
