import type { ChartItem, IdentityEdge } from '../../../schemas/chart.ts';
import { type ErrorCode, OkaError } from '../../../schemas/errors.ts';
import type { Hl7Message } from '../message.ts';
import { readEach } from '../read.ts';
import { mapAllergies } from './allergy.ts';
import { mapAppointment } from './appointment.ts';
import { mapConditions } from './condition.ts';
import type { Hl7Context } from './context.ts';
import { Draft } from './draft.ts';
import { mapEncounter } from './encounter.ts';
import { patientOf, type RecordOfPatient } from './identity.ts';
import { orderKey } from './keys.ts';
import { mapMedicationRequest } from './medication.ts';
import { mapMerges } from './merge.ts';
import { type OrderBlock, orderBlocks } from './orders.ts';
import { mapPatient, ownsDemographics } from './patient.ts';
import { mapRadiologyReport } from './report.ts';
import { mapBedside, mapResults } from './result.ts';
import { isImaging, mapServiceRequest } from './service.ts';
import { type StatedPatient, statedPatient } from './stated.ts';

/** What became of one message of an input. */
export type MappedMessage = {
  /** Place in the input, from 1. */
  readonly number: number;
  /** `ADT^A01` */
  readonly type: string;
  /** MSH-10. */
  readonly controlId: string | undefined;
  readonly charset: string;
  /** The character set is neither registered nor declared. */
  readonly charsetIsGuess: boolean;
  /** Places and codes, never values. */
  readonly warnings: readonly string[];
  /** Its fault: the other messages of the input are mapped all the same. `hl7-unsupported` is one of them. */
  readonly error?: { readonly code: ErrorCode; readonly detail?: string };
};

/** What an input says, as the chart takes it (`ChartWrite`), and how it was read. */
export type MappedInput = {
  readonly messages: readonly MappedMessage[];
  readonly write: {
    readonly items: readonly ChartItem[];
    readonly edges: readonly IdentityEdge[];
    readonly owners: Readonly<Record<string, string>>;
    readonly accessions: readonly { domain: string; accession: string; record: string }[];
  };
  /** Records in the order in which they were named. */
  readonly records: readonly string[];
  /** What senders said of patients whose demographics are not theirs: compared with the chart, not part of it. */
  readonly stated: readonly StatedPatient[];
  /** Local codes and units without a map, as `kind|code` → how often. */
  readonly unmapped: Readonly<Record<string, number>>;
};

/** A visit and all that an ADT tells around it. */
const VISIT_EVENTS = new Set(['A01', 'A02', 'A03', 'A04', 'A05', 'A08', 'A11', 'A13']);
/** Only the patient: no visit takes place. */
const PERSON_EVENTS = new Set(['A28', 'A31']);
const ORDERS = new Set(['ORM^O01', 'OMG^O19', 'OMP^O09', 'RDE^O11']);
const APPOINTMENTS = new Set(['S12', 'S13', 'S14', 'S15', 'S17', 'S26']);

/**
 * HL7 v2 bytes → FHIR R4 chart items, after the HL7 v2-to-FHIR guide. Pure: the same bytes in the same context give the
 * same answer. A fault of one message is written to that message and leaves the others whole.
 * @throws OkaError for the input as a whole: `not-hl7`, `hl7-too-large`
 */
export function mapHl7(bytes: Uint8Array, context: Hl7Context): MappedInput {
  const messages = readEach(bytes, {
    charsetOf: (application, facility) => context.senderOf(application, facility)?.charset,
  });
  const mapped = messages.map((message, index) => mapOne(message, index + 1, context));
  const drafts = mapped.flatMap(({ draft }) => draft ?? []);
  const unmapped: Record<string, number> = {};
  for (const draft of drafts)
    for (const [code, count] of Object.entries(draft.unmapped)) unmapped[code] = (unmapped[code] ?? 0) + count;
  const written = drafts.filter((draft) => draft.items.length > 0 || draft.edges.length > 0);
  const owners = Object.assign({}, ...written.map((draft) => draft.owners)) as Record<string, string>;
  return {
    messages: mapped.map(({ report }) => report),
    write: {
      items: written.flatMap((draft) => draft.items),
      edges: written.flatMap((draft) => draft.edges),
      owners,
      accessions: distinct(written.flatMap((draft) => draft.accessions)),
    },
    records: Object.keys(owners),
    stated: written.flatMap((draft) => draft.stated),
    unmapped,
  };
}

const distinct = <T>(values: readonly T[]): T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

