import { type FieldGroup, RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { LOINC } from '../../../fhir/systems.ts';
import { lookUp } from '../../look-up.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, subjectReference } from '../keys.ts';
import { noteText, type Observed } from '../orders/orders.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { organisationOf, staffOf } from '../people.ts';
import { keyOfTerm, type Term, termOf } from '../terms.ts';
import { interpretationOf } from './interpretation.ts';
import { referenceRangeOf, type Unit, unitOf } from './quantity.ts';
import { type Value, valuesOf } from './value.ts';

type State = { readonly status: fhir4.Observation['status']; readonly rank: number };

/** OBX-11 (HL7 table 0085) and OBR-25 (0123): what it makes of the Observation, and its rank (contract 3). */
const STATES: Readonly<Record<string, State>> = {
  F: { status: 'final', rank: RANK.final },
  U: { status: 'final', rank: RANK.final },
  V: { status: 'final', rank: RANK.final },
  C: { status: 'corrected', rank: RANK.corrected },
  B: { status: 'amended', rank: RANK.corrected },
  A: { status: 'preliminary', rank: RANK.preliminary },
  P: { status: 'preliminary', rank: RANK.preliminary },
  S: { status: 'preliminary', rank: RANK.preliminary },
  R: { status: 'preliminary', rank: RANK.preliminary },
  M: { status: 'preliminary', rank: RANK.preliminary },
  I: { status: 'registered', rank: RANK.preliminary },
  X: { status: 'cancelled', rank: RANK.cancelled },
};
const NOT_STATED: State = { status: 'unknown', rank: RANK.preliminary };
/** Deleted, posted in error: tombstones. */
const WITHDRAWN = new Set(['D', 'W']);
/** Not asked, only described: no fact at all. */
const NO_FACT = new Set(['N', 'O']);

/** LOINC codes of vital signs (FHIR R4 vital signs profile and its usual neighbours). */
const VITAL_SIGNS = new Set(
  '85353-1 9279-1 8867-4 2708-6 59408-5 8310-5 8302-2 9843-4 29463-7 39156-5 85354-9 8480-6 8462-4 9269-2'.split(' '),
);
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category';

/** What the OBX of one order, or of one visit, have in common. */
export type Around = {
  /** Parts of the key before OBX-3, beginning with the domain's OID. */
  readonly key: readonly string[];
  /** The OBX is also told apart by OBX-14: vital signs of a visit are taken again and again. */
  readonly timeInKey: boolean;
  readonly category: 'laboratory' | 'exam' | 'imaging';
  /** Source time of the stamp, an instant. */
  readonly sourceTime: string | undefined;
  /** Clinical time where OBX-14 is empty. */
  readonly takenAt: string | undefined;
  readonly issued: string | undefined;
  /** OBR-25, for an OBX without OBX-11. */
  readonly status: string | undefined;
  /** The code of an OBX without OBX-3: that of its order. */
  readonly service: Term | undefined;
  readonly specimen?: fhir4.Reference | undefined;
  /** What it is part of: a vaccination, for one. */
  readonly partOf?: fhir4.Reference | undefined;
  /** How many OBX with the same OBX-3 and OBX-4 came before under this key: their place is part of it (contract 2). */
  readonly places: Map<string, number>;
};

/** An observation that a message speaks of: how it is referred to, and a name by which such references are put in order. */
export type Told = { readonly reference: string; readonly name: string; readonly gone: boolean };

/** OBX-11 in capitals, else OBR-25. */
export const statusOf = (obx: Segment, { status }: Pick<Around, 'status'>): string =>
  (obx.text(11) ?? status)?.toUpperCase() ?? '';

/** Said of no fact: not asked (N), or only what is ordered is described (O). */
const saysNothing = (status: string): boolean => NO_FACT.has(status);
export const isWithdrawn = (status: string): boolean => WITHDRAWN.has(status);

/**
 * OBX → Observation. Named by the key of its order (or visit), OBX-3, OBX-4 and its place among equal ones. What it says
 * stands in `base`, its state in `status`: OBX-11 U makes final what came before and repeats nothing. D and W withdraw it,
 * X says that there will be no value. Undefined where there is no fact (not asked, nothing to name it).
 */
export function mapObservation(
  { obx, notes }: Observed,
  term: Term | undefined,
  around: Around,
  patient: RecordOfPatient,
  draft: Draft,
): Told | undefined {
  const sent = statusOf(obx, around);
  if (saysNothing(sent)) return undefined;
  const { key, name } = nameOfObserved(obx, around);
  const id = resourceId(draft.context.idKey, 'Observation', key);
  const reference = `Observation/${id}`;
  const time = around.sourceTime;
  if (isWithdrawn(sent)) {
    draft.put(patient, 'Observation', id, { base: draft.group({}, { time, rank: RANK.cancelled, deleted: true }) });
    return { reference, name, gone: true };
  }
  if (term === undefined) {
    draft.warn('OBX-3 is empty: no observation');
    return undefined;
  }
  const state = lookUp(STATES, sent) ?? NOT_STATED;
  const unit = unitIn(obx, term, draft);
  const values = sent === 'X' ? [] : valuesOf(obx, unit, term, draft);
  const groups: Record<string, FieldGroup> = {
    status: draft.group({ status: state.status }, { time, rank: state.rank }),
  };
  if (sent !== 'U' || values.length > 0)
    groups.base = draft.group(
      {
        category: [{ coding: [{ system: CATEGORY, code: categoryOf(term, around) }] }],
        code: term.concept,
        ...subjectReference(patient),
        ...encounterReference(draft, patient),
        ...timesOf(obx, around, draft),
        ...peopleAndMeans(obx, draft),
        ...(around.specimen && { specimen: around.specimen }),
        ...(around.partOf && { partOf: [around.partOf] }),
        ...valueMembers(values, term, state.status),
        ...judgement(obx, unit),
        ...notesOf(notes),
      },
      { time, rank: state.rank },
    );
  draft.put(patient, 'Observation', id, groups);
  return { reference, name, gone: false };
}

/** Parts of the natural key of an OBX, and the same as a name: its sub-id, its code and its place among equal ones. */
export function nameOfObserved(obx: Segment, around: Around): { key: string[]; name: string } {
  const named = [...keyOfTerm(obx.first(3)), obx.field(4)];
  const own = around.timeInKey ? [...named, obx.field(14)] : named;
  const equal = own.join('\u0000');
  const place = around.places.get(equal) ?? 0;
  around.places.set(equal, place + 1);
  const name = [named[2], named[0]].join('|').slice(0, 60);
  return { key: [...around.key, ...own, String(place)], name: `${name}|${String(place).padStart(4, '0')}` };
}

function timesOf(obx: Segment, around: Around, draft: Draft): Partial<fhir4.Observation> {
  const taken = draft.time(obx.text(14))?.dateTime ?? around.takenAt;
  const analysed = draft.time(obx.text(19))?.dateTime;
  // FHIR `instant` is exact to the second at least.
  const issued = around.issued ?? (analysed?.includes('T') ? analysed : undefined);
  return { ...(taken !== undefined && { effectiveDateTime: taken }), ...(issued !== undefined && { issued }) };
}

/** OBX-15, 16 and 23 (who did it), 17 (how), 18 (with what) and 20 (where on the body). */
function peopleAndMeans(obx: Segment, draft: Draft): Partial<fhir4.Observation> {
  const organisation = organisationOf(obx.first(23));
  const producer = termOf(obx.first(15), draft)?.concept.text;
  const performer = [
    ...obx.repetitions(16).flatMap((repetition) => staffOf(repetition) ?? []),
    ...(organisation ? [organisation] : producer === undefined ? [] : [{ type: 'Organization', display: producer }]),
  ];
  const [method, site] = [termOf(obx.first(17), draft)?.concept, termOf(obx.first(20), draft)?.concept];
  const device = obx.text(18);
  return {
    ...(performer.length > 0 && { performer }),
    ...(method && { method }),
    ...(device !== undefined && { device: { type: 'Device', identifier: { value: device } } }),
    ...(site && { bodySite: site }),
  };
}

function valueMembers(values: readonly Value[], term: Term, status: string): Partial<fhir4.Observation> {
  const [value, ...more] = values;
  if (more.length > 0) return { component: values.map((one) => ({ code: term.concept, ...one })) };
  return value ?? { dataAbsentReason: absent(status) };
}

/** OBX-7 and OBX-8; both may repeat. */
function judgement(obx: Segment, unit: Unit | undefined): Partial<fhir4.Observation> {
  const ranges = obx.repetitions(7).map((repetition) => repetition.literal().trim());
  const sent = ranges.filter((range) => range !== '');
  const interpretation = obx.repetitions(8).flatMap((repetition) => interpretationOf(repetition) ?? []);
  return {
    ...(interpretation.length > 0 && { interpretation }),
    ...(sent.length > 0 && { referenceRange: sent.map((range) => referenceRangeOf(range, unit)) }),
  };
}

function notesOf(notes: readonly Segment[]): Partial<fhir4.Observation> {
  const note = noteText(notes);
  return note === undefined ? {} : { note: [{ text: note }] };
}

function unitIn(obx: Segment, { entry, coding }: Term, draft: Draft): Unit | undefined {
  const sent = obx.text(6, 1) ?? obx.text(6, 2);
  if (sent === undefined) return undefined;
  const unit = unitOf(sent, obx.text(6, 3), entry);
  if (unit.ucum === undefined) draft.countUnmapped('unit', sent, undefined, coding?.code);
  return unit;
}

const categoryOf = ({ concept }: Term, { category }: Around): string =>
  concept.coding?.some(({ system, code }) => system === LOINC && VITAL_SIGNS.has(code ?? ''))
    ? 'vital-signs'
    : category;

/** Why there is no value: it is to come, it cannot be had, or nobody says. */
const absent = (status: string): fhir4.CodeableConcept => ({
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
      code:
        status === 'registered' || status === 'preliminary'
          ? 'temp-unknown'
          : status === 'cancelled'
            ? 'not-performed'
            : 'unknown',
    },
  ],
});
