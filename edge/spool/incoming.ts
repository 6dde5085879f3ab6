import { createHash } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';
import type { Buffers } from '../files/buffers.ts';
import type { SpoolEntry } from './entry.ts';
import type { ObjectMeta } from './meta.ts';
import type { ObjectWriter } from './object-files.ts';
import type { StoredFile } from './records.ts';

/** An object that is being taken. */
export type Incoming = {
  /** Bytes so far. */
  readonly bytes: number;
  /** Takes the next bytes; resolved means that more may come (backpressure). The buffer may be used again then. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /**
   * Resolved means durable: bytes, names and index. The same bytes again are the same object: `repeat`.
   * @throws OkaError `no-room`, `not-durable`; nothing is then left of it
   */
  readonly commit: (about: ObjectMeta) => Promise<Taken>;
  /** Forgets it; nothing is left. Without effect after `commit`. */
  readonly abort: () => Promise<void>;
};
export type Taken = { readonly sha256: string; readonly repeat: boolean; readonly entry: SpoolEntry };

/** The bytes of an object that came whole: held, or in a file that is not yet durable. */
export type Received = {
  readonly bytes: number;
  readonly sha256: string;
  readonly held: Buffer | undefined;
  /** Resolved means durable. */
  readonly finish: () => Promise<StoredFile | undefined>;
};

export type ReceiverOptions = {
  /** What one of them holds is held until it is whole. */
  readonly buffers: Buffers;
  readonly create: () => Promise<ObjectWriter>;
  /** Asked while a large object comes in: what is short of room by then is refused at its end. */
  readonly isFull: () => Promise<boolean>;
  /** Bytes that came, and those that are here no more. */
  readonly onBytes: (bytes: number) => void;
};

/** Receives one object: digest while it comes, small ones held, large ones written as they come. */
export function makeReceiver({ buffers, create, isFull, onBytes }: ReceiverOptions) {
  const hash = createHash('sha256');
  let held: Buffer | undefined;
  let writer: ObjectWriter | undefined;
  let fault: OkaError | undefined;
  let bytes = 0;

  async function drop(): Promise<void> {
    held = undefined;
    const dropped = writer;
    writer = undefined;
    await dropped?.discard().catch(() => undefined);
  }

  /** What cannot be kept is let pass, so that the sender hears why at the end of the object. */
  async function fail(cause: unknown): Promise<void> {
    fault =
      cause instanceof OkaError ? cause : new OkaError('not-durable', (cause as NodeJS.ErrnoException).code, { cause });
    await drop();
  }

  async function store(piece: Uint8Array): Promise<void> {
    if (writer === undefined && bytes <= buffers.bytes) {
      held ??= buffers.take();
      held.set(piece, bytes - piece.length);
      return;
    }
    if (await isFull()) throw new OkaError('no-room');
    if (writer === undefined) {
      writer = await create();
      if (held !== undefined) await writer.write(held.subarray(0, bytes - piece.length));
      giveBack();
    }
    await writer.write(piece);
  }

  function giveBack(): void {
    if (held !== undefined) buffers.giveBack(held);
    held = undefined;
  }

  return {
    get bytes() {
      return bytes;
    },
    async write(piece: Uint8Array): Promise<void> {
      bytes += piece.length;
      onBytes(piece.length);
      if (fault !== undefined) return;
      hash.update(piece);
      await store(piece).catch(fail);
    },
    /** @throws OkaError what went wrong while it came */
    end(): Received {
      onBytes(-bytes);
      if (fault !== undefined) throw fault;
      const whole = writer === undefined ? (held?.subarray(0, bytes) ?? Buffer.alloc(0)) : undefined;
      return { bytes, sha256: hash.digest('hex'), held: whole, finish: async () => writer?.finish() };
    },
    /** It was taken, or was here already: nobody reads any more what was held of it. */
    giveBack,
    /** Nothing is left of it. */
    drop,
    async abort(): Promise<void> {
      onBytes(-bytes);
      await drop();
    },
  };
}
