import { RANK } from '../../../schemas/chart.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import { LOINC } from '../../fhir/systems.ts';
import type { Repetition, Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import type { Draft } from './draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterReference, subjectReference } from './keys.ts';
import { noteText, type Observed } from './orders.ts';
import { referenceRangeOf, type Unit, unitOf } from './quantity.ts';
import type { Term } from './terms.ts';
import { valuesOf } from './value.ts';

/** OBX-11 (HL7 table 0085) and OBR-25 (0123): what it makes of the Observation, and its rank (contract 3). */
const STATES: Readonly<Record<string, { status: fhir4.Observation['status']; rank: number }>> = {
  F: { status: 'final', rank: RANK.final },
  U: { status: 'final', rank: RANK.final },
  V: { status: 'final', rank: RANK.final },
  C: { status: 'corrected', rank: RANK.corrected },
  P: { status: 'preliminary', rank: RANK.preliminary },
  S: { status: 'preliminary', rank: RANK.preliminary },
  R: { status: 'preliminary', rank: RANK.preliminary },
  A: { status: 'preliminary', rank: RANK.preliminary },
  B: { status: 'preliminary', rank: RANK.preliminary },
  I: { status: 'registered', rank: RANK.preliminary },
};
const NOT_STATED = { status: 'unknown', rank: RANK.preliminary } as const;
/** Deleted, posted in error, cannot be obtained: tombstones. */
const WITHDRAWN = new Set(['D', 'W', 'X']);
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
  /** How many OBX with the same OBX-3 and OBX-4 came before under this key: their place is part of it (contract 2). */
  readonly places: Map<string, number>;
};

/**
 * OBX → Observation. Named by the key of its order (or visit), OBX-3, OBX-4 and its place among equal ones. OBX-11 D, W and
 * X withdraw it. Gives the reference, or undefined where there is no fact (not asked, a document, nothing to name it).
 */
export function mapObservation(
  { obx, notes }: Observed,
  term: Term | undefined,
  around: Around,
  patient: RecordOfPatient,
  draft: Draft,
): fhir4.Reference | undefined {
  const status = (obx.text(11) ?? around.status)?.toUpperCase();
  if (status !== undefined && NO_FACT.has(status)) return undefined;
  const id = observationId(obx, around, draft);
  const stamped = { time: around.sourceTime };
  if (status !== undefined && WITHDRAWN.has(status)) {
    const gone = draft.group({}, { ...stamped, rank: RANK.cancelled, deleted: true });
    draft.put(patient, 'Observation', id, { base: gone });
    return undefined;
  }

  if (term === undefined) {
    draft.warn('OBX-3 is empty: no observation');
    return undefined;
  }
  const unit = unitIn(obx, term, draft);
  const values = valuesOf(obx, unit, term, draft);
  if (values.length === 0 && isDocument(obx)) return undefined;
  const { status: state, rank } = lookUp(STATES, status) ?? NOT_STATED;
  const taken = draft.time(obx.text(14))?.dateTime ?? around.takenAt;
  const note = noteText(notes);
  const range = obx.text(7) === undefined ? undefined : obx.first(7)?.literal().trim();
  const interpretation = obx.repetitions(8).flatMap((repetition) => interpretationOf(repetition) ?? []);
  const [value, ...more] = values;
  const base = draft.group(
    {
      status: state,
      category: [{ coding: [{ system: CATEGORY, code: categoryOf(term, around) }] }],
      code: term.concept,
      ...subjectReference(patient),
      ...encounterReference(draft, patient),
      ...(taken !== undefined && { effectiveDateTime: taken }),
      ...(around.issued !== undefined && { issued: around.issued }),
      ...(more.length > 0
        ? { component: values.map((one) => ({ code: term.concept, ...one })) }
        : (value ?? { dataAbsentReason: absent(state) })),
      ...(interpretation.length > 0 && { interpretation }),
      ...(range !== undefined && { referenceRange: [referenceRangeOf(range, unit)] }),
      ...(note !== undefined && { note: [{ text: note }] }),
    },
    { ...stamped, rank },
  );
  draft.put(patient, 'Observation', id, { base });
  return { reference: `Observation/${id}` };
}

const isDocument = (obx: Segment): boolean => obx.text(2) === 'ED' || obx.text(2) === 'RP';

function observationId(obx: Segment, around: Around, draft: Draft): string {
  const code = obx.first(3);
  const named = [code?.component(1).trim() ?? '', code?.component(3).trim() ?? '', obx.field(4)];
  const own = around.timeInKey ? [...named, obx.field(14)] : named;
  const equal = own.join('\u0000');
  const place = around.places.get(equal) ?? 0;
  around.places.set(equal, place + 1);
  return resourceId(draft.context.idKey, 'Observation', [...around.key, ...own, String(place)]);
}

function unitIn(obx: Segment, { entry }: Term, draft: Draft): Unit | undefined {
  const sent = obx.text(6, 1) ?? obx.text(6, 2);
  if (sent === undefined) return undefined;
  const unit = unitOf(sent, obx.text(6, 3), entry);
  if (unit.ucum === undefined) draft.countUnmapped('unit', sent);
  return unit;
}

const categoryOf = ({ concept }: Term, { category }: Around): string =>
  concept.coding?.some(({ system, code }) => system === LOINC && VITAL_SIGNS.has(code ?? ''))
    ? 'vital-signs'
    : category;

const absent = (status: string): fhir4.CodeableConcept => ({
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
      code: status === 'registered' || status === 'preliminary' ? 'temp-unknown' : 'unknown',
    },
  ],
});

/** Codes that table 0078 and v3 ObservationInterpretation share. */
const INTERPRETATIONS = new Set('L H LL HH LU HU N A AA < > U D B W S R I MS VS POS NEG IND DET ND'.split(' '));

/** OBX-8 → interpretation; flags outside the table are kept as text. */
function interpretationOf(repetition: Repetition): fhir4.CodeableConcept | undefined {
  const sent = repetition.text();
  if (sent === undefined) return undefined;
  const code = sent.toUpperCase();
  if (!INTERPRETATIONS.has(code)) return { text: sent };
  return { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code }] };
}
