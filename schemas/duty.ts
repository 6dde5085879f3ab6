import { z } from 'zod';
import { ClinicId, Instant } from './input.ts';

/** A person as the issuer names him: `sub` of his token. */
export const PersonId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,79}$/, 'the `sub` of a token: letters, digits, dot, hyphen, @');

/** Where a person is reached without any record system. The region's network carries it; Oka hands it over. */
export const ContactChannel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), address: z.email() }),
  z.strictObject({
    kind: z.literal('sms'),
    address: z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number as in E.164: +7…'),
  }),
  /** Read out on the duty desk's list of calls: an inner number is as good as an outer one. */
  z.strictObject({
    kind: z.literal('phone'),
    address: z.string().regex(/^\+?\d[\d ()-]{1,24}(,\d{1,6})?$/, 'a telephone number'),
  }),
]);
export type ContactChannel = z.infer<typeof ContactChannel>;

/** One of the region's directory: who he is to the issuer, to the record systems and to the telephone. */
export const DirectoryPerson = z.strictObject({
  id: PersonId,
  name: z.string().min(1).max(120),
  clinics: z.array(ClinicId).min(1),
  roles: z.array(z.string().min(1)).default([]),
  /** Numbers by which record systems name him (HL7 v2 XCN.1), each in its clinic. */
  staff: z.array(z.strictObject({ clinic: ClinicId, number: z.string().min(1).max(40) })).default([]),
  /** In which he is written to. */
  language: z.enum(['ru', 'en']).default('ru'),
  /** In the order in which they are tried. */
  channels: z.array(ContactChannel).max(6).default([]),
  /** Who stands in while he is absent, in this order; without any it is whoever is on duty. */
  deputies: z.array(PersonId).max(5).default([]),
});
export type DirectoryPerson = z.infer<typeof DirectoryPerson>;

export const DUTY_ROLES = ['duty', 'duty-radiologist'] as const;
export const DutyRole = z.enum(DUTY_ROLES);
export type DutyRole = z.infer<typeof DutyRole>;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 08:00');

/**
 * One line of the weekly pattern: on these days, from this hour, these people. `to` not after `from` ends on the next day
 * (20:00 to 08:00 is a night); equal hours are a whole day and night. Hours are those of the clinic's own clocks.
 */
export const DutyShift = z.strictObject({
  /** None: the region's own duty, asked where a clinic has nobody; by the clocks of the region's zone. */
  clinic: ClinicId.optional(),
  role: DutyRole.default('duty'),
  days: z.array(z.enum(WEEKDAYS)).min(1),
  from: ClockTime,
  to: ClockTime,
  /** In the order in which they are asked. */
  people: z.array(PersonId).min(1).max(10),
});
export type DutyShift = z.infer<typeof DutyShift>;

/** How soon a critical result needs a person, by level. */
export const CRITICAL_LEVELS = ['red', 'orange', 'yellow'] as const;
export const CriticalLevel = z.enum(CRITICAL_LEVELS);
export type CriticalLevel = z.infer<typeof CriticalLevel>;

/** Minutes and hours that a region may set; a quarter of an hour, an hour and a day unless it does. */
export const LevelSettings = z.strictObject({
  /** By when a person must have taken note of it: then it is overdue and the duty alarm sounds. */
  deadlineSeconds: z.number().int().positive(),
  /** How long each person has before the next one is asked as well; a third of the deadline unless said. */
  nextAfterSeconds: z.number().int().positive().optional(),
  /** Whose duty answers for this level where no physician of the patient does. */
  duty: DutyRole.default('duty'),
});
export type LevelSettings = z.infer<typeof LevelSettings>;

/**
 * The network's gateway for mail and SMS, as a port: `POST <url>` with {to, channel, text, id} (docs/duty.md). It lies inside
 * the corporate network. Without one people are reached by desk and by the duty desk's list of calls.
 */
export const Gateway = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  timeoutSeconds: z.number().positive().max(20).default(8),
});
export type Gateway = z.infer<typeof Gateway>;

/** What changes a day: told through the API, kept for ever, taken back by a statement of its own. */
export const DutyAbsence = z.strictObject({
  kind: z.literal('absence'),
  person: PersonId,
  from: Instant,
  until: Instant,
  /** Who stands in for him in this time, before the deputies of the directory. */
  deputy: PersonId.optional(),
});
/** `by` takes the duty hours of `person` in this time. */
export const DutySwap = z.strictObject({
  kind: z.literal('swap'),
  role: DutyRole.default('duty'),
  person: PersonId,
  by: PersonId,
  from: Instant,
  until: Instant,
});
/** One more on duty in this time, before those of the pattern. */
export const DutyExtra = z.strictObject({
  kind: z.literal('extra'),
  role: DutyRole.default('duty'),
  person: PersonId,
  from: Instant,
  until: Instant,
});
export const DutyChange = z.discriminatedUnion('kind', [DutyAbsence, DutySwap, DutyExtra]);
export type DutyChange = z.infer<typeof DutyChange>;

/** A change as it is stored: who said so and when; `undone` by a later word, which never comes undone itself. */
export const StoredDutyChange = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  clinic: ClinicId,
  change: DutyChange,
  said: z.strictObject({ by: PersonId, at: Instant }),
  undone: z.strictObject({ by: PersonId, at: Instant }).optional(),
});
export type StoredDutyChange = z.infer<typeof StoredDutyChange>;
