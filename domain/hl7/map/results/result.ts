import { RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { LOINC } from '../../../fhir/systems.ts';
import type { Hl7Time } from '../../time.ts';
import { isDocument, mapObservedDocument } from '../documents/document.ts';
import { mapDocument } from '../documents/mdm.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, orderKey, subjectReference, visitNumber } from '../keys.ts';
import { noteText, type Observed, type OrderBlock } from '../orders/orders.ts';
import { basedOnOrder, completeOrder, orderNumbers } from '../orders/service.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { interpreterOf } from '../people.ts';
import { mapComplaint } from '../problems/condition.ts';
import { termOf } from '../terms.ts';
import { type Around, mapObservation } from './observation.ts';
import { type Fact, joinParent, reportLinks } from './report-links.ts';
import { reportState } from './report-state.ts';
import { isComment, mapSpecimen, specimenOfOrder } from './specimen.ts';

/** LOINC codes that ask what the patient complains of. */
const COMPLAINTS = new Set(['8661-1', '10154-3', '75325-1']);
const SECTIONS = 'http://terminology.hl7.org/CodeSystem/v2-0074';

type Report = {
  readonly blocks: OrderBlock[];
  readonly key: readonly string[];
  /** Of the first OBR; the others share its places. */
  readonly around: Around;
  readonly facts: Fact[];
  readonly specimens: fhir4.Reference[];
};

/**
 * OBR and OBX of an ORU or OUL → Observations, a DiagnosticReport that gathers them and the order they answer. OBR with the
 * same order number are one report; the place of an equal OBX counts over all of them, so that none takes another's id.
 */
export function mapResults(blocks: readonly OrderBlock[], patient: RecordOfPatient, draft: Draft): void {
  const reports = new Map<string, Report>();
  for (const block of blocks) {
    if (block.obr === undefined) continue;
    const key = orderKey(block, patient, draft);
    const name = key.join('\u0000');
    const known = reports.get(name);
    const specimens = specimensOf(block, key, patient, draft);
    const around = aroundOrder(block, key, specimens, draft, known?.around.places ?? new Map());
    const facts = block.observed.flatMap((observed) => mapFact(observed, around, block, patient, draft) ?? []);
    joinParent(block, facts, patient, draft);
    if (known === undefined) reports.set(name, { blocks: [block], key, around, facts, specimens });
    else {
      known.blocks.push(block);
      known.facts.push(...facts);
      known.specimens.push(...specimens);
    }
  }
  for (const report of reports.values()) mapReport(report, patient, draft);
}

/** The specimens of an order, each with what is said of it; those of OBR-15 where no SPM is sent. */
export function specimensOf(
  block: OrderBlock,
  key: readonly string[],
  patient: RecordOfPatient,
  draft: Draft,
): fhir4.Reference[] {
  if (block.specimens.length === 0)
    return [specimenOfOrder(block, key, patient, draft)].filter((one) => one !== undefined);
  return block.specimens.flatMap((specimen) => {
    const reference = mapSpecimen(specimen, key, patient, draft);
    const around: Around = {
      key: [...key, 'specimen', reference?.reference ?? ''],
      timeInKey: false,
      category: 'laboratory',
      sourceTime: draft.sourceTime,
      takenAt: draft.time(specimen.spm?.text(17))?.dateTime,
      issued: undefined,
      status: undefined,
      service: undefined,
      specimen: reference,
      places: new Map(),
    };
    const measured = specimen.observed.filter(({ obx }) => !isComment(obx) || reference === undefined);
    for (const observed of measured) mapFact(observed, around, undefined, patient, draft);
    return reference ?? [];
  });
}

export function aroundOrder(
  block: OrderBlock,
  key: readonly string[],
  specimens: readonly fhir4.Reference[],
  draft: Draft,
  places: Map<string, number>,
): Around {
  const { obr } = block;
  const reported = draft.time(obr?.text(22));
  const sourceTime = reported?.earliest ?? draft.sourceTime;
  const taken = draft.time(obr?.text(7)) ?? draft.time(block.specimens[0]?.spm?.text(17));
  return {
    key,
    timeInKey: false,
    category: draft.sender.role === 'ris' ? 'imaging' : 'laboratory',
    sourceTime,
    takenAt: taken?.dateTime,
    // FHIR `instant` is exact to the second at least.
    issued: reported?.dateTime.includes('T') ? reported.dateTime : undefined,
    status: obr?.text(25),
    service: termOf(obr?.first(4), draft),
    // Of several specimens it is not said which one a value was found in.
    specimen: specimens.length === 1 ? specimens[0] : undefined,
    places,
  };
}

/**
 * An OBX that asks for the complaint and is answered by a code is a Condition, one that carries data or a pointer is a
 * document; all others are Observations.
 */
export function mapFact(
  observed: Observed,
  around: Around,
  block: OrderBlock | undefined,
  patient: RecordOfPatient,
  draft: Draft,
): Fact | undefined {
  const { obx, txa } = observed;
  const term = termOf(obx.first(3), draft, 'observation') ?? around.service;
  const orders = block ? orderNumbers(block).slice(0, 1) : [];
  // A document without a number of its own is one of the order.
  if (txa?.text(12) !== undefined) {
    mapDocument({ txa, deed: 'original', observed: [observed], orders }, patient, draft);
    return undefined;
  }
  if (isDocument(observed)) {
    const related = orders.map((identifier) => ({ type: 'ServiceRequest', identifier }));
    const told = mapObservedDocument(observed, term, { around, related }, patient, draft);
    return told && { ...told, said: around.sourceTime };
  }
  const coded = ['CWE', 'CE', 'CNE'].includes(obx.text(2)?.toUpperCase() ?? '');
  const asked = term?.concept.coding ?? [];
  if (!coded || !asked.some(({ system, code }) => system === LOINC && COMPLAINTS.has(code ?? ''))) {
    const told = mapObservation(observed, term, around, patient, draft);
    return told && { ...told, said: around.sourceTime };
  }
  const told = draft.time(obx.text(14))?.dateTime ?? around.takenAt;
  for (const value of obx.repetitions(5)) mapComplaint(value, draft, patient, told);
  return undefined;
}

/** OBX outside orders, of an ADT: vital signs and the like, named by patient and visit; notes on the patient likewise. */
export function mapBedside(loose: readonly Observed[], patient: RecordOfPatient, draft: Draft): void {
  const around = aroundVisit(patient, draft);
  for (const observed of loose) mapFact(observed, around, undefined, patient, draft);
}

export function aroundVisit(patient: RecordOfPatient, draft: Draft): Around {
  const said = draft.time(draft.message.first('EVN')?.text(6)) ?? draft.time(draft.message.first('EVN')?.text(2));
  return {
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
}

function mapReport({ blocks, key, around, facts, specimens }: Report, patient: RecordOfPatient, draft: Draft): void {
  const [first] = blocks as [OrderBlock];
  const id = resourceId(draft.context.idKey, 'DiagnosticReport', key);
  const reported = newest(blocks.map(({ obr }) => draft.time(obr?.text(22))));
  const time = reported?.earliest ?? draft.sourceTime;
  const state = reportState(blocks);
  if (state === undefined) {
    if (facts.length === 0) draft.warn('OBR-25 X: results that were told before stay until OBX-11 withdraws them');
    const gone = draft.group({}, { time, rank: RANK.cancelled, deleted: true });
    draft.put(patient, 'DiagnosticReport', id, { base: gone });
    return;
  }
  if (state.answered) completeOrder(first, patient, draft, time);
  const conclusion = noteText(blocks.flatMap(({ notes }) => notes));
  const identifiers = orderNumbers(first);
  const interpreter = interpreterOf(first.obr?.first(32));
  const [taken, ended] = [around.takenAt, draft.time(first.obr?.text(8))?.dateTime];
  const base = draft.group(
    {
      status: state.status,
      category: [{ coding: [{ system: SECTIONS, code: sectionOf(first) }] }],
      code: around.service?.concept ?? { text: 'OBR-4' },
      ...subjectReference(patient),
      ...encounterReference(draft, patient),
      identifier: identifiers,
      ...basedOnOrder(identifiers),
      ...(taken !== undefined &&
        (ended !== undefined && ended !== taken
          ? { effectivePeriod: { start: taken, end: ended } }
          : { effectiveDateTime: taken })),
      // FHIR `instant` is exact to the second at least.
      ...(reported?.dateTime.includes('T') && { issued: reported.dateTime }),
      ...(interpreter && { resultsInterpreter: [interpreter] }),
      ...(specimens.length > 0 && { specimen: distinct(specimens) }),
      ...(conclusion !== undefined && { conclusion }),
    },
    { time, rank: state.rank },
  );
  draft.put(patient, 'DiagnosticReport', id, { base, ...reportLinks(facts, draft) });
}

const newest = (times: readonly (Hl7Time | undefined)[]): Hl7Time | undefined =>
  times.reduce((one, other) =>
    other !== undefined && (one === undefined || other.earliest > one.earliest) ? other : one,
  );

const distinct = (references: readonly fhir4.Reference[]): fhir4.Reference[] => [
  ...new Map(references.map((one) => [one.reference, one])).values(),
];

/** OBR-24 (table 0074), where it is a code of that table; a laboratory's own section names are its own affair. */
function sectionOf({ obr }: OrderBlock): string {
  const sent = obr?.text(24)?.toUpperCase();
  return sent !== undefined && /^[A-Z]{2,3}$/.test(sent) ? sent : 'LAB';
}
