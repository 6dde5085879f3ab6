import { OkaError } from '../schemas/errors.ts';
import { type InputKey, Sha256 } from '../schemas/input.ts';
import { variableOf } from './environment.ts';
import { intakePrefix, segmentKey, segmentsIn } from './objects.ts';
import { joinedPieces, piecesOf, type Stored } from './pieces.ts';
import { makeEvent } from './queues.ts';
import type { World } from './world.ts';

/** What every segment of one object says alike; kept in the metadata of each. */
export type Declared = { readonly length: number; readonly preview: number | undefined };

export const declaredIn = ({ length, preview }: Readonly<Record<string, string>>): Declared => ({
  length: Number(length),
  preview: preview === undefined ? undefined : Number(preview),
});

/** What the sender says the pixels' hash is, where it re-encoded the image: a preview cannot be hashed. */
export async function pixelHashSaid(
  { objects, env }: Pick<World, 'objects' | 'env'>,
  input: InputKey,
): Promise<string | undefined> {
  const first = await objects.head(variableOf(env, 'OKA_BUCKET_INTAKE'), segmentKey(input, 0));
  const said = Sha256.safeParse(first?.metadata['pixel-hash']);
  return said.success ? said.data : undefined;
}

/** Bytes of the prefix that the sender announced with the first segment. */
export async function previewLength(
  { objects, env }: Pick<World, 'objects' | 'env'>,
  input: InputKey,
): Promise<number | undefined> {
  const first = await objects.head(variableOf(env, 'OKA_BUCKET_INTAKE'), segmentKey(input, 0));
  return first && declaredIn(first.metadata).preview;
}

/** Segments of an input in order, as `[from, to)`. */
export async function intakeSegments(
  { objects, env }: Pick<World, 'objects' | 'env'>,
  input: InputKey,
  before?: number,
): Promise<Stored[]> {
  const bucket = variableOf(env, 'OKA_BUCKET_INTAKE');
  const bounded = before === undefined ? {} : { before: segmentKey(input, before) };
  return segmentsIn(await objects.list(bucket, intakePrefix(input), bounded), input);
}

/** Bytes `[from, to)` of an input as it was sent, cut at its end; their digest is not checked. @throws OkaError `not-found` */
export async function readIntakeRange(
  world: Pick<World, 'objects' | 'env'>,
  input: InputKey,
  [from, to]: readonly [from: number, to: number],
): Promise<Uint8Array> {
  const segments = await intakeSegments(world, input, to);
  if (segments.length === 0) throw new OkaError('not-found', 'intake segments');
  return joinedPieces(world.objects, variableOf(world.env, 'OKA_BUCKET_INTAKE'), piecesOf(segments, [from, to]));
}

type Announcement = Declared & {
  readonly input: InputKey;
  readonly basis: 'preview' | 'whole';
  readonly receivedAt: string;
  readonly traceparent: string;
};

/** The first message of an HL7 input's way. Sent once more, the input is read again; an end that it has stays. */
export async function announceRecord(
  { input, length, receivedAt, traceparent }: Omit<Announcement, 'basis' | 'preview'>,
  source: string,
  { queues, env, clock }: Pick<World, 'queues' | 'env' | 'clock'>,
): Promise<void> {
  const context = { traceparent, time: clock() };
  const event = makeEvent('oka.record.uploaded', source, { input, length, receivedAt }, context);
  await queues.send(variableOf(env, 'OKA_QUEUE_RECORDS'), event);
}

/** The first message of an input's way: images or records. Sent by `uploads` and, for a replay, by `operate`. */
export const announceInput = (
  announcement: Announcement,
  source: string,
  world: Pick<World, 'queues' | 'env' | 'clock'>,
): Promise<void> =>
  (announcement.input.kind === 'record' ? announceRecord : announceImage)(announcement, source, world);

/** The first message of an image's way. Sent once more, the image is received again; an end that it has stays. */
export async function announceImage(
  { input, basis, length, preview, receivedAt, traceparent }: Announcement,
  source: string,
  { queues, env, clock }: Pick<World, 'queues' | 'env' | 'clock'>,
): Promise<void> {
  const previewBytes = preview === undefined ? {} : { previewBytes: preview };
  const event = makeEvent(
    'oka.image.uploaded',
    source,
    { input, basis, length, ...previewBytes, receivedAt },
    { traceparent, time: clock() },
  );
  await queues.send(variableOf(env, 'OKA_QUEUE_IMAGES'), event);
}
