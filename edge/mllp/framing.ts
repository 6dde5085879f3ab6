import { FOREIGN_HEAD_BYTES, type Foreign, foreignOf } from './foreign.ts';
import { Pieces } from './pieces.ts';

// HL7 Transport Specification: MLLP, Release 1: <SB>dddd<EB><CR>.
const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;
const LF = 0x0a;
const NONE = Buffer.alloc(0);
/** A sender that gave a message up and began anew without ending the first. */
const RESTART = Buffer.from('\x0bMSH');

export type Framed =
  | { readonly type: 'message'; readonly bytes: Buffer }
  /** Larger than the cap; `head` is its beginning. Nothing is read after it. */
  | { readonly type: 'too-large'; readonly head: Buffer }
  /** Not MLLP at all. Nothing is read after it. */
  | { readonly type: 'foreign'; readonly protocol: Foreign }
  /** More bytes outside frames than the cap. Nothing is read after it. */
  | { readonly type: 'junk' };

export type FramingOptions = {
  /** Largest message, in bytes. */
  readonly maxBytes: number;
  /** Bytes outside frames that are passed over on one connection. */
  readonly maxJunkBytes: number;
};

const HEAD_BYTES = 4096;

/**
 * Finds the messages in a stream of bytes however it is cut: byte by byte, several in one packet, FS and CR apart. FS ends
 * a frame when CR, LF, the next VT or (see `end`) nothing follows; before any other byte it is text, as VT inside a frame is.
 * The caller pushes a chunk and takes what it holds with `next` until that gives nothing. Linear; holds at most `maxBytes` and a chunk.
 */
export class FrameReader {
  readonly #options: FramingOptions;
  readonly #pieces = new Pieces();
  #chunk: Buffer = NONE;
  #at = 0;
  /** `ending`: FS was the last byte so far. */
  #state: 'between' | 'inside' | 'ending' | 'closed' = 'between';
  #stray: number[] = [];
  /** Bytes outside frames so far, line ends aside. */
  junkBytes = 0;
  /** Messages that were begun anew before their end; none of them was answered. */
  unfinished = 0;

  constructor(options: FramingOptions) {
    this.#options = options;
  }

  push(chunk: Buffer): void {
    const rest = this.#chunk.length - this.#at;
    this.#chunk = rest === 0 ? chunk : Buffer.concat([this.#chunk.subarray(this.#at), chunk]);
    this.#at = 0;
  }

  /** The next finding in what was pushed; undefined when more bytes are needed. */
  next(): Framed | undefined {
    while (this.#at < this.#chunk.length) {
      if (this.#state === 'closed') break;
      const found = this.#state === 'between' ? this.#between() : this.#inside();
      if (found !== undefined) return found;
    }
    this.#chunk = NONE;
    this.#at = 0;
    return undefined;
  }

  /** Nothing follows for now: a frame whose FS has come is whole without its CR. */
  end(): Framed | undefined {
    return this.ending ? this.#finish() : undefined;
  }

  get inFrame(): boolean {
    return this.#state === 'inside' || this.#state === 'ending';
  }

  /** FS has come, and nothing after it. In UTF-16 that may be half a letter (М is 04 1C): there the CR must come. */
  get ending(): boolean {
    return this.#state === 'ending' && !isUtf16(this.#pieces.head(2));
  }

  /** Bytes kept: of the frame that is open and of the chunk not yet read. */
  get held(): number {
    return this.#pieces.length + this.#chunk.length - this.#at;
  }

  #between(): Framed | undefined {
    const start = this.#chunk.indexOf(VT, this.#at);
    const end = start === -1 ? this.#chunk.length : start;
    for (; this.#at < end; this.#at += 1) {
      const byte = this.#chunk[this.#at] as number;
      if (byte === CR || byte === LF) continue;
      this.junkBytes += 1;
      if (this.#stray.length < FOREIGN_HEAD_BYTES) {
        this.#stray.push(byte);
        const protocol = foreignOf(Uint8Array.from(this.#stray));
        if (protocol !== undefined) return this.#close({ type: 'foreign', protocol });
      }
      if (this.junkBytes > this.#options.maxJunkBytes) return this.#close({ type: 'junk' });
    }
    if (start === -1) return undefined;
    this.#at = start + 1;
    this.#stray = [];
    this.#state = 'inside';
    return undefined;
  }

  #inside(): Framed | undefined {
    const chunk = this.#chunk;
    if (this.#state === 'ending') {
      if (endsFrame(chunk[this.#at])) return this.#finish();
      this.#pieces.add(Buffer.of(FS));
      this.#state = 'inside';
    }
    for (let from = this.#at; ; from += 1) {
      from = chunk.indexOf(FS, from);
      if (from === -1) return this.#keep(chunk.length);
      if (from + 1 === chunk.length) {
        const tooLarge = this.#keep(from);
        if (tooLarge) return tooLarge;
        this.#at = chunk.length;
        this.#state = 'ending';
        return undefined;
      }
      if (endsFrame(chunk[from + 1])) {
        const last = chunk.subarray(this.#at, from);
        this.#at = from + 1;
        return this.#finish(last);
      }
    }
  }

  /** Keeps the bytes up to `end` for the frame that is open. */
  #keep(end: number): Framed | undefined {
    if (end > this.#at) this.#pieces.add(this.#chunk.subarray(this.#at, end));
    this.#at = end;
    return this.#pieces.length > this.#options.maxBytes ? this.#tooLarge() : undefined;
  }

  #tooLarge(): Framed {
    return this.#close({ type: 'too-large', head: this.#pieces.head(HEAD_BYTES) });
  }

  #finish(last: Buffer = NONE): Framed | undefined {
    // Most messages come whole in one chunk: those are not copied.
    const whole = this.#pieces.length === 0 ? last : undefined;
    if (whole === undefined) this.#pieces.add(last);
    const bytes = whole ?? this.#pieces.take();
    if (bytes.length > this.#options.maxBytes)
      return this.#close({ type: 'too-large', head: bytes.subarray(0, HEAD_BYTES) });
    this.#state = 'between';
    const restart = bytes.lastIndexOf(RESTART);
    if (restart > 0) this.unfinished += 1;
    const message = restart === -1 ? bytes : bytes.subarray(restart + 1);
    // An empty frame is what some senders keep a connection alive with.
    return message.length === 0 ? undefined : { type: 'message', bytes: message };
  }

  #close(framed: Framed): Framed {
    this.#state = 'closed';
    this.#pieces.clear();
    return framed;
  }
}

/** Its byte order mark, or the zero beside the M of MSH. */
const isUtf16 = ([first, second]: Buffer): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || first === 0 || second === 0;

/** What may stand behind FS at the end of a frame: its CR, a line feed in its place, or already the next frame. */
const endsFrame = (byte: number | undefined): boolean => byte === CR || byte === LF || byte === VT;

/** A message as MLLP carries it. */
export function framed(message: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(message.length + 3);
  bytes[0] = VT;
  bytes.set(message, 1);
  bytes[message.length + 1] = FS;
  bytes[message.length + 2] = CR;
  return bytes;
}
