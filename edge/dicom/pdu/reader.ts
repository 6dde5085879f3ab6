import { release } from '../../files/buffers.ts';
import { ABORT_REASON, PDU, ProtocolFault } from './types.ts';

/** What came: a whole PDU other than P-DATA-TF, or a stretch of a fragment of a message. */
export type Piece =
  | { readonly type: 'pdu'; readonly kind: number; readonly body: Buffer }
  | {
      readonly type: 'fragment';
      readonly context: number;
      readonly isCommand: boolean;
      readonly bytes: Buffer;
      /** The command or the data set ends with these bytes. */
      readonly last: boolean;
    };

/** A request for an association with 128 contexts of 60 syntaxes each has half of this. */
const LONGEST_PDU = 1024 * 1024;
const HEADER = 6;
const EMPTY = Buffer.alloc(0);

type State =
  | { readonly at: 'header' }
  | { readonly at: 'body'; readonly kind: number; readonly length: number }
  | { readonly at: 'value-header'; readonly left: number }
  | {
      readonly at: 'value';
      readonly left: number;
      readonly valueLeft: number;
      readonly context: number;
      readonly control: number;
    };

const START: State = { at: 'header' };

/**
 * Cuts the bytes of a connection into PDUs (PS3.8 §9.3). Of P-DATA-TF nothing is held: the values of its PDVs are handed
 * on as they come, without a copy, so that their stated lengths, up to 4 GiB, cost no memory.
 */
export class PduReader {
  readonly #chunks: Buffer[] = [];
  /** Bytes of the first chunk that have been read. */
  #at = 0;
  /** Chunks that were read to their end. */
  #spent: Buffer[] = [];
  #held = 0;
  #state: State = START;

  /** Bytes that wait to be read. */
  get held(): number {
    return this.#held;
  }

  /** Whether a PDU was begun and has not ended. */
  get inPdu(): boolean {
    return this.#state !== START || this.#held > 0;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#held += chunk.length;
  }

  /** Gives back the memory of chunks that were read to their end: the pieces that were handed out are void then. */
  free(): void {
    for (const chunk of this.#spent.splice(0)) release(chunk);
  }

  /**
   * The next piece, or undefined where more bytes are needed for one.
   * @throws ProtocolFault for an unknown PDU, one that is too long, or lengths that contradict one another
   */
  next(): Piece | undefined {
    for (;;) {
      const state = this.#state;
      if (state.at === 'value') return this.#value(state);
      if (state.at === 'body') {
        if (this.#held < state.length) return undefined;
        this.#state = START;
        return { type: 'pdu', kind: state.kind, body: this.#take(state.length) };
      }
      if (state.at === 'header') {
        if (this.#held < HEADER) return undefined;
        this.#begin(this.#take(HEADER));
      } else {
        if (state.left === 0) {
          this.#state = START;
          continue;
        }
        if (state.left < HEADER) throw new ProtocolFault('a PDV without a header', ABORT_REASON.invalidValue);
        if (this.#held < HEADER) return undefined;
        this.#beginValue(this.#take(HEADER), state.left);
      }
    }
  }

  #begin(header: Buffer): void {
    const kind = header[0] as number;
    const length = header.readUInt32BE(2);
    if (kind === PDU.data) {
      this.#state = { at: 'value-header', left: length };
      return;
    }
    if (!KNOWN.has(kind)) throw new ProtocolFault(`PDU of type ${kind}`, ABORT_REASON.unrecognised);
    if (length > LONGEST_PDU) throw new ProtocolFault(`PDU of ${length} bytes`, ABORT_REASON.invalidValue);
    this.#state = { at: 'body', kind, length };
  }

  #beginValue(header: Buffer, left: number): void {
    const length = header.readUInt32BE(0);
    if (length < 2 || length + 4 > left)
      throw new ProtocolFault('a PDV longer than its PDU', ABORT_REASON.invalidValue);
    this.#state = {
      at: 'value',
      left: left - length - 4,
      valueLeft: length - 2,
      context: header[4] as number,
      control: header[5] as number,
    };
  }

  #value(state: State & { at: 'value' }): Piece | undefined {
    const first = this.#chunks[0];
    if (first === undefined && state.valueLeft > 0) return undefined;
    const left = first === undefined ? 0 : first.length - this.#at;
    const bytes = state.valueLeft === 0 ? EMPTY : this.#take(Math.min(state.valueLeft, left));
    const valueLeft = state.valueLeft - bytes.length;
    this.#state = valueLeft === 0 ? { at: 'value-header', left: state.left } : { ...state, valueLeft };
    return {
      type: 'fragment',
      context: state.context,
      isCommand: (state.control & 1) !== 0,
      bytes,
      last: valueLeft === 0 && (state.control & 2) !== 0,
    };
  }

  /** Exactly so many bytes, which are there; copied only where they lie in several chunks. */
  #take(count: number): Buffer {
    const first = this.#chunks[0];
    if (first !== undefined && first.length - this.#at >= count) return this.#part(first, count);
    const out = Buffer.allocUnsafe(count);
    for (let at = 0; at < count; ) {
      const part = this.#part(this.#chunks[0] as Buffer, count - at);
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  /** At most so many bytes of the first chunk. */
  #part(first: Buffer, most: number): Buffer {
    const part = first.subarray(this.#at, this.#at + most);
    this.#at += part.length;
    this.#held -= part.length;
    if (this.#at === first.length) {
      this.#spent.push(first);
      this.#chunks.shift();
      this.#at = 0;
    }
    return part;
  }
}

const KNOWN: ReadonlySet<number> = new Set(Object.values(PDU));
