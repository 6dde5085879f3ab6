import { z } from 'zod';
import { DerivedId } from './chart.ts';
import { Ask, NoticeOutcome } from './delivery.ts';
import { ClinicId, InputKey, Instant, Sha256 } from './input.ts';
import { AnswerCode, Basis, ResultState, Severity } from './result.ts';

/** W3C Trace Context `traceparent`. */
export const Traceparent = z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);

/** CloudEvents 1.0 envelope (JSON format) with trace context; `data` carries keys, never patient data. */
const event = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.strictObject({
    specversion: z.literal('1.0'),
    /** Derived from the data: the same happening twice has the same id. */
    id: z.string().min(1),
    source: z.string().min(1),
    type: z.literal(type),
    time: Instant,
    datacontenttype: z.literal('application/json'),
    traceparent: Traceparent,
    data,
  });

const Lane = z.enum(['urgent', 'routine']);

/** uploads → images: a prefix or the whole of an object lies in intake. */
export const ImageUploaded = event(
  'oka.image.uploaded',
  z.strictObject({
    input: InputKey,
    basis: Basis,
    length: z.number().int().positive(),
    previewBytes: z.number().int().positive().optional(),
    receivedAt: Instant,
  }),
);
/** uploads → records. */
export const RecordUploaded = event(
  'oka.record.uploaded',
  z.strictObject({ input: InputKey, length: z.number().int().positive(), receivedAt: Instant }),
);
/** receive-image → recognition-urgent or recognition-routine. */
export const RecognitionRequested = event(
  'oka.recognition.requested',
  z.strictObject({
    input: InputKey,
    record: DerivedId,
    study: DerivedId,
    sopInstanceUid: z.string().min(1),
    pixelHash: Sha256,
    basis: Basis,
    lane: Lane,
    receivedAt: Instant,
  }),
);
/** every writer of charts → advice. */
export const AdviceRequested = event(
  'oka.advice.requested',
  z.strictObject({ record: DerivedId, revision: z.number().int().nonnegative() }),
);
/** advise → results. */
export const ResultChanged = event(
  'oka.result.changed',
  z.strictObject({ record: DerivedId, revision: z.number().int().nonnegative() }),
);

/** publish → records-<ehr>.fifo: one result version. Bundle inline up to 200 KiB, else by address with its hash. */
export const ResultPublished = event(
  'oka.result.published',
  z.strictObject({
    ehr: z.string(),
    clinic: ClinicId,
    record: DerivedId,
    resultId: Sha256,
    version: z.number().int().positive(),
    contentHash: Sha256,
    state: ResultState,
    severity: Severity,
    notify: z.boolean(),
    bundle: z.record(z.string(), z.unknown()).optional(),
    bundleAt: z.strictObject({ path: z.string(), sha256: Sha256, bytes: z.number().int().positive() }).optional(),
  }),
);

/** connector or EHR → acknowledgements: what a system said about a version. */
export const ResultDelivered = event(
  'oka.result.delivered',
  z.strictObject({
    ehr: z.string(),
    record: DerivedId,
    resultId: Sha256,
    version: z.number().int().positive(),
    code: AnswerCode,
    text: z.string().max(500).optional(),
    at: Instant,
  }),
);
/** desk or EHR → acknowledgements: what a signed-in human did. `statement` is a JWT signed by the person's issuer. */
export const ResultAcknowledged = event(
  'oka.result.acknowledged',
  z.strictObject({
    record: DerivedId,
    resultId: Sha256,
    version: z.number().int().positive(),
    statement: z.string().min(20),
    at: Instant,
  }),
);
/** due → acknowledgements: the deadline of a critical result has come. */
export const DeliveryDue = event(
  'oka.delivery.due',
  z.strictObject({ record: DerivedId, resultId: Sha256, version: z.number().int().positive(), dueAt: Instant }),
);

/** whoever moves a delivery → notices: a person is to be asked by mail, SMS or telephone. Keys only. */
export const NoticeRequested = event('oka.notice.requested', Ask);
/** notify or the duty desk → acknowledgements: what became of a notice; a failed one has the next way tried at once. */
export const NoticeAnswered = event(
  'oka.notice.answered',
  z.strictObject({
    record: DerivedId,
    resultId: Sha256,
    version: z.number().int().positive(),
    to: z.string().min(1),
    channel: Ask.shape.channel,
    outcome: NoticeOutcome,
    /** A stable code, never words of the gateway. */
    why: z.string().max(80).optional(),
    at: Instant,
  }),
);
/** due → acknowledgements: the clinic of a critical result does not answer, so the result goes round it. */
export const ClinicSilent = event(
  'oka.clinic.silent',
  z.strictObject({
    clinic: ClinicId,
    record: DerivedId,
    resultId: Sha256,
    version: z.number().int().positive(),
    why: z.literal('clinic-offline'),
    since: Instant,
  }),
);

export type ImageUploaded = z.infer<typeof ImageUploaded>;
export type RecordUploaded = z.infer<typeof RecordUploaded>;
export type RecognitionRequested = z.infer<typeof RecognitionRequested>;
export type AdviceRequested = z.infer<typeof AdviceRequested>;
export type ResultChanged = z.infer<typeof ResultChanged>;
export type ResultPublished = z.infer<typeof ResultPublished>;
export type ResultDelivered = z.infer<typeof ResultDelivered>;
export type ResultAcknowledged = z.infer<typeof ResultAcknowledged>;
export type DeliveryDue = z.infer<typeof DeliveryDue>;
export type NoticeRequested = z.infer<typeof NoticeRequested>;
export type NoticeAnswered = z.infer<typeof NoticeAnswered>;
export type ClinicSilent = z.infer<typeof ClinicSilent>;

/** What may come over the queue `acknowledgements`. */
export const AcknowledgementMessage = z.discriminatedUnion('type', [
  ResultDelivered,
  ResultAcknowledged,
  DeliveryDue,
  NoticeAnswered,
  ClinicSilent,
]);
export type AcknowledgementMessage = z.infer<typeof AcknowledgementMessage>;

/** Every message by its type: the example `events/<type>.json` of each is held to its schema by a test. */
export const MESSAGES = {
  'oka.image.uploaded': ImageUploaded,
  'oka.record.uploaded': RecordUploaded,
  'oka.recognition.requested': RecognitionRequested,
  'oka.advice.requested': AdviceRequested,
  'oka.result.changed': ResultChanged,
  'oka.result.published': ResultPublished,
  'oka.result.delivered': ResultDelivered,
  'oka.result.acknowledged': ResultAcknowledged,
  'oka.delivery.due': DeliveryDue,
  'oka.notice.requested': NoticeRequested,
  'oka.notice.answered': NoticeAnswered,
  'oka.clinic.silent': ClinicSilent,
} as const;
export type MessageType = keyof typeof MESSAGES;
