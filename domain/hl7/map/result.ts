import { type FieldGroup, RANK } from '../../../schemas/chart.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import { LOINC } from '../../fhir/systems.ts';
import { lookUp } from '../table.ts';
import { mapComplaint } from './condition.ts';
import { isDocument, mapObservedDocument } from './document.ts';
import type { Draft } from './draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterReference, orderKey, parentObservationKey, subjectReference, visitNumber } from './keys.ts';
import { mapDocument } from './mdm.ts';
import { type Around, mapObservation, type Told } from './observation.ts';
import { noteText, type Observed, type OrderBlock } from './orders.ts';
import { interpreterOf } from './people.ts';
import { basedOnOrder, completeOrder, orderNumbers } from './service.ts';
import { isComment, mapSpecimen, specimenOfOrder } from './specimen.ts';
import { termOf } from './terms.ts';

/** OBR-25 (HL7 table 0123) → DiagnosticReport status and rank. */
export const REPORT_STATES: Readonly<Record<string, { status: fhir4.DiagnosticReport['status']; rank: number }>> = {
  F: { status: 'final', rank: RANK.final },
  C: { status: 'corrected', rank: RANK.corrected },
  P: { status: 'preliminary', rank: RANK.preliminary },
  R: { status: 'preliminary', rank: RANK.preliminary },
  M: { status: 'preliminary', rank: RANK.preliminary },
  A: { status: 'partial', rank: RANK.preliminary },
  N: { status: 'registered', rank: RANK.preliminary },
  S: { status: 'registered', rank: RANK.preliminary },
  I: { status: 'registered', rank: RANK.preliminary },
  O: { status: 'registered', rank: RANK.preliminary },
};
export const STATE_NOT_SAID = { status: 'unknown', rank: RANK.preliminary } as const;

/** LOINC codes that ask what the patient complains of. */
const COMPLAINTS = new Set(['8661-1', '10154-3', '75325-1']);
const SECTIONS = 'http://terminology.hl7.org/CodeSystem/v2-0074';

/** What an OBX of a report became: an observation, or a document with its files. */
export type Fact = Told & { readonly attachments?: readonly fhir4.Attachment[] };

type Report = {
  readonly first: OrderBlock;
  readonly key: readonly string[];
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
    const around = aroundOrder(block, key, specimens, patient, draft, known?.around.places ?? new Map());
    const facts = block.observed.flatMap((observed) => mapFact(observed, around, block, patient, draft) ?? []);
    joinParent(block, facts, around, patient, draft);
    if (known === undefined) reports.set(name, { first: block, key, around, facts, specimens });
    else {
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
  patient: RecordOfPatient,
  draft: Draft,
  places: Map<string, number>,
): Around {
  const { obr } = block;
  const reported = draft.time(obr?.text(22));
  const sourceTime = reported?.earliest ?? draft.sourceTime;
  completeOrder(block, patient, draft, sourceTime);
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
    return mapObservedDocument(observed, term, { around, related }, patient, draft);
  }
  const coded = ['CWE', 'CE', 'CNE'].includes(obx.text(2)?.toUpperCase() ?? '');
  const asked = term?.concept.coding ?? [];
  if (!coded || !asked.some(({ system, code }) => system === LOINC && COMPLAINTS.has(code ?? '')))
    return mapObservation(observed, term, around, patient, draft);
  const told = draft.time(obx.text(14))?.dateTime ?? around.takenAt;
  for (const value of obx.repetitions(5)) mapComplaint(value, draft, patient, told);
  return undefined;
}

/** OBR-26 and OBR-29: what goes on with a finding is a member of it. Said on the parent, whether it has come or not. */
function joinParent(
  block: OrderBlock,
  facts: readonly Fact[],
  around: Around,
  patient: RecordOfPatient,
  draft: Draft,
): void {
  const key = block.obr && parentObservationKey(block.obr, patient, draft);
  const members = facts.filter(({ attachments }) => attachments === undefined);
  if (key === undefined || members.length === 0) return;
  const id = resourceId(draft.context.idKey, 'Observation', key);
  const own = members.filter(({ reference }) => reference !== `Observation/${id}`);
  const groups = own.map((fact) => linkTo('member', 'hasMember', fact, around, draft));
  draft.put(patient, 'Observation', id, Object.fromEntries(groups));
}

/**
 * One reference of a list as a group of its own, named so that the list comes out in one order: a message that repeats
 * only one result of a report leaves the others in it, and one that withdraws a result takes it out.
 */
export function linkTo(
  list: 'result' | 'member' | 'form',
  member: string,
  { reference, name, gone, attachments }: Fact,
  { sourceTime }: Around,
  draft: Draft,
): [string, FieldGroup] {
  const value = attachments ?? [{ reference }];
  const group = draft.group(gone ? {} : { [member]: value }, {
    time: sourceTime,
    ...(gone && { rank: RANK.cancelled, deleted: true }),
  });
  return [`${list}:${name.replace(/[^\p{L}\p{N}|.-]/gu, '_')}:${reference.split('/')[1]}`, group];
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

function mapReport(report: Report, patient: RecordOfPatient, draft: Draft): void {
  const { first, key, around, facts, specimens } = report;
  const id = resourceId(draft.context.idKey, 'DiagnosticReport', key);
  const state = first.obr?.text(25)?.toUpperCase() ?? '';
  if (state === 'X' || state === 'Y' || state === 'Z') {
    const gone = draft.group({}, { time: around.sourceTime, rank: RANK.cancelled, deleted: true });
    draft.put(patient, 'DiagnosticReport', id, { base: gone });
    return;
  }
  const { status, rank } = lookUp(REPORT_STATES, state) ?? STATE_NOT_SAID;
  const conclusion = noteText(first.notes);
  const identifiers = orderNumbers(first);
  const interpreter = interpreterOf(first.obr?.first(32));
  const [taken, ended] = [around.takenAt, draft.time(first.obr?.text(8))?.dateTime];
  const base = draft.group(
    {
      status,
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
      ...(around.issued !== undefined && { issued: around.issued }),
      ...(interpreter && { resultsInterpreter: [interpreter] }),
      ...(specimens.length > 0 && { specimen: specimens }),
      ...(conclusion !== undefined && { conclusion }),
    },
    { time: around.sourceTime, rank },
  );
  const links = facts.flatMap((fact) =>
    fact.attachments === undefined
      ? [linkTo('result', 'result', fact, around, draft)]
      : [linkTo('form', 'presentedForm', fact, around, draft)],
  );
  draft.put(patient, 'DiagnosticReport', id, { base, ...Object.fromEntries(links) });
}

/** OBR-24 (table 0074), where it is a code of that table; a laboratory's own section names are its own affair. */
function sectionOf({ obr }: OrderBlock): string {
  const sent = obr?.text(24)?.toUpperCase();
  return sent !== undefined && /^[A-Z]{2,3}$/.test(sent) ? sent : 'LAB';
}
