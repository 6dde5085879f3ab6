import { RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { lookUp } from '../../look-up.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { staffOf } from '../people.ts';
import { type Term, termOf } from '../terms.ts';
import { ownsVisits } from '../visits/encounter.ts';
import { type Absence, absenceOf, allAbsences } from './allergy-absence.ts';

type Category = NonNullable<fhir4.AllergyIntolerance['category']>[number];
/** AL1-2, IAM-2, HL7 table 0127, and the words some senders write → FHIR category. */
const CATEGORIES: Readonly<Record<string, Category>> = {
  DA: 'medication',
  DRUG: 'medication',
  FA: 'food',
  FOOD: 'food',
  EA: 'environment',
  AA: 'environment',
  PA: 'environment',
  LA: 'environment',
  ENV: 'environment',
};
/** AL1-4, IAM-4, HL7 table 0128 → severity of the reaction. */
const SEVERITIES: Readonly<Record<string, 'mild' | 'moderate' | 'severe'>> = {
  SV: 'severe',
  MO: 'moderate',
  MI: 'mild',
};
/** IAM-9, HL7 table 0436; a contraindication is neither. */
const TYPES: Readonly<Record<string, 'allergy' | 'intolerance'>> = {
  AL: 'allergy',
  IN: 'intolerance',
  AD: 'intolerance',
  SE: 'intolerance',
};
/** IAM-17, HL7 table 0438; E (erroneous) takes the allergy back. */
const STATES: Readonly<Record<string, readonly [clinical: string, verification: string]>> = {
  C: ['active', 'confirmed'],
  I: ['inactive', 'confirmed'],
  D: ['active', 'unconfirmed'],
  P: ['active', 'unconfirmed'],
  S: ['active', 'unconfirmed'],
  U: ['active', 'unconfirmed'],
};
const SYSTEM = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-';

/**
 * AL1 and IAM (HL7 v2.5.1 ch. 3.4.6, 3.4.7) → AllergyIntolerance, named by IAM-7, else by patient and substance, so that an
 * AL1 and an IAM without a number of their own are one allergy. "No known allergies" is an absence that somebody stated;
 * an allergy of that kind takes it back.
 */
export function mapAllergies(draft: Draft, patient: RecordOfPatient): void {
  if (!ownsVisits(draft)) return;
  const segments = [...draft.message.all('AL1'), ...draft.message.all('IAM')];
  const told = segments.flatMap((segment) => readAllergy(segment, draft, patient) ?? []);
  for (const [id, together] of Map.groupBy(told, (one) => one.id)) {
    const said = asOne(together.map((one) => one.said));
    draft.put(patient, 'AllergyIntolerance', id, {
      base: draft.group({ patient: { reference: `Patient/${patient.record}` }, ...said }),
    });
  }
}

type Said = Partial<fhir4.AllergyIntolerance>;

/** Several lines about one substance, one for each reaction as some senders write: an active one counts, no reaction is lost. */
function asOne(lines: readonly Said[]): Said {
  const isActive = ({ clinicalStatus }: Said): boolean => clinicalStatus?.coding?.[0]?.code === 'active';
  const reaction = lines.flatMap((line) => line.reaction ?? []);
  return {
    ...Object.assign({}, ...lines.toSorted((a, b) => Number(isActive(a)) - Number(isActive(b)))),
    ...(reaction.length > 0 && { reaction }),
  };
}

/** What a segment says, under the name of the allergy; one that is deleted, or that is none, is dealt with at once. */
function readAllergy(
  segment: Segment,
  draft: Draft,
  patient: RecordOfPatient,
): { readonly id: string; readonly said: Said } | undefined {
  const isIam = segment.name === 'IAM';
  const category = lookUp(CATEGORIES, segment.text(2)?.toUpperCase());
  const absence = absenceOf(segment.first(3), category);
  const term = termOf(segment.first(3), draft, category === 'medication' && !absence ? 'medication' : undefined);
  const deleted = isIam && (segment.text(6)?.toUpperCase() === 'D' || segment.text(17)?.toUpperCase() === 'E');
  const ids = absence ? [absenceId(absence, draft, patient)] : allergyIds(segment, term, draft, patient);
  if (term === undefined && !(deleted && ids.length > 0)) {
    draft.warn(`${segment.name}-3 is empty: no allergy`);
    return undefined;
  }
  if (deleted) {
    const gone = draft.group({}, { deleted: true, rank: RANK.cancelled });
    for (const id of ids) draft.put(patient, 'AllergyIntolerance', id, { base: gone });
    return undefined;
  }
  const [id] = ids;
  if (id === undefined || term === undefined) return undefined;
  if (absence === undefined) takeBackAbsences(category, draft, patient);
  return { id, said: absence ? stated(absence, term, draft) : allergyOf(segment, term, category, draft) };
}

function allergyOf(segment: Segment, term: Term, category: Category | undefined, draft: Draft): Said {
  const isIam = segment.name === 'IAM';
  const manifestation = segment.repetitions(5).flatMap((repetition) => repetition.text() ?? []);
  const severity = lookUp(SEVERITIES, segment.text(4)?.toUpperCase());
  const onset = draft.time(segment.text(isIam ? 11 : 6));
  const onsetText = isIam ? segment.text(12) : undefined;
  const state = isIam ? lookUp(STATES, segment.text(17)?.toUpperCase()) : undefined;
  const type = isIam ? lookUp(TYPES, segment.text(9)?.toUpperCase()) : undefined;
  const recorded = isIam ? (draft.time(segment.text(13)) ?? draft.time(segment.text(20))) : undefined;
  const asserter = isIam ? staffOf(segment.first(18)) : undefined;
  const number = isIam ? segment.text(7) : undefined;
  return {
    clinicalStatus: { coding: [{ system: `${SYSTEM}clinical`, code: state?.[0] ?? 'active' }] },
    ...(state && { verificationStatus: { coding: [{ system: `${SYSTEM}verification`, code: state[1] }] } }),
    ...(number !== undefined && { identifier: [{ value: number }] }),
    code: term.concept,
    ...(type && { type }),
    ...(category && { category: [category] }),
    ...(onset ? { onsetDateTime: onset.dateTime } : onsetText !== undefined && { onsetString: onsetText }),
    ...(recorded && { recordedDate: recorded.dateTime }),
    ...(asserter && { asserter }),
    ...(manifestation.length > 0 && {
      reaction: [{ manifestation: manifestation.map((text) => ({ text })), ...(severity && { severity }) }],
    }),
    ...(manifestation.length === 0 && severity === 'severe' && { criticality: 'high' }),
  };
}

/** The ids under which an allergy may stand: a delete by IAM-7 also takes back what an AL1 said of the same substance. */
function allergyIds(
  segment: Segment,
  term: Term | undefined,
  { context }: Draft,
  { owner, identifier }: RecordOfPatient,
): string[] {
  const bySubstance = term ? [[owner.domain.oid, identifier, ...term.key]] : [];
  const number = segment.name === 'IAM' ? segment.text(7, 1) : undefined;
  const byNumber = [owner.domain.oid, identifier, 'IAM-7', number ?? '', segment.text(7, 2) ?? ''];
  const keys = number === undefined ? bySubstance : [byNumber, ...bySubstance];
  return keys.map((key) => resourceId(context.idKey, 'AllergyIntolerance', key));
}

const absenceId = ({ kind }: Absence, { context }: Draft, { owner, identifier }: RecordOfPatient): string =>
  resourceId(context.idKey, 'AllergyIntolerance', [owner.domain.oid, identifier, 'none known', kind, '']);

/** FHIR R4 §9.1.3.2: the absence is the code; the time of the statement tells how old it is. */
function stated({ coding, category }: Absence, term: Term, draft: Draft): Said {
  const sent = term.concept.coding?.filter(({ code }) => code !== coding.code) ?? [];
  const when = draft.time(draft.message.first('EVN')?.text(2)) ?? draft.time(draft.message.first('MSH')?.text(7));
  return {
    clinicalStatus: { coding: [{ system: `${SYSTEM}clinical`, code: 'active' }] },
    code: { ...term.concept, coding: [coding, ...sent] },
    ...(category && { category: [category] }),
    ...(when && { recordedDate: when.dateTime }),
  };
}

function takeBackAbsences(category: string | undefined, draft: Draft, patient: RecordOfPatient): void {
  const gone = draft.group({}, { deleted: true, rank: RANK.cancelled });
  for (const absence of allAbsences(category))
    draft.put(patient, 'AllergyIntolerance', absenceId(absence, draft, patient), { base: gone });
}
