import { RANK } from '../../../schemas/chart.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import { LOINC } from '../../fhir/systems.ts';
import { lookUp } from '../table.ts';
import { mapComplaint } from './condition.ts';
import type { Draft } from './draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterReference, orderKey, subjectReference, visitNumber } from './keys.ts';
import { type Around, mapObservation } from './observation.ts';
import { noteText, type Observed, type OrderBlock } from './orders.ts';
import { basedOnOrder, completeOrder, orderNumbers } from './service.ts';
import { termOf } from './terms.ts';

/** OBR-25 (HL7 table 0123) → DiagnosticReport status and rank. */
export const REPORT_STATES: Readonly<Record<string, { status: fhir4.DiagnosticReport['status']; rank: number }>> = {
  F: { status: 'final', rank: RANK.final },
  C: { status: 'corrected', rank: RANK.corrected },
  P: { status: 'preliminary', rank: RANK.preliminary },
  R: { status: 'preliminary', rank: RANK.preliminary },
  A: { status: 'partial', rank: RANK.preliminary },
  S: { status: 'registered', rank: RANK.preliminary },
  I: { status: 'registered', rank: RANK.preliminary },
  O: { status: 'registered', rank: RANK.preliminary },
};
export const STATE_NOT_SAID = { status: 'unknown', rank: RANK.preliminary } as const;

/** LOINC codes that ask what the patient complains of. */
const COMPLAINTS = new Set(['8661-1', '10154-3', '75325-1']);

/**
 * OBR and OBX of an ORU → Observations, a DiagnosticReport that gathers them and the order they answer. OBR with the same
 * order number are one report; the place of an equal OBX counts over all of them, so that none takes another's id.
 */
export function mapResults(blocks: readonly OrderBlock[], patient: RecordOfPatient, draft: Draft): void {
  const reports = new Map<string, { first: OrderBlock; key: string[]; around: Around; result: fhir4.Reference[] }>();
  for (const block of blocks) {
    if (block.obr === undefined) continue;
    const key = orderKey(block, patient, draft);
    const name = key.join('\u0000');
    const known = reports.get(name);
    const around = aroundOrder(block, key, patient, draft, known?.around.places ?? new Map());
    const result = block.observed.flatMap((observed) => mapFact(observed, around, patient, draft) ?? []);
    if (known === undefined) reports.set(name, { first: block, key, around, result });
    else known.result.push(...result);
  }
  for (const { first, key, around, result } of reports.values()) mapReport(first, key, around, result, patient, draft);
}

function aroundOrder(
  block: OrderBlock,
  key: readonly string[],
  patient: RecordOfPatient,
  draft: Draft,
  places: Map<string, number>,
): Around {
  const { obr } = block;
  const reported = draft.time(obr?.text(22));
  const sourceTime = reported?.earliest ?? draft.sourceTime;
  completeOrder(block, patient, draft, sourceTime);
  return {
    key,
    timeInKey: false,
    category: draft.sender.role === 'ris' ? 'imaging' : 'laboratory',
    sourceTime,
    takenAt: draft.time(obr?.text(7))?.dateTime,
    // FHIR `instant` is exact to the second at least.
    issued: reported?.dateTime.includes('T') ? reported.dateTime : undefined,
    status: obr?.text(25),
    service: termOf(obr?.first(4), draft),
    places,
  };
}

/** An OBX that asks for the complaint and is answered by a code is a Condition; all others are Observations. */
function mapFact(
  observed: Observed,
  around: Around,
  patient: RecordOfPatient,
  draft: Draft,
): fhir4.Reference | undefined {
  const { obx } = observed;
  const term = termOf(obx.first(3), draft, 'observation') ?? around.service;
  const coded = ['CWE', 'CE', 'CNE'].includes(obx.text(2)?.toUpperCase() ?? '');
  const asked = term?.concept.coding ?? [];
  if (!coded || !asked.some(({ system, code }) => system === LOINC && COMPLAINTS.has(code ?? '')))
    return mapObservation(observed, term, around, patient, draft);
  const told = draft.time(obx.text(14))?.dateTime ?? around.takenAt;
  for (const value of obx.repetitions(5)) mapComplaint(value, draft, patient, told);
  return undefined;
}

/** OBX outside orders, of an ADT: vital signs and the like, named by patient and visit. */
export function mapBedside(loose: readonly Observed[], patient: RecordOfPatient, draft: Draft): void {
  const said = draft.time(draft.message.first('EVN')?.text(6)) ?? draft.time(draft.message.first('EVN')?.text(2));
  const around: Around = {
    key: [patient.owner.domain.oid, 'visit', patient.identifier, visitNumber(draft) ?? ''],
    timeInKey: true,
    category: 'exam',
    sourceTime: draft.sourceTime,
    takenAt: said?.dateTime,
    issued: undefined,
    status: undefined,
    service: undefined,
    places: new Map(),
  };
  for (const observed of loose) mapFact(observed, around, patient, draft);
}

function mapReport(
  block: OrderBlock,
  key: readonly string[],
  around: Around,
  result: readonly fhir4.Reference[],
  patient: RecordOfPatient,
  draft: Draft,
): void {
  const id = resourceId(draft.context.idKey, 'DiagnosticReport', key);
  const state = block.obr?.text(25)?.toUpperCase() ?? '';
  if (state === 'X' || state === 'Y' || state === 'Z') {
    const gone = draft.group({}, { time: around.sourceTime, rank: RANK.cancelled, deleted: true });
    draft.put(patient, 'DiagnosticReport', id, { base: gone });
    return;
  }
  const { status, rank } = lookUp(REPORT_STATES, state) ?? STATE_NOT_SAID;
  const conclusion = noteText(block.notes);
  const identifiers = orderNumbers(block);
  const base = draft.group(
    {
      status,
      category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }],
      code: around.service?.concept ?? { text: 'OBR-4' },
      ...subjectReference(patient),
      ...encounterReference(draft, patient),
      identifier: identifiers,
      ...basedOnOrder(identifiers),
      ...(around.takenAt !== undefined && { effectiveDateTime: around.takenAt }),
      ...(around.issued !== undefined && { issued: around.issued }),
      ...(result.length > 0 && { result }),
      ...(conclusion !== undefined && { conclusion }),
    },
    { time: around.sourceTime, rank },
  );
  draft.put(patient, 'DiagnosticReport', id, { base });
}
