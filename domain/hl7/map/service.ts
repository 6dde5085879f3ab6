import { type FieldGroup, RANK } from '../../../schemas/chart.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import { IDENTIFIER_TYPES } from '../../fhir/systems.ts';
import type { Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import type { Draft } from './draft.ts';
import type { RecordOfPatient } from './identity.ts';
import { encounterReference, orderKey, subjectReference } from './keys.ts';
import { noteText, type OrderBlock } from './orders.ts';
import { staffOf } from './people.ts';
import { termOf } from './terms.ts';

/** OBR-24, HL7 table 0074: the sections whose orders lead to images. */
const IMAGING = new Set(['RAD', 'RX', 'CT', 'NMR', 'MR', 'RUS', 'OUS', 'VUS', 'NMS', 'XRC', 'CUS', 'IMG', 'DX', 'MG']);

/** Is this order one of radiology? Unknown where the sender names no section. */
export function isImaging({ obr }: OrderBlock, draft: Draft): boolean | undefined {
  if (draft.sender.role === 'ris') return true;
  const section = obr?.text(24)?.toUpperCase();
  if (section !== undefined) return IMAGING.has(section);
  return draft.sender.role === 'lis' ? false : undefined;
}

/** ORC-5 (table 0038) before ORC-1 (table 0119) → request status. */
const STATUS_OF_STATE: Readonly<Record<string, string>> = {
  CM: 'completed',
  CA: 'revoked',
  DC: 'revoked',
  RP: 'revoked',
  HD: 'on-hold',
  IP: 'active',
  SC: 'active',
  A: 'active',
};
const STATUS_OF_CONTROL: Readonly<Record<string, string>> = {
  CA: 'revoked',
  OC: 'revoked',
  CR: 'revoked',
  UC: 'active',
  DC: 'revoked',
  OD: 'revoked',
  DR: 'revoked',
  HD: 'on-hold',
  OH: 'on-hold',
  HR: 'on-hold',
};

/** State of an order: `active`, `completed`, `revoked` or `on-hold`. */
export const orderStatus = ({ orc }: OrderBlock): string =>
  lookUp(STATUS_OF_STATE, orc?.text(5)?.toUpperCase()) ??
  lookUp(STATUS_OF_CONTROL, orc?.text(1)?.toUpperCase()) ??
  'active';

/** OBR-27.6, TQ1-9, ORC-7.6 or OBR-5 (table 0027) → FHIR priority. */
function priorityOf({ obr, orc, tq1 }: OrderBlock): fhir4.ServiceRequest['priority'] | undefined {
  const sent = obr?.text(27, 6) ?? tq1[0]?.text(9) ?? orc?.text(7, 6) ?? obr?.text(5);
  const known: Readonly<Record<string, fhir4.ServiceRequest['priority']>> = {
    S: 'stat',
    A: 'asap',
    P: 'urgent',
    U: 'urgent',
    R: 'routine',
  };
  return lookUp(known, sent?.charAt(0).toUpperCase());
}

/**
 * The accession number of an order of radiology: OBR-18, as IHE Scheduled Workflow writes it, else the number by which
 * the sender's orders are registered. Orders of a laboratory have none.
 */
function accessionOf(block: OrderBlock, draft: Draft): string | undefined {
  const stated = block.obr?.text(18);
  const imaging = isImaging(block, draft);
  if (draft.sender.role === 'lis' || imaging === false) return undefined;
  if (stated !== undefined || draft.sender.orderKey === 'patient-service-time') return stated;
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

/** The accession number of an order or report of radiology as identifier, and into the lookup of records by accession. */
export function registerAccession(block: OrderBlock, patient: RecordOfPatient, draft: Draft): fhir4.Identifier[] {
  const { clinic } = draft.context;
  const accession = accessionOf(block, draft);
  if (accession === undefined) return [];
  draft.accessions.push({ domain: clinic.oid, accession, record: patient.record });
  return [accessionIdentifier(accession, clinic.oid)];
}

/**
 * OBR of an order message → ServiceRequest. What is ordered stands in `base`, its state in `status`: an order and its
 * cancellation may come in any order. Several OBR under one order number are one order; the further ones are its details.
 */
export function mapServiceRequest(blocks: readonly OrderBlock[], patient: RecordOfPatient, draft: Draft): void {
  const [block] = blocks;
  if (block?.obr === undefined) return;
  const id = resourceId(draft.context.idKey, 'ServiceRequest', orderKey(block, patient, draft));
  const { obr, orc } = block;
  const [term, ...details] = blocks.flatMap((one) => termOf(one.obr?.first(4), draft, 'service') ?? []);
  if (term === undefined) draft.warn('OBR-4 is empty');
  const authored = draft.time(orc?.text(9)) ?? draft.time(obr.text(6));
  const wanted = draft.time(obr.text(36)) ?? draft.time(block.tq1[0]?.text(7)) ?? draft.time(orc?.text(7, 4));
  const requester = staffOf(orc?.first(12) ?? obr.first(16));
  const reasons = obr.repetitions(31).flatMap((repetition) => termOf(repetition, draft)?.concept ?? []);
  const priority = priorityOf(block);
  const note = noteText(block.notes);
  const status = orderStatus(block);
  const time = draft.time(obr.text(22))?.earliest;
  const groups: Record<string, FieldGroup> = {
    base: draft.group(
      {
        intent: 'order',
        ...subjectReference(patient),
        ...encounterReference(draft, patient),
        identifier: blocks.flatMap((one) => [...orderNumbers(one), ...registerAccession(one, patient, draft)]),
        ...(term && { code: term.concept }),
        ...(details.length > 0 && { orderDetail: details.map(({ concept }) => concept) }),
        ...(priority && { priority }),
        ...(authored && { authoredOn: authored.dateTime }),
        ...(wanted && { occurrenceDateTime: wanted.dateTime }),
        ...(requester && { requester }),
        ...(reasons.length > 0 && { reasonCode: reasons }),
        ...(note !== undefined && { note: [{ text: note }] }),
      },
      { time },
    ),
    status: draft.group({ status }, { time, rank: status === 'revoked' ? RANK.cancelled : RANK.final }),
  };
  draft.put(patient, 'ServiceRequest', id, groups);
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
  const result = block.obr?.text(25)?.toUpperCase();
  if (result !== 'F' && result !== 'C') return;
  const id = resourceId(draft.context.idKey, 'ServiceRequest', orderKey(block, patient, draft));
  draft.put(patient, 'ServiceRequest', id, { status: draft.group({ status: 'completed' }, { time }) });
}

/** The order that an answer names, by its first number: whether it is in the chart the answer does not know. */
export const basedOnOrder = ([first]: readonly fhir4.Identifier[]): { basedOn?: fhir4.Reference[] } =>
  first === undefined ? {} : { basedOn: [{ type: 'ServiceRequest', identifier: first }] };
