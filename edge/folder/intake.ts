import { refusalAtDoor } from '../../domain/hl7/answer/door.ts';
import { MAX_HL7_BYTES } from '../../domain/hl7/read/read.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Journal } from '../journal/journal.ts';
import { type Known, laneOf as laneOfObject } from '../lanes/rules.ts';
import type { Lane, ObjectMeta } from '../spool/meta.ts';
import type { Spool } from '../spool/spool.ts';
import { HEAD_BYTES, type ReadAt } from './data-set-walk.ts';
import { splitMessages } from './messages.ts';
import { DIRECTORY_CLASS, type ObjectHead, objectHead } from './object-head.ts';
import { wrappedPhoto } from './photo.ts';
import type { PhotoSaid } from './photo-facts.ts';

export type IntakeOptions = {
  readonly spool: Pick<Spool, 'begin'>;
  readonly journal: Pick<Journal, 'append'>;
  /** Values of MSH-11 that are taken; default `P`. */
  readonly processing?: readonly string[] | undefined;
  /** Whose numbering the numbers of photos are of. */
  readonly domain?: string | undefined;
  /** The clinic's own lanes; what lies in a folder named urgent goes first whatever they say. */
  readonly laneOf?: ((known: Known) => Lane) | undefined;
  readonly clock: () => Date;
};

/** How many inputs became durable, and how many of them had been taken before. */
export type Count = { readonly taken: number; readonly repeats: number };
export const NOTHING: Count = { taken: 0, repeats: 0 };
export const plus = (one: Count, other: Count): Count => ({
  taken: one.taken + other.taken,
  repeats: one.repeats + other.repeats,
});

/** What of a file was taken, and what is to be said of the rest of it. */
export type RecordsTaken = Count & { readonly fault?: OkaError };

export type Intake = ReturnType<typeof makeIntake>;

/**
 * The way of bytes into spool and journal; resolved means durable. The same bytes again are the same input.
 * @throws OkaError `no-room`, `not-durable` (try again later), and what is wrong with the bytes
 */
export function makeIntake({ spool, journal, processing, domain, laneOf = laneOfObject, clock }: IntakeOptions) {
  /** @param head what is known of the object before; else it is looked for in the bytes as they go by */
  async function dicom(
    pieces: AsyncIterable<Buffer>,
    size: number,
    urgent: boolean,
    head?: ObjectHead,
  ): Promise<Count> {
    if (head?.sopClassUid === DIRECTORY_CLASS) return NOTHING;
    const incoming = await spool.begin();
    const beginning: Buffer[] = [];
    let held = 0;
    try {
      for await (const piece of pieces) {
        if (head === undefined && held < HEAD_BYTES) {
          // The piece may be used again by its stream.
          beginning.push(Buffer.from(piece.subarray(0, HEAD_BYTES - held)));
          held += beginning.at(-1)?.length ?? 0;
        }
        await incoming.write(piece);
      }
      const whole = head ?? (await objectHead(readerOf(Buffer.concat(beginning)), size));
      const { cut: _, modality, priority, ...known } = whole;
      if (known.sopClassUid === DIRECTORY_CLASS) return NOTHING;
      const lane = urgent ? 'urgent' : laneOf({ modality, priority, sender: 'folder' });
      const about: ObjectMeta = { acceptedAt: clock().toISOString(), by: 'folder', address: 'local', lane, ...known };
      const { repeat } = await incoming.commit(about);
      return { taken: repeat ? 0 : 1, repeats: repeat ? 1 : 0 };
    } finally {
      await incoming.abort();
    }
  }

  /** One message or many, in their order. A message that the door refuses does not hold up the others. */
  async function records(bytes: Buffer): Promise<RecordsTaken> {
    if (bytes.length > MAX_HL7_BYTES) throw new OkaError('hl7-too-large');
    const { messages, incomplete, tooMany } = splitMessages(bytes);
    if (messages.length === 0) throw new OkaError('not-hl7', 'MSH');
    if (tooMany) throw new OkaError('hl7-too-large', 'messages');
    let count = NOTHING;
    let fault: OkaError | undefined;
    for (const [place, message] of messages.entries()) {
      const refusal = isUtf16(message) ? undefined : refusalAtDoor(message, processing ? { processing } : {});
      if (refusal !== undefined) {
        fault ??= messages.length === 1 ? refusal : new OkaError(refusal.code, `message ${place + 1}`);
        continue;
      }
      const origin = { acceptedAt: clock().toISOString(), by: 'folder', address: 'local' };
      const { repeat } = await journal.append(message, origin);
      count = plus(count, { taken: repeat ? 0 : 1, repeats: repeat ? 1 : 0 });
    }
    fault ??= incomplete ? new OkaError('batch-incomplete') : undefined;
    return { ...count, ...(fault === undefined ? {} : { fault }) };
  }

  async function photo(original: Buffer, said: PhotoSaid, urgent: boolean): Promise<Count> {
    const bytes = Buffer.from(await wrappedPhoto(original, said, domain));
    return dicom(once(bytes), bytes.length, urgent, await objectHead(readerOf(bytes), bytes.length));
  }

  return { dicom, records, photo };
}

const isUtf16 = ([first, second]: Uint8Array): boolean => first === 0 || second === 0 || (first ?? 0) >= 0xfe;

const readerOf =
  (bytes: Buffer): ReadAt =>
  async (position, length) =>
    bytes.subarray(position, position + length);

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
