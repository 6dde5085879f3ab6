import { z } from 'zod';
import { Instant, Sha256 } from './input.ts';

/** A record or resource id: UUIDv8 from HMAC-SHA-256 with the region's id key (contract 2). */
export const DerivedId = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, 'a UUIDv8');

/** Ranks of a group's stamp, low to high (contract 3). `preview`/`whole` are the ranks of findings. */
export const RANK = { preliminary: 10, preview: 15, whole: 20, final: 20, corrected: 30, cancelled: 40 } as const;

/** When and with what weight a source said something. Compared as (not doubtful, time, rank, sent, map, hash). */
export const Stamp = z.strictObject({
  time: Instant,
  rank: z.number().int(),
  /** When the message was sent, where that is later than `time`: a laboratory may correct twice under one time of report. */
  sent: Instant.optional(),
  /** Which state of the sender's code map it was said through, as text that rises with the map's version: a replay counts. */
  map: z.string().optional(),
  /** SHA-256 of the canonical JSON of the group's value: breaks ties without a clock. */
  hash: Sha256,
  /** The source's clock was more than 5 minutes ahead of receipt, or it gave no time. */
  doubtful: z.literal(true).optional(),
});
export type Stamp = z.infer<typeof Stamp>;

/** One field group: what one owner says at once. `value` is a partial FHIR resource; `{}` with `deleted` is a tombstone. */
export const FieldGroup = z.strictObject({
  stamp: Stamp,
  value: z.record(z.string(), z.unknown()),
  deleted: z.literal(true).optional(),
  /** In a slot (domain/fhir/slots.ts): which reading of the sender's messages says it; a higher one replaces it. */
  reading: z.number().int().positive().optional(),
  /** In a slot: said by an earlier reading, and by no message in this one. */
  retracted: z.literal(true).optional(),
});
export type FieldGroup = z.infer<typeof FieldGroup>;

export const ChartResourceType = z.enum([
  'Patient',
  'Encounter',
  'Appointment',
  'ServiceRequest',
  'Observation',
  'Condition',
  'AllergyIntolerance',
  'MedicationRequest',
  'MedicationDispense',
  'Immunization',
  'Procedure',
  'Specimen',
  'DiagnosticReport',
  'DocumentReference',
  'ImagingStudy',
]);
export type ChartResourceType = z.infer<typeof ChartResourceType>;

/** One resource of a chart as its field groups; the FHIR resource is assembled from them on read. */
export const ChartItem = z.strictObject({
  record: DerivedId,
  resourceType: ChartResourceType,
  id: DerivedId,
  groups: z.record(z.string(), FieldGroup),
});
export type ChartItem = z.infer<typeof ChartItem>;

/**
 * A stamped statement that two records are one person, or are not; `open` takes a human's decision back. Stored on both
 * records. What a shared number links by itself is derived and never stored (domain/identity/person.ts).
 */
export const IdentityEdge = z.strictObject({
  records: z.tuple([DerivedId, DerivedId]),
  kind: z.enum(['merge', 'link']),
  state: z.enum(['joined', 'apart', 'open']),
  /** Of a merge: the one of the two under which the other goes on. */
  survivor: DerivedId.optional(),
  /** Of a link: the human who decided. */
  by: z.string().optional(),
  stamp: Stamp,
});
export type IdentityEdge = z.infer<typeof IdentityEdge>;

/** That an accession number leads to a record; `domain` is the OID of the clinic that gave the number. */
export const Accession = z.strictObject({
  domain: z.string(),
  accession: z.string(),
  record: DerivedId,
  /** Id of the order that says so: it leads there while the order stands. Absent: an image or a report carries the number. */
  order: DerivedId.optional(),
});
export type Accession = z.infer<typeof Accession>;
