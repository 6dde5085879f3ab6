import { createHmac } from 'node:crypto';
import type { ChartResourceType } from '../../schemas/chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import { uuidOfHash } from './uuid.ts';

/**
 * The natural key of each resource type (contract 2): the parts, in this order, from which its id is derived. Parts are
 * raw as sent, before any code map; a part the source left empty is the empty string, so that places never shift. Every
 * key begins with the OID of the identifier domain; MSH-10 never takes part. The ways of one type differ in the number of
 * their parts or in a fixed word, so two ways never meet. `...order` are the parts that `orderKeyParts` gives: which key
 * names an order is fixed per sender in the registry. A Patient's id is that of the record (`recordId`).
 */
export const NATURAL_KEYS = {
  Patient: { record: ['domain OID', 'patient identifier'] },
  Encounter: {
    visit: ['domain OID', 'PV1-19.1'],
    alternateNumber: ['domain OID', 'PV1-50', 'PV1-50.1'],
    withoutNumber: [
      'domain OID',
      '',
      'patient identifier',
      'PV1-44, else EVN-6, EVN-2 or MSH-7 of its opening or closing',
    ],
  },
  Appointment: { appointment: ['domain OID', 'SCH-2.1, else SCH-1.1'] },
  ServiceRequest: { order: ['domain OID', '...order'] },
  Observation: {
    laboratory: [
      'domain OID',
      '...order',
      'OBX-3.1, else OBX-3.2',
      'OBX-3.3',
      'OBX-4',
      'place among equal ones of the same OBR, from 0',
    ],
    bedside: [
      'domain OID',
      'visit',
      'patient identifier',
      'PV1-19.1',
      'OBX-3.1, else OBX-3.2',
      'OBX-3.3',
      'OBX-4',
      'OBX-14',
      'place',
    ],
    remark: ['domain OID', 'visit', 'patient identifier', 'PV1-19.1', 'NTE', 'the words of NTE-3'],
    ofSpecimen: [
      'domain OID',
      '...order',
      'specimen',
      'Specimen',
      'OBX-3.1, else OBX-3.2',
      'OBX-3.3',
      'OBX-4',
      'place',
    ],
    ofVaccination: [
      'domain OID',
      '...vaccination',
      'vaccination',
      'OBX-3.1, else OBX-3.2',
      'OBX-3.3',
      'OBX-4',
      'place',
    ],
    finding: ['domain OID', 'model id', 'model version', 'SOP Instance UID', 'pixelHash'],
    ofInstance: ['domain OID', 'instance', 'SOP Instance UID'],
  },
  Condition: {
    diagnosis: ['domain OID', 'PV1-19.1', 'DG1-3.1, else DG1-3.2', 'DG1-3.3'],
    diagnosisWithoutVisit: ['domain OID', '', 'patient identifier', 'DG1-3.1, else DG1-3.2', 'DG1-3.3'],
    problem: ['domain OID', 'PRB-4', 'PRB-4.1'],
    problemWithoutNumber: ['domain OID', '', 'patient identifier', 'PRB-3', 'PRB-3.1, else PRB-3.2', 'PRB-3.3'],
  },
  AllergyIntolerance: {
    allergy: ['domain OID', 'patient identifier', 'AL1-3.1, else AL1-3.2', 'AL1-3.3'],
    numbered: ['domain OID', 'patient identifier', 'IAM-7', 'IAM-7.1', 'IAM-7.2'],
    absence: ['domain OID', 'patient identifier', 'none known', 'any, drug, food or environment', ''],
  },
  MedicationRequest: {
    order: ['domain OID', '...order'],
    furtherDrug: ['domain OID', '...order', 'RXE-2.1 or RXO-1.1, else .2', 'RXE-2.3 or RXO-1.3'],
  },
  MedicationDispense: {
    dispense: ['domain OID', '...order', 'RXD-1', 'RXD-2.1, else RXD-2.2', 'RXD-3'],
  },
  Immunization: {
    order: ['domain OID', '...order'],
    furtherVaccine: ['domain OID', '...order', 'RXA-5.1, else RXA-5.2', 'RXA-5.3'],
    vaccination: ['domain OID', 'patient identifier', 'RXA-5.1, else RXA-5.2', 'RXA-5.3', 'RXA-3'],
  },
  Procedure: {
    procedure: ['domain OID', 'PV1-19.1', 'PR1-3.1, else PR1-3.2', 'PR1-3.3', 'PR1-5'],
    withoutVisit: ['domain OID', '', 'patient identifier', 'PR1-3.1, else PR1-3.2', 'PR1-3.3', 'PR1-5'],
  },
  Specimen: {
    specimen: ['domain OID', 'SPM-2.2, else SPM-2.1'],
    ofKind: ['domain OID', 'SPM-2.2, else SPM-2.1', 'SPM-4.1, else SPM-4.2'],
    ofOrder: ['domain OID', '...order', 'SPM-1'],
  },
  DiagnosticReport: {
    report: ['domain OID', '...order'],
    ofInstance: ['domain OID', 'instance', 'SOP Instance UID'],
  },
  DocumentReference: {
    document: ['domain OID', 'TXA-12.1, with ^TXA-12.2 where it is sent'],
    ofInstance: ['domain OID', 'instance', 'SOP Instance UID'],
    ofObservation: [
      'domain OID',
      '...order',
      'OBX-3.1, else OBX-3.2',
      'OBX-3.3',
      'OBX-4',
      'place among equal ones of the same OBR',
    ],
  },
  ImagingStudy: { study: ['domain OID', '(0020,000D) Study Instance UID'] },
} as const satisfies Record<ChartResourceType, Readonly<Record<string, readonly string[]>>>;

