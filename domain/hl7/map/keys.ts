import { OkaError } from '../../../schemas/errors.ts';
import { type OrderKey, orderKeyParts, resourceId } from '../../fhir/identifiers.ts';
import type { Segment } from '../read/message.ts';
import type { Draft } from './draft.ts';
import type { OrderBlock } from './orders/orders.ts';
import type { RecordOfPatient } from './patients/identity.ts';
import { visitEvent } from './visits/events.ts';

/** Id of the encounter that the message is about, or undefined where it names no visit. */
export function encounterId(draft: Draft, patient: RecordOfPatient): string | undefined {
  const key = visitKey(draft, patient);
  return key === undefined ? undefined : resourceId(draft.context.idKey, 'Encounter', key);
}

/**
 * The natural key of the visit: PV1-19, else the alternate number PV1-50, else the patient with the time of admission
 * PV1-44, as sent. Where even that is missing, an event that opens or closes a visit is a visit of its own by its time, so
 * that it is kept; other messages then name no visit.
 */
function visitKey(draft: Draft, { owner, identifier }: RecordOfPatient): string[] | undefined {
  const pv1 = draft.message.first('PV1');
  if (pv1 === undefined) return undefined;
  const [number, alternate, admitted] = [pv1.text(19), pv1.text(50), pv1.text(44)];
  if (number !== undefined) return [owner.domain.oid, number];
  if (alternate !== undefined) return [owner.domain.oid, 'PV1-50', alternate];
  const { opens, closes } = visitEvent(draft);
  const time = admitted ?? (opens || closes ? eventTime(draft) : undefined);
  return time === undefined ? undefined : [owner.domain.oid, '', identifier, time];
}

const eventTime = ({ message }: Draft): string | undefined => {
  const evn = message.first('EVN');
  return evn?.text(6) ?? evn?.text(2) ?? message.first('MSH')?.text(7);
};

export const visitNumber = (draft: Draft): string | undefined => draft.message.first('PV1')?.text(19);

/** A laboratory's visit number is its own affair; all others name the clinic's visits. */
export function encounterReference(draft: Draft, patient: RecordOfPatient): { encounter?: fhir4.Reference } {
  const id = draft.sender.role === 'lis' ? undefined : encounterId(draft, patient);
  return id === undefined ? {} : { encounter: { reference: `Encounter/${id}` } };
}

export const subjectReference = ({ record }: RecordOfPatient): { subject: fhir4.Reference } => ({
  subject: { reference: `Patient/${record}` },
});

/** EI as sent: entity identifier and its namespace, which keeps the numbers of two fillers apart. */
export function entityNumber(segment: Segment | undefined, field: number): string | undefined {
  const number = segment?.text(field, 1);
  const namespace = segment?.text(field, 2);
  return number === undefined || namespace === undefined ? number : `${number}^${namespace}`;
}

/** The same as `context`, which is what MedicationDispense calls it. */
export function visitContext(draft: Draft, patient: RecordOfPatient): { context?: fhir4.Reference } {
  const { encounter } = encounterReference(draft, patient);
  return encounter === undefined ? {} : { context: encounter };
}

const placerNumber = ({ obr, orc }: OrderBlock): string | undefined => entityNumber(obr, 2) ?? entityNumber(orc, 2);
const fillerNumber = ({ obr, orc }: OrderBlock): string | undefined => entityNumber(obr, 3) ?? entityNumber(orc, 3);

/**
 * The natural key of an order by the key that the sender's registry entry fixes (contract 2); its parts begin with the
 * domain's OID. @throws OkaError `no-identity` with the field that should have carried it
 */
export function orderKey(block: OrderBlock, patient: RecordOfPatient, draft: Draft): string[] {
  const key = numberedOrderKey(block, patient, draft);
  if (key === undefined) throw new OkaError('no-identity', KEY_FIELDS[draft.sender.orderKey]);
  return key;
}

/** The same; undefined where the order does not carry the key by which its sender counts. */
export function numberedOrderKey(block: OrderBlock, patient: RecordOfPatient, draft: Draft): string[] | undefined {
  const key =
    keyBy(draft.sender.orderKey, block, patient) ??
    (draft.context.mode === 'open'
      ? (keyBy('filler', block, patient) ??
        keyBy('placer', block, patient) ??
        keyBy('patient-service-time', block, patient))
      : undefined);
  return key && [patient.owner.domain.oid, ...orderKeyParts(key)];
}

/**
 * The key of the observation whose finding an examination goes on with (OBR-26: its OBX-3 and OBX-4, OBR-29: the numbers of
 * its order; HL7 v2.5.1 ch. 7.4.1.26): sensitivities of a germ, for one. Undefined where they do not name it.
 */
export function parentObservationKey(
  obr: Segment,
  { owner }: RecordOfPatient,
  { sender }: Draft,
): string[] | undefined {
  if (sender.orderKey === 'patient-service-time') return undefined;
  const component = sender.orderKey === 'placer' ? 1 : 2;
  const [number, namespace] = [obr.text(29, component, 1), obr.text(29, component, 2)];
  const code = obr.text(26, 1, 1) ?? obr.text(26, 1, 2);
  if (number === undefined || code === undefined) return undefined;
  const order = namespace === undefined ? number : `${number}^${namespace}`;
  return [
    owner.domain.oid,
    ...orderKeyParts({ by: sender.orderKey, number: order }),
    code,
    obr.text(26, 1, 3) ?? '',
    obr.text(26, 2) ?? '',
    '0',
  ];
}

const KEY_FIELDS = { filler: 'OBR-3', placer: 'OBR-2', 'patient-service-time': 'OBR-4, OBR-7' } as const;

function keyBy(by: OrderKey['by'], block: OrderBlock, { identifier }: RecordOfPatient): OrderKey | undefined {
  if (by !== 'patient-service-time') {
    const number = by === 'filler' ? fillerNumber(block) : placerNumber(block);
    return number === undefined ? undefined : { by, number };
  }
  const service = block.obr?.field(4) || block.rxo?.field(1) || block.rxe?.field(2) || block.rxd?.field(2);
  const time = block.obr?.text(7) ?? block.orc?.text(9) ?? block.rxd?.text(3);
  return service && time !== undefined ? { by, patient: identifier, service, time } : undefined;
}
