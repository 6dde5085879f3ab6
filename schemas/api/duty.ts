import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { NoticeReason, RecipientAs } from '../delivery.ts';
import { CriticalLevel, DutyChange, DutyRole, PersonId, StoredDutyChange } from '../duty.ts';
import { ClinicId, Instant, Sha256 } from '../input.ts';
import { Bilingual } from '../result.ts';
import { json, type Route } from './route.ts';

const ofClinic = z.strictObject({ clinic: ClinicId });

/** One on duty, in the order in which they are asked. */
export const OnDutyPerson = z.strictObject({
  person: PersonId,
  name: z.string(),
  /** Whose duty it is: the clinic's own, or the region's where the clinic has nobody before him. */
  of: z.enum(['clinic', 'region']),
  /** Whose hours he took: by a swap, or as the deputy of somebody absent. */
  insteadOf: PersonId.optional(),
});
export type OnDutyPerson = z.infer<typeof OnDutyPerson>;

/** Who is on duty at an instant, whoever works in the clinic, and what was told of the days to come. */
export const DutyAnswer = z.strictObject({
  clinic: ClinicId,
  title: Bilingual,
  zone: z.string(),
  at: Instant,
  asOf: Instant,
  /** An empty list: nobody, and the desk says so. */
  onDuty: z.record(DutyRole, z.array(OnDutyPerson)),
  people: z.array(
    z.strictObject({
      person: PersonId,
      name: z.string(),
      roles: z.array(z.string()),
      isAbsent: z.boolean(),
      /** Who stands in for him now; of somebody absent only. */
      deputies: z.array(PersonId),
    }),
  ),
  /** Not over yet, the earliest end first; those taken back stand among them with who did. */
  changes: z.array(StoredDutyChange),
  /** What the asker may tell: anything of this clinic, or his own absence alone. */
  mayChange: z.enum(['everything', 'own-absence']),
  /** Whether mail and SMS leave this region; if not, the desk and the list of calls are all there is. */
  gateway: z.boolean(),
  /** Whether the clinic's edge and record system were heard lately; absent where it has no edge. */
  contact: z
    .strictObject({
      lastHeardAt: Instant.optional(),
      offlineSince: Instant.optional(),
      ehrSilentSince: Instant.optional(),
    })
    .optional(),
});
export type DutyAnswer = z.infer<typeof DutyAnswer>;

/** `key` is the sender's own name of this telling: the same one again changes nothing. */
export const TellChange = z.strictObject({ key: z.string().min(8).max(80), change: DutyChange });
export type TellChange = z.infer<typeof TellChange>;
/** `nobodyFrom`: the change is stored, and from then on nobody is on duty: somebody must be found. */
export const ChangeAnswer = z.strictObject({ change: StoredDutyChange, nobodyFrom: Instant.optional() });
export type ChangeAnswer = z.infer<typeof ChangeAnswer>;

/** What became of a telephone call. `reached` is no acknowledgement: that the person himself gives. */
export const CALL_OUTCOMES = ['reached', 'no-answer', 'busy', 'wrong-number'] as const;
export const CallOutcome = z.enum(CALL_OUTCOMES);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** Somebody to be called by the duty desk: who, on which numbers, by when; of the result ids alone. */
export const DutyCall = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{32}$/),
  clinic: ClinicId,
  record: DerivedId,
  resultId: Sha256,
  version: z.number().int().positive(),
  person: PersonId,
  name: z.string(),
  as: RecipientAs.optional(),
  numbers: z.array(z.string()),
  level: CriticalLevel.optional(),
  reason: NoticeReason,
  rung: z.number().int().nonnegative(),
  askedAt: Instant,
  /** By when somebody must have taken note of the result; absent where that is past or met. */
  dueAt: Instant.optional(),
  calls: z.array(z.strictObject({ by: PersonId, at: Instant, outcome: CallOutcome })),
  /** `open`: to be called. `done`: reached. `over`: somebody has taken note, or a newer version took its place. */
  state: z.enum(['open', 'done', 'over']),
});
export type DutyCall = z.infer<typeof DutyCall>;

export const DutyCallsAnswer = z.strictObject({ clinic: ClinicId, asOf: Instant, calls: z.array(DutyCall) });
export type DutyCallsAnswer = z.infer<typeof DutyCallsAnswer>;

export const TellCall = z.strictObject({ key: z.string().min(8).max(80), outcome: CallOutcome });
export type TellCall = z.infer<typeof TellCall>;
export const CallAnswer = z.strictObject({ call: DutyCall });

/** What the edge of a clinic says of itself each minute. `silentSince`: its record system takes nothing since then. */
export const TellContact = z.strictObject({
  at: Instant,
  recordSystem: z.strictObject({ silentSince: Instant.optional() }).optional(),
});
export type TellContact = z.infer<typeof TellContact>;
export const ContactAnswer = z.strictObject({ heardAt: Instant });

/** Who is on duty, what changes the day, and whom the duty desk is to call. */
export const DUTY_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/duty/{clinic}',
    function: 'duty',
    operationId: 'readDuty',
    summary: 'Who is on duty for a clinic now or at an instant, who is absent, and what was told of the days to come.',
    parameters: ofClinic,
    query: z.strictObject({ at: Instant.optional() }),
    success: json(200, DutyAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/duty/{clinic}/changes',
    function: 'duty',
    operationId: 'tellDutyChange',
    summary:
      'An absence, a swap or one more on duty; by the clinic’s duty manager, or by a person of his own absence. The same key again changes nothing.',
    parameters: ofClinic,
    json: TellChange,
    success: json(200, ChangeAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/duty/{clinic}/changes/{change}/undo',
    function: 'duty',
    operationId: 'undoDutyChange',
    summary: 'Takes a change back, for ever; what was meant instead is told anew.',
    parameters: ofClinic.extend({ change: StoredDutyChange.shape.id }),
    success: json(200, ChangeAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/duty/{clinic}/calls',
    function: 'duty',
    operationId: 'listDutyCalls',
    summary:
      'Whom the duty desk of a clinic is to call about critical results, the oldest first, and what became of the calls of the last day.',
    parameters: ofClinic,
    success: json(200, DutyCallsAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/duty/{clinic}/calls/{call}',
    function: 'duty',
    operationId: 'tellDutyCall',
    summary: 'What became of a call. Who was not reached is followed by the next one at once.',
    parameters: ofClinic.extend({ call: DutyCall.shape.id }),
    json: TellCall,
    success: json(200, CallAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/duty/{clinic}/contact',
    function: 'duty',
    operationId: 'tellContact',
    summary:
      'The edge of a clinic is there, and whether its record system answers; once a minute. Unheard for longer, critical results go round the clinic.',
    parameters: ofClinic,
    json: TellContact,
    success: json(200, ContactAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
];
