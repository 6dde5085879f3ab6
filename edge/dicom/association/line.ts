import type { Socket } from 'node:net';
import type { End } from '../events.ts';
import type { DicomLimits } from '../limits.ts';
import { PduReader, type Piece } from '../pdu/reader.ts';
import { abort } from '../pdu/write.ts';

/** Bytes that one connection may hold unread; then the sender has to wait. */
const HIGH_WATER = 256 * 1024;
/** So long the other side may take to close a connection that has said its last word. */
export const GOODBYE_MS = 2000;

/** What the line waits for, which decides how long it waits. */
export type Waiting = 'association' | 'message' | 'rest' | 'nothing';

type Limits = Pick<DicomLimits, 'associateMs' | 'idleMs' | 'stallMs' | 'objectMs' | 'answerMs'>;

/**
 * A connection as a source of pieces and a sink of PDUs, both with backpressure: nothing more is read while what came is
 * not used up, and `send` resolves when more may be sent. The owner calls `tick` from time to time.
 */
export class Line {
  readonly #socket: Socket;
  readonly #limits: Limits;
  readonly #reader = new PduReader();
  #wake: (() => void) | undefined;
  #waitsFor: Waiting = 'association';
  #since = performance.now();
  #heardAt = performance.now();
  #blockedAt: number | undefined;
  #end: End | undefined;
  #sourceEnded = false;

  constructor(socket: Socket, limits: Limits) {
    this.#socket = socket;
    this.#limits = limits;
    socket.setNoDelay(true);
    // A peer that vanished without a word is found by TCP's own probes.
    socket.setKeepAlive(true, 60_000);
    socket.on('data', (chunk: Buffer) => {
      if (this.#end !== undefined) return;
      this.#heardAt = performance.now();
      this.#reader.push(chunk);
      if (this.#reader.held >= HIGH_WATER) socket.pause();
      this.#rouse();
    });
    socket.on('drain', () => {
      this.#blockedAt = undefined;
    });
    socket.on('end', () => this.#sourceEnds());
    socket.on('error', () => this.destroy('broken'));
    socket.on('close', () => this.#sourceEnds());
  }

  /** Why it ended; undefined while it is open. */
  get end(): End | undefined {
    return this.#end;
  }

  /** What came before is still read: callers do say their last word and close at once. */
  #sourceEnds(): void {
    this.#sourceEnded = true;
    this.#rouse();
  }

  #rouse(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  /** Says what is waited for from now on; the clock of that begins anew. */
  expect(what: Waiting): void {
    if (what === this.#waitsFor) return;
    this.#waitsFor = what;
    this.#since = performance.now();
  }

  /**
   * The next piece; undefined when the line has ended. The one before is void then: its memory is given back.
   * @throws ProtocolFault
   */
  async next(): Promise<Piece | undefined> {
    this.#reader.free();
    for (;;) {
      const piece = this.#end === undefined ? this.#reader.next() : undefined;
      if (piece !== undefined) return piece;
      if (this.#end === undefined && this.#sourceEnded) this.close('broken');
      if (this.#end !== undefined) return undefined;
      if (this.#socket.isPaused()) this.#socket.resume();
      // The time in which we did not ask is not the sender's.
      this.#heardAt = performance.now();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Since when nothing has come between two messages; undefined while something does. */
  silentSince(): number | undefined {
    const isSilent = this.#waitsFor === 'message' && this.#wake !== undefined && this.#reader.held === 0;
    return isSilent && this.#blockedAt === undefined ? this.#heardAt : undefined;
  }

  /** Sends all parts at once; resolves when more may be sent, or the line has ended. */
  async send(parts: readonly Uint8Array[]): Promise<void> {
    const socket = this.#socket;
    if (this.#end !== undefined || !socket.writable) return;
    socket.cork();
    for (const part of parts) socket.write(part);
    socket.uncork();
    if (!socket.writableNeedDrain) return;
    this.#blockedAt ??= performance.now();
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve();
      };
      socket.on('drain', done);
      socket.on('close', done);
    });
  }

  /** Ends the line after a last word; whatever else comes is dropped. */
  close(end: End, lastWord?: Uint8Array): void {
    if (this.#end === undefined) {
      this.#end = end;
      if (!this.#socket.writable) this.#socket.destroy();
      else {
        if (lastWord !== undefined) this.#socket.write(lastWord);
        this.#socket.end();
        this.#socket.resume();
        setTimeout(() => this.#socket.destroy(), GOODBYE_MS).unref();
      }
    }
    this.#rouse();
  }

  abort(end: End, reason?: number): void {
    this.close(end, abort(reason));
  }

  destroy(end: End): void {
    this.#end ??= end;
    this.#socket.destroy();
    this.#rouse();
  }

  /** Ends a line that has exceeded a limit of time. */
  tick(now: number): void {
    if (this.#end !== undefined) return;
    const { associateMs, idleMs, stallMs, objectMs, answerMs } = this.#limits;
    const late = (since: number, ms: number): boolean => now - since > ms;
    if (this.#blockedAt !== undefined && late(this.#blockedAt, answerMs)) this.destroy('answers-unread');
    else if (this.#wake === undefined) return;
    else if (this.#waitsFor === 'association' && late(this.#since, associateMs)) this.destroy('no-request');
    else if (this.#waitsFor === 'message' && late(this.#heardAt, idleMs)) this.abort('idle', 0);
    else if (this.#waitsFor === 'rest' && late(this.#since, objectMs)) this.abort('slow-object', 0);
    else if (this.#waitsFor === 'rest' && late(this.#heardAt, stallMs)) this.abort('stalled', 0);
  }
}
