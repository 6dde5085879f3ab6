import { RANK } from '../../../../schemas/chart.ts';
import { accessionFor } from '../../../dicom/accession.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import { IDENTIFIER_TYPES, LOINC } from '../../../fhir/systems.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, orderKey, subjectReference } from '../keys.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { staffOf } from '../people.ts';
import { type Term, termOf } from '../terms.ts';
import { contentGroup, isEnd, type OrderState, statedState } from './control.ts';
import { noteText, type OrderBlock } from './orders.ts';
import { priorityOf, schedulesOf } from './timing.ts';

/** OBR-24, HL7 table 0074: the sections whose orders lead to images. */
const SECTIONS = ['RAD', 'RX', 'CT', 'NMR', 'MR', 'RUS', 'OUS', 'VUS', 'NMS', 'XRC', 'CUS', 'IMG', 'DX', 'MG'];
/** IHE Scheduled Workflow writes the modality there (RAD TF-2 §4.4); not `PT`, which is physical therapy in table 0074. */
const MODALITIES = ['CR', 'US', 'XA', 'RF', 'NM', 'IO', 'PX', 'BMD', 'IVUS', 'OCT', 'OP', 'OPT'];
const IMAGING = new Set([...SECTIONS, ...MODALITIES]);

/** Is this order one of radiology? Unknown where the sender names no section. */
export function isImaging({ obr, ipc }: OrderBlock, draft: Draft): boolean | undefined {
  if (draft.sender.role === 'ris' || ipc.length > 0) return true;
  const section = obr?.text(24)?.toUpperCase();
  if (section !== undefined) return IMAGING.has(section);
  return draft.sender.role === 'lis' ? false : undefined;
}

/** LOINC names of imaging begin with the modality: "XR Chest 2 Views". */
const IMAGING_NAME = /^(XR|CR|CT|MR|US|MG|DXA|NM|PT|SPECT|RF|XA)\b/;

/**
 * The accession number of an order of radiology: IPC-1, or OBR-18, as IHE Scheduled Workflow writes it, else the number by which
 * the sender's orders are registered, where the section or the mapped service says that images will come. An order of
 * which nobody says so may be any laboratory's, whose numbers run through the same figures.
 */
function accessionOf(block: OrderBlock, draft: Draft, service: Term | undefined): string | undefined {
  const stated = block.ipc[0]?.text(1) ?? block.obr?.text(18);
  const section = isImaging(block, draft);
  if (draft.sender.role === 'lis' || section === false) return undefined;
  const imaging = section ?? (service?.coding?.system === LOINC && IMAGING_NAME.test(service.coding.display ?? ''));
  if (stated !== undefined || !imaging || draft.sender.orderKey === 'patient-service-time') return stated;
  const field = draft.sender.orderKey === 'filler' ? 3 : 2;
  return block.obr?.text(field) ?? block.orc?.text(field);
}

/** The accession as an identifier in the domain of the clinic that gave it; receive-image and reports use the same. */
const accessionIdentifier = (accession: string, clinicOid: string): fhir4.Identifier => ({
  type: { coding: [{ system: IDENTIFIER_TYPES, code: 'ACSN' }] },
  system: `urn:oid:${clinicOid}`,
  value: accession,
});

/** An EI as identifier: its number, and who gave it as far as the sender says. */
function numberIdentifier(code: 'PLAC' | 'FILL', segment: Segment | undefined, field: number): fhir4.Identifier[] {
  const value = segment?.text(field);
  if (value === undefined) return [];
  const [namespace, universal] = [segment?.text(field, 2), segment?.text(field, 3)];
  const isOid = universal !== undefined && /^[0-2](\.(0|[1-9]\d*))+$/.test(universal);
  return [
    {
      type: { coding: [{ system: IDENTIFIER_TYPES, code }] },
      ...(isOid && { system: `urn:oid:${universal}` }),
      value,
      ...(namespace !== undefined && { assigner: { display: namespace } }),
    },
  ];
}

/** The numbers of an order as identifiers. */
export const orderNumbers = ({ obr, orc }: OrderBlock): fhir4.Identifier[] => [
  ...numberIdentifier('PLAC', obr?.text(2) === undefined ? orc : obr, 2),
  ...numberIdentifier('FILL', obr?.text(3) === undefined ? orc : obr, 3),
];

/**
 * The accession number of an order or report of radiology as identifier, and into the lookup of records by accession. An
 * order (`order`: its id) leads to its patient as long as it stands; on a report the number stays.
 */
export function registerAccession(
  block: OrderBlock,
  patient: RecordOfPatient,
  draft: Draft,
  { order, service }: { readonly order?: string; readonly service?: Term | undefined } = {},
): fhir4.Identifier[] {
  const { clinic } = draft.context;
  const accession = accessionOf(block, draft, service);
  if (accession === undefined) return [];
  // Images carry it as far as DICOM can: a longer number leads there too.
  const numbers = [...new Set([accession, accessionFor(accession, clinic.oid)])];
  for (const number of numbers)
    draft.accessions.push({
      domain: clinic.oid,
      accession: number,
      record: patient.record,
      ...(order !== undefined && { order }),
    });
  return numbers.map((number) => accessionIdentifier(number, clinic.oid));
}

const STATUSES: Readonly<Record<OrderState, fhir4.ServiceRequest['status']>> = {
  active: 'active',
  'on-hold': 'on-hold',
  completed: 'completed',
  revoked: 'revoked',
  stopped: 'revoked',
};

/** What an order says of itself beside its own segments: its kin in the message, and the specimens it is made on. */
export type OrderKin = {
  /** The order that this one replaces (ORC-1 RP, then RO), and its parent (ORC-1 PA, then CH), as far as the message says. */
  readonly replaces?: OrderBlock | undefined;
  readonly parent?: OrderBlock | undefined;
  readonly specimens?: readonly fhir4.Reference[];
};

