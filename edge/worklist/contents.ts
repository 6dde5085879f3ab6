import { z } from 'zod';
import type { FieldGroup } from '../../schemas/chart.ts';
import type { WorklistFact } from './facts.ts';

/** What stands in the groups of facts. A sender's own words; nothing is corrected here. */
const Code = z.strictObject({ value: z.string(), scheme: z.string(), meaning: z.string() });

/** A patient as the PID of an order or appointment names him, or as ADT describes him. */
export const Person = z.strictObject({
  family: z.string().optional(),
  given: z.string().optional(),
  middle: z.string().optional(),
  birthDate: z.string().optional(),
  sex: z.enum(['male', 'female', 'other']).optional(),
});
export type Person = z.infer<typeof Person>;

/** Whose it is: the record that the number names, and the number. */
export const Whose = Person.extend({ record: z.string(), number: z.string(), issuer: z.string().optional() });
export type Whose = z.infer<typeof Whose>;

/** One step of an order: an IPC of OMI^O23, or the OBR itself. */
export const OrderStep = z.strictObject({
  stepId: z.string().optional(),
  modality: z.string().optional(),
  stationAe: z.string().optional(),
  stationName: z.string().optional(),
  location: z.string().optional(),
  protocol: Code.optional(),
  start: z.string().optional(),
  timed: z.boolean().optional(),
});
export type OrderStep = z.infer<typeof OrderStep>;

/** What is ordered. */
export const OrderContent = z.strictObject({
  placer: z.string().optional(),
  filler: z.string().optional(),
  accession: z.string().optional(),
  requestedProcedureId: z.string().optional(),
  studyInstanceUid: z.string().optional(),
  procedure: Code.optional(),
  priority: z.enum(['STAT', 'HIGH', 'ROUTINE']),
  /** When the order was written. */
  authored: z.string(),
  reason: z.string().optional(),
  comment: z.string().optional(),
  requester: z.string().optional(),
  requestingService: z.string().optional(),
  performer: z.string().optional(),
  admissionId: z.string().optional(),
  patientLocation: z.string().optional(),
  transport: z.string().optional(),
  danger: z.string().optional(),
  allergies: z.array(z.string()),
  weightKg: z.number().optional(),
  pregnant: z.boolean().optional(),
  /** Whether somebody says that images come of it. */
  imaging: z.boolean(),
  steps: z.array(OrderStep),
});
export type OrderContent = z.infer<typeof OrderContent>;

export const OrderState = z.strictObject({ state: z.enum(['active', 'on-hold', 'completed', 'revoked', 'stopped']) });

/** An appointment: what it is for, and what it says of orders. */
export const AppointmentContent = z.strictObject({
  placers: z.array(z.string()),
  fillers: z.array(z.string()),
  services: z.array(Code),
  stations: z.array(z.string()),
  location: z.string().optional(),
  performer: z.string().optional(),
  comment: z.string().optional(),
});
export type AppointmentContent = z.infer<typeof AppointmentContent>;
export const AppointmentState = z.strictObject({ booked: z.boolean() });
export const AppointmentTime = z.strictObject({ start: z.string(), timed: z.boolean() });

export const Merge = z.strictObject({ survivor: z.string(), prior: z.string(), joined: z.boolean() });

export const StepDone = z.strictObject({
  status: z.enum(['IN PROGRESS', 'COMPLETED', 'DISCONTINUED']),
  wrongEntry: z.boolean(),
  of: z.array(z.strictObject({ studyInstanceUid: z.string(), stepId: z.string() })),
});

export const WalkInContent = z.strictObject({
  whose: Whose,
  modality: z.string(),
  stationAe: z.string().optional(),
  description: z.string(),
  urgent: z.boolean(),
  by: z.string(),
  at: z.string(),
});
export type WalkInContent = z.infer<typeof WalkInContent>;
export const WalkInEnd = z.strictObject({ dropped: z.boolean() });
export const Joined = z.strictObject({ order: z.string(), by: z.string() });

/** The value of a group; undefined where the group is not there or was taken back. */
export function contentOf<T>(fact: WorklistFact | undefined, group: string, schema: z.ZodType<T>): T | undefined {
  const found: FieldGroup | undefined = fact?.groups[group];
  return found === undefined || found.deleted === true ? undefined : schema.safeParse(found.value).data;
}