/** What a sender's registry entry calls its order key, with the values it is made of. */
export type OrderKey =
  | { readonly by: 'filler' | 'placer'; readonly number: string }
  | { readonly by: 'patient-service-time'; readonly patient: string; readonly service: string; readonly time: string };

/** The parts of a natural key that name an order; the kind of key is one of them, so a filler never equals a placer number. */
export function orderKeyParts(key: OrderKey): string[] {
  const parts = key.by === 'patient-service-time' ? [key.patient, key.service, key.time] : [key.number];
  if (parts.some((part) => part.trim() === '')) throw new OkaError('no-identity', `order key ${key.by}`);
  return [key.by, ...parts];
}

const OID = /^[0-2](\.(0|[1-9]\d*))+$/;

/**
 * The id of a record: a patient as one clinic knows him. `ownerClinicOid` is the FRMO OID of the clinic that owns the
 * identifier domain; who sent the message takes no part. `idKey` is hexadecimal, at least 32 bytes.
 * Throws `no-identity` without an identifier or with a domain that is no OID, `configuration` for a bad key.
 */
export function recordId(idKey: string, ownerClinicOid: string, domainOid: string, identifier: string): string {
  requireOid(ownerClinicOid, 'record');
  requireOid(domainOid, 'record');
  if (identifier.trim() === '') throw new OkaError('no-identity', 'record');
  return derivedId(idKey, ['record', ownerClinicOid, domainOid, identifier]);
}

/** The id of a resource from the parts of NATURAL_KEYS. Throws `no-identity` when nothing but the domain is given. */
export function resourceId(idKey: string, type: ChartResourceType, naturalKeyParts: readonly string[]): string {
  const [domainOid, ...rest] = naturalKeyParts;
  requireOid(domainOid, type);
  if (rest.every((part) => part.trim() === '')) throw new OkaError('no-identity', type);
  return derivedId(idKey, ['resource', type, ...naturalKeyParts]);
}

/** What a national number of a person is looked up by: nobody can tell the number from it without the region's id key. */
export const numberKey = (
  idKey: string,
  { system, value }: { readonly system: string; readonly value: string },
): string => derivedId(idKey, ['number', system, value]);

/** What a statement about a patient is called in keys; nobody can tell name or birth date from it without the key. */
export const statementKey = (idKey: string, words: readonly string[]): string => derivedId(idKey, ['stated', ...words]);

/** What a DICOM study or instance is called in keys: the UIDs of a hospital can be tried out, these names cannot. */
export const dicomKey = (idKey: string, kind: 'study' | 'instance', parts: readonly string[]): string =>
  derivedId(idKey, ['dicom', kind, ...parts]);

function requireOid(oid: string | undefined, of: string): void {
  if (oid === undefined || !OID.test(oid)) throw new OkaError('no-identity', `${of}: the identifier domain has no OID`);
}

/**
 * UUIDv8 (RFC 9562 §5.8) from HMAC-SHA-256. A plain hash would not do: there are so few SNILS and record numbers that
 * trying them all takes minutes. Each part is preceded by its length, so ["ab","c"] and ["a","bc"] stay apart.
 */
function derivedId(idKey: string, parts: readonly string[]): string {
  if (!/^([0-9a-fA-F]{2}){32,}$/.test(idKey)) {
    throw new OkaError('configuration', 'OKA_ID_KEY must be hexadecimal and at least 32 bytes long');
  }
  const hmac = createHmac('sha256', Buffer.from(idKey, 'hex'));
  for (const part of [String(parts.length), ...parts]) {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return uuidOfHash(hmac.digest());
}
