import { studiesOf } from '../../domain/delivery/studies.ts';
import { accessionOf, conflictOf, hasConflict, headersOf, studyUidOf } from '../../domain/dicom/match.ts';
import { plainName } from '../../domain/reconcile/compare.ts';
import { conflictDecisionIn, decisionIn } from '../../domain/reconcile/decision.ts';
import { reasonsInWords } from '../../domain/reconcile/words.ts';
import type { StoredItem } from '../../platform/chart/chart.ts';
import { claimedElsewhere } from '../../platform/chart/study-of-two.ts';
import type { World } from '../../platform/world.ts';
import type { ReconcileDecision, ReconcileItem, ReconcileSubject } from '../../schemas/api/reconcile.ts';
import { ASIDE_EXTENSION, type StudyDecision } from '../../schemas/reconciled.ts';
import { candidatesOf } from './candidates.ts';

/** A study of the list, as it is stored under the record that its header led to. */
export type ListedStudy = { readonly item: StoredItem; readonly study: fhir4.ImagingStudy };

const HEADERS_SHOWN = 5;

/** `kind/clinic/sha256` of the inputs that brought it. */
export const inputsIn = ({ groups }: StoredItem): string[] =>
  Object.keys(groups).flatMap((name) => (name.startsWith('input:') && !name.includes('@') ? [name.slice(6)] : []));

export const isAside = ({ extension = [] }: fhir4.ImagingStudy): boolean =>
  extension.some(({ url }) => url === ASIDE_EXTENSION);

export async function readStudy(record: string, id: string, { chart }: World): Promise<ListedStudy | undefined> {
  const item = await chart.get(record, 'ImagingStudy', id);
  return item?.resource?.resourceType === 'ImagingStudy' ? { item, study: item.resource } : undefined;
}

function subjectOf({ item, study }: ListedStudy, isShown: boolean): ReconcileSubject {
  const headers = headersOf(study).slice(0, HEADERS_SHOWN);
  const modality = [...new Set((study.series ?? []).map((one) => one.modality?.code ?? ''))].filter(Boolean).join(', ');
  const accession = accessionOf(study)?.accession;
  return {
    record: item.record,
    study: item.id,
    headers: headers.map(({ name, birthDate, sex }) => ({
      ...(name ? { name: plainName(name) } : {}),
      ...(birthDate ? { birthDate } : {}),
      ...(sex ? { sex } : {}),
    })),
    ...(modality ? { modality } : {}),
    ...(study.description ? { description: study.description } : {}),
    ...(study.started ? { started: study.started } : {}),
    ...(accession ? { accession } : {}),
    images: study.numberOfInstances ?? 0,
    ...(isShown ? { shownAs: studyUidOf(study) } : {}),
  };
}

type Shown = {
  readonly clinic: string;
  readonly since: string;
  readonly inputs: number;
  /** With those of the day's orders and appointments: for one that somebody looks at. */
  readonly wide?: boolean;
};

/**
 * A study with its reasons as they stand now and the records it may belong to. What a human decided of it stays to be seen,
 * with the way back.
 */
export async function studyItem(
  kind: 'study' | 'conflict',
  listed: ListedStudy,
  { clinic, since, inputs, wide = false }: Shown,
  world: World,
): Promise<ReconcileItem> {
  const { item, study } = listed;
  const { chart } = world;
  const [patient] = await chart.newest(item.record, 'Patient', 1);
  const elsewhere = await claimedElsewhere(chart, await chart.person(item.record), [item]);
  const [state] = studiesOf(item.record, [item, ...(patient ? [patient] : [])], elsewhere);
  const decided = decidedOn(kind, item);
  const reasons = (state?.reasons ?? []).filter((one) => (one === 'sop-conflict') === (kind === 'conflict'));
  return {
    id: `${kind}~${item.record}~${item.id}`,
    kind,
    since,
    reasons: reasonsInWords(reasons),
    inputs,
    subject: subjectOf(listed, state?.reconciled === true),
    candidates: await candidatesOf(listed, { clinic, wide, decision: decisionIn(item) }, world),
    decisions: choices(kind, study, decided !== undefined, reasons.length > 0),
    ...(decided === undefined ? {} : { decided }),
  };
}

const DECISION = { linked: 'link', apart: 'apart', 'wrong-patient': 'wrong-patient' } as const;

function decidedOn(kind: 'study' | 'conflict', item: StoredItem): ReconcileItem['decided'] {
  const whose: StudyDecision | undefined = decisionIn(item);
  const images = kind === 'conflict' ? conflictDecisionIn(item) : undefined;
  if (whose !== undefined && whose.state !== 'open') {
    const { state, record, by, name, at, note } = whose;
    return {
      decision: DECISION[state],
      ...(record ? { record } : {}),
      ...(name ? { name } : {}),
      ...(note ? { note } : {}),
      by,
      at,
    };
  }
  if (images?.state !== 'apart') return undefined;
  return { decision: 'apart', by: images.by, at: images.at, ...(images.name ? { name: images.name } : {}) };
}

/** A UID without a study behind it cannot be anybody's; two images can be kept apart or be the wrong patient's, not be linked. */
function choices(
  kind: 'study' | 'conflict',
  study: fhir4.ImagingStudy,
  isDecided: boolean,
  isOpen: boolean,
): ReconcileDecision[] {
  if (studyUidOf(study) === '') return [];
  const asked: ReconcileDecision[] =
    kind === 'conflict'
      ? conflictOf(study) !== undefined && hasConflict(study)
        ? ['apart', 'wrong-patient']
        : []
      : ['link', 'apart', 'wrong-patient'];
  return isDecided ? [...(isOpen ? asked : []), 'undo'] : asked;
}