type Mapped = { readonly report: MappedMessage; readonly draft: Draft | undefined };

const faultOf = ({ code, detail }: OkaError): { code: ErrorCode; detail?: string } => ({
  code,
  ...(detail === undefined ? {} : { detail }),
});

function mapOne(message: Hl7Message | OkaError, number: number, context: Hl7Context): Mapped {
  if (message instanceof OkaError) {
    const nothing = { type: '', controlId: undefined, charset: '', charsetIsGuess: false, warnings: [] };
    return { report: { number, ...nothing, error: faultOf(message) }, draft: undefined };
  }
  const { type, charset, charsetIsGuess } = message;
  const told = { number, type, controlId: message.first('MSH')?.text(10), charset, charsetIsGuess };
  let draft: Draft | undefined;
  try {
    draft = draftOf(message, context);
    mapMessage(draft);
    return { report: { ...told, warnings: draft.warnings }, draft };
  } catch (cause) {
    if (!(cause instanceof OkaError)) throw cause;
    return { report: { ...told, warnings: draft?.warnings ?? [], error: faultOf(cause) }, draft: undefined };
  }
}

function draftOf(message: Hl7Message, context: Hl7Context): Draft {
  const msh = message.first('MSH');
  const sender = context.senderOf(msh?.text(3) ?? '', msh?.text(4) ?? '');
  if (sender === undefined) throw new OkaError('unknown-sender', 'MSH-3');
  return new Draft(message, context, sender);
}

function mapMessage(draft: Draft): void {
  const { type } = draft.message;
  const [kind = '', event = ''] = type.split('^');
  if (kind === '') throw new OkaError('hl7-structure', 'MSH-9');
  if (type === 'ADT^A40') mapMerges(draft);
  else if (kind === 'ADT' && VISIT_EVENTS.has(event)) mapAdmission(draft, true);
  else if (kind === 'ADT' && PERSON_EVENTS.has(event)) mapAdmission(draft, false);
  else if (kind === 'SIU' && APPOINTMENTS.has(event)) mapAppointment(draft, withPatient(draft));
  else if (ORDERS.has(type)) mapOrders(draft);
  else if (type === 'ORU^R01') mapAnswers(draft);
  else throw new OkaError('hl7-unsupported', 'MSH-9');
}

function withPatient(draft: Draft): RecordOfPatient {
  const pid = draft.need('PID');
  const patient = patientOf(draft, pid);
  if (ownsDemographics(draft, patient)) mapPatient(pid, patient, draft);
  else draft.stated.push(statedPatient(pid, patient, draft));
  return patient;
}

function mapAdmission(draft: Draft, visit: boolean): void {
  const patient = withPatient(draft);
  if (visit) mapEncounter(draft, patient);
  mapConditions(draft, patient);
  mapAllergies(draft, patient);
  const { loose, blocks } = orderBlocks(draft.message);
  mapBedside([...loose, ...blocks.flatMap((block) => block.observed)], patient, draft);
}

function mapOrders(draft: Draft): void {
  const { blocks, loose } = orderBlocks(draft.message);
  const ordered = blocks.filter((block) => block.obr ?? block.rxo ?? block.rxe);
  // Diets, supplies and the like (ODS, RQD …) are orders too, but not ones that a chart of ours has a place for.
  if (ordered.length === 0) throw new OkaError(blocks.length > 0 ? 'hl7-unsupported' : 'hl7-structure', 'ORC');
  const patient = withPatient(draft);
  mapConditions(draft, patient);
  mapAllergies(draft, patient);
  const byKey = Map.groupBy(
    ordered.filter(({ obr }) => obr),
    (block) => orderKey(block, patient, draft).join('\u0000'),
  );
  for (const together of byKey.values()) mapServiceRequest(together, patient, draft);
  for (const block of ordered) mapMedicationRequest(block, patient, draft);
  mapBedside([...loose, ...blocks.flatMap((block) => block.observed)], patient, draft);
}

function mapAnswers(draft: Draft): void {
  const { blocks } = orderBlocks(draft.message);
  const answered = blocks.filter(({ obr }) => obr);
  if (answered.length === 0) throw new OkaError('hl7-structure', 'OBR');
  const patient = withPatient(draft);
  const isReport = (block: OrderBlock): boolean => isImaging(block, draft) === true;
  mapResults(
    answered.filter((block) => !isReport(block)),
    patient,
    draft,
  );
  for (const block of answered.filter(isReport)) mapRadiologyReport(block, patient, draft);
}
