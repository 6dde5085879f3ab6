import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ReadBack, RecipientAs } from '../delivery.ts';
import { Instant, Sha256 } from '../input.ts';
import { Bilingual } from '../result.ts';
import { AnswerCode } from '../severity.ts';
import { DayPatient } from './clinic-day.ts';

const text = z.string().min(1);

/** As much of a patient as one needs to take the right one: name, birth date, sex, his number at the clinic. */
export const DeskPatient = DayPatient.pick({
  name: true,
  nameDoubtful: true,
  birthDate: true,
  sex: true,
  number: true,
  family: true,
  given: true,
});
export type DeskPatient = z.infer<typeof DeskPatient>;

/** A member of staff as the page names him; without `name` the region knows no more than the `sub` of his token. */
export const DeskPerson = z.strictObject({ id: text, name: text.optional() });
export type DeskPerson = z.infer<typeof DeskPerson>;

/** How urgent a critical result is; its deadline is a setting of the region. */
export const DeskLevel = z.enum(['red', 'orange', 'yellow']);
export type DeskLevel = z.infer<typeof DeskLevel>;

/** Somebody who is told of a result, and why he is; `asked`: in his turn, because others did not answer or are unknown. */
export const DeskRecipient = DeskPerson.extend({ as: z.enum([...RecipientAs.options, 'asked']) });
export type DeskRecipient = z.infer<typeof DeskRecipient>;

/** What systems did with a version and what humans did with it: never one column (contract 11). All by the region's clock. */
export const DeskAxes = z.strictObject({
  sentAt: Instant,
  /** The clinic has no record system that could answer: the desk is where it is read. */
  noRecordSystem: z.literal(true).optional(),
  /** The record system's answer; `AA` means applied, the others refused. */
  delivered: z.strictObject({ at: Instant, code: AnswerCode }).optional(),
  reads: z.array(DeskPerson.extend({ at: Instant, version: z.number().int().positive() })),
  acknowledged: DeskPerson.extend({ at: Instant, readBack: ReadBack.optional() }).optional(),
  /** `what` where he wrote it down. */
  actedOn: DeskPerson.extend({ at: Instant, what: text.optional() }).optional(),
  dueAt: Instant.optional(),
  overdueSince: Instant.optional(),
  level: DeskLevel.optional(),
  /** The duty alarm: sounds until somebody takes it. */
  alarm: z.strictObject({ since: Instant, taken: DeskPerson.extend({ at: Instant }).optional() }).optional(),
});
export type DeskAxes = z.infer<typeof DeskAxes>;

/** What a reader may do with a result, and in one sentence why not, where he may not. */
export const DeskMay = z.strictObject({
  acknowledge: z.boolean(),
  /** The region asks for read-back of this result: year of birth and value. */
  readBack: z.boolean().optional(),
  act: z.boolean(),
  takeAlarm: z.boolean(),
  order: z.boolean(),
  /** Verdicts he may sign: a radiologist all three, a physician or feldsher `disagrees` alone. */
  statement: z.array(z.enum(['agrees', 'disagrees', 'corrects'])),
  because: Bilingual.optional(),
});
export type DeskMay = z.infer<typeof DeskMay>;

/** A fact that is cited, in words, with the place of the chart that it links to. */
export const DeskFact = z.strictObject({
  label: Bilingual,
  value: Bilingual,
  time: text.optional(),
  /** A fact of who somebody is (a birth date): no date of its own belongs to it. */
  timeless: z.literal(true).optional(),
  /** Place on the page of the chart: `/patient/<record>?fact=<reference>`; absent where the reader may not see it. */
  link: text.optional(),
});
export type DeskFact = z.infer<typeof DeskFact>;

/** An order ready for one signature. Signed once, whoever asks again is shown who signed it. */
export const DeskSuggestion = z.strictObject({
  id: z.uuid(),
  label: Bilingual,
  /** `stop` and `withdraw` ask the owner of an order to end it: what another system wrote is never changed here. */
  does: z.enum(['order', 'book', 'stop', 'withdraw']),
  signed: DeskPerson.extend({ at: Instant }).optional(),
});
export type DeskSuggestion = z.infer<typeof DeskSuggestion>;

/** Path of every route about one result. */
export const ResultPath = z.strictObject({ record: DerivedId, resultId: Sha256 });