/** ORC-8 or OBR-29 (EIP: placer and filler number as sub-components), else the numbers of the parent in the message. */
function parentNumber({ orc, obr }: OrderBlock, parent: OrderBlock | undefined): fhir4.Identifier | undefined {
  for (const [segment, field] of [[orc, 8] as const, [obr, 29] as const])
    for (const component of [1, 2]) {
      const [value, namespace] = [segment?.text(field, component, 1), segment?.text(field, component, 2)];
      if (value !== undefined) return { value, ...(namespace !== undefined && { assigner: { display: namespace } }) };
    }
  return parent === undefined ? undefined : orderNumbers(parent)[0];
}

const toOrder = (identifier: fhir4.Identifier): fhir4.Reference => ({ type: 'ServiceRequest', identifier });

/**
 * OBR of an order message → ServiceRequest. What is ordered stands in `base`, its state in `status`: an order and its
 * cancellation may come in any order. Several OBR under one order number are one order; the further ones are its details.
 */
export function mapServiceRequest(
  blocks: readonly OrderBlock[],
  { replaces, parent, specimens = [] }: OrderKin,
  patient: RecordOfPatient,
  draft: Draft,
): void {
  const [block] = blocks;
  if (block?.obr === undefined) return;
  const id = resourceId(draft.context.idKey, 'ServiceRequest', orderKey(block, patient, draft));
  const { obr, orc } = block;
  const [term, ...details] = blocks.flatMap((one) => termOf(one.obr?.first(4), draft, 'service') ?? []);
  if (term === undefined) draft.warn('OBR-4 is empty');
  const authored = draft.time(orc?.text(9)) ?? draft.time(obr.text(6));
  const [schedule] = schedulesOf(block, draft);
  const wanted = draft.time(obr.text(36))?.dateTime ?? schedule?.start;
  const requester = staffOf(orc?.first(12) ?? obr.first(16));
  const reasons = obr.repetitions(31).flatMap((repetition) => termOf(repetition, draft)?.concept ?? []);
  const priority = priorityOf(block);
  const notes = [noteText(block.notes), obr.text(13), obr.text(39, 2) ?? obr.text(39)].filter(
    (one) => one !== undefined,
  );
  const time = draft.time(obr.text(22))?.earliest;
  const group = orc?.text(4);
  const parentIs = parentNumber(block, parent);
  const [replaced] = replaces ? orderNumbers(replaces) : [];
  const site = obr.repetitions(15).flatMap((repetition) => repetition.text(4, 2) ?? repetition.text(4, 1) ?? []);
  const ordered = { order: id, service: term };
  const said: Omit<fhir4.ServiceRequest, 'resourceType' | 'subject'> = {
    // Until a message states it: an order that somebody describes is one.
    status: 'active',
    intent: 'order',
    ...encounterReference(draft, patient),
    identifier: blocks.flatMap((one) => [...orderNumbers(one), ...registerAccession(one, patient, draft, ordered)]),
    ...(group !== undefined && { requisition: { value: group } }),
    ...(parentIs && { basedOn: [toOrder(parentIs)] }),
    ...(replaced && { replaces: [toOrder(replaced)] }),
    ...(term && { code: term.concept }),
    ...(details.length > 0 && { orderDetail: details.map(({ concept }) => concept) }),
    ...(priority && { priority }),
    ...(authored && { authoredOn: authored.dateTime }),
    ...(wanted && { occurrenceDateTime: wanted }),
    ...(requester && { requester }),
    ...(reasons.length > 0 && { reasonCode: reasons }),
    ...(specimens.length > 0 && { specimen: [...specimens] }),
    ...(site.length > 0 && { bodySite: site.map((text) => ({ text })) }),
    ...(schedule?.text !== undefined && { patientInstruction: schedule.text }),
    ...(notes.length > 0 && { note: notes.map((text) => ({ text })) }),
  };
  draft.put(patient, 'ServiceRequest', id, {
    [contentGroup(block)]: draft.group({ ...subjectReference(patient), ...said }, { time }),
  });
  stateOfService(block, patient, draft, time);
}

/** How an order stands, by what its ORC says: a group of its own, so that it may come before the order or without it. */
export function stateOfService(block: OrderBlock, patient: RecordOfPatient, draft: Draft, time?: string): void {
  const state = statedState(block);
  if (state === undefined) return;
  const id = resourceId(draft.context.idKey, 'ServiceRequest', orderKey(block, patient, draft));
  const rank = isEnd(state) ? RANK.cancelled : RANK.final;
  draft.put(patient, 'ServiceRequest', id, { status: draft.group({ status: STATUSES[state] }, { time, rank }) });
}

/**
 * A final answer completes its order. Nothing else is said of the order, which belongs to the one who placed it: until
 * his message comes, or where he counts by another number, the group `status` alone makes no resource.
 */
export function completeOrder(
  block: OrderBlock,
  patient: RecordOfPatient,
  draft: Draft,
  time: string | undefined,
): void {
  const id = resourceId(draft.context.idKey, 'ServiceRequest', orderKey(block, patient, draft));
  draft.put(patient, 'ServiceRequest', id, { status: draft.group({ status: 'completed' }, { time }) });
}

/** The order that an answer names, by its first number: whether it is in the chart the answer does not know. */
export const basedOnOrder = ([first]: readonly fhir4.Identifier[]): { basedOn?: fhir4.Reference[] } =>
  first === undefined ? {} : { basedOn: [{ type: 'ServiceRequest', identifier: first }] };
