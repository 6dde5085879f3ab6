import type { Socket } from 'node:net';
import type { Foreign } from './foreign.ts';
import { type Framed, FrameReader, framed } from './framing.ts';
import type { Memory } from './memory.ts';
import type { Peer } from './peer.ts';

export type Received = {
  /** The message as sent, without its frame. */
  readonly bytes: Buffer;
  readonly peer: Peer;
};

/** The answers to a message, each one frame; none where the sender wants none. Rejected: the connection is cut, unanswered. */
export type Handle = (received: Received) => Promise<readonly Uint8Array[]>;
/** The last answers, to a message that is larger than the cap, from its beginning. */
export type HandleTooLarge = Handle;

/** Why a connection ended. */
export const ENDS = {
  ended: 'the sender closed it',
  stopped: 'the listener stops',
  broken: 'the line broke',
  idle: 'nothing came for longer than the idle limit',
  crowded: 'it was silent for the longest time, and another sender needed its place',
  stalled: 'a frame was begun and nothing followed',
  'slow-frame': 'a frame took longer than the limit',
  'answers-unread': 'the sender does not read its answers',
  'too-large': 'a message was larger than the cap',
  junk: 'too many bytes came outside of frames',
  foreign: 'the sender speaks another protocol',
  failed: 'a message could not be handled',
} as const;
export type End = keyof typeof ENDS;

export type Closed = {
  readonly peer: Peer;
  /** The sender's port: names the connection in his own log. */
  readonly port: number;
  readonly end: End;
  readonly protocol?: Foreign;
  /** Messages taken, answers given, messages begun anew before their end, bytes outside of frames. */
  readonly messages: number;
  readonly answers: number;
  readonly unfinished: number;
  readonly junkBytes: number;
};

export type ConnectionLimits = {
  /** Largest message; default 64 MiB. */
  readonly maxBytes: number;
  readonly maxJunkBytes: number;
  /** Messages of one connection that are worked on at once; more wait in the socket. */
  readonly maxPending: number;
  readonly idleMs: number;
  readonly stallMs: number;
  readonly frameMs: number;
  readonly answerMs: number;
  /** So long after FS the CR may be missing before the frame counts as ended. */
  readonly graceMs: number;
  /** So long a refused sender may go on sending, unread, so that it gets the last answer. */
  readonly lingerMs: number;
};

export type ConnectionOptions = {
  readonly peer: Peer;
  readonly handle: Handle;
  readonly handleTooLarge?: HandleTooLarge | undefined;
  readonly limits: ConnectionLimits;
  readonly memory: Memory;
  readonly onClosed: (closed: Closed) => void;
};

type Slot = { readonly bytes: number; answers: readonly Uint8Array[] | undefined; settled: boolean };

/**
 * One sender: reads frames, hands each message on, answers in the order of the messages. Reads no further while too many
 * are unanswered, answers are not taken, or memory is short. The caller calls `tick` from time to time.
 */
export function serveConnection(socket: Socket, options: ConnectionOptions) {
  const { peer, handle, handleTooLarge, limits, memory, onClosed } = options;
  const reader = new FrameReader(limits);
  const port = socket.remotePort ?? 0;
  const queue: Slot[] = [];
  const share = memory.share(() => pump());
  let end: End | undefined;
  let protocol: Foreign | undefined;
  let [messages, answers, pendingBytes] = [0, 0, 0];
  let [writable, sourceEnded, paused] = [true, false, false];
  let heardAt = performance.now();
  let frameAt: number | undefined;
  let blockedAt: number | undefined;
  let grace: NodeJS.Timeout | undefined;
  let goodbye: NodeJS.Timeout | undefined;

  function pump(): void {
    while (end === undefined && writable && queue.length < limits.maxPending) {
      const found = reader.next() ?? (sourceEnded ? reader.end() : undefined);
      if (found === undefined) break;
      take(found);
    }
    if (end !== undefined) return;
    if (!reader.inFrame) frameAt = undefined;
    else frameAt ??= performance.now();
    if (reader.ending && grace === undefined) grace = setTimeout(endFrame, limits.graceMs);
    const mayRead = share.hold(reader.held + pendingBytes);
    pause(!(mayRead && writable && queue.length < limits.maxPending));
    if (sourceEnded && queue.length === 0 && writable) finish('ended');
  }

  function pause(now: boolean): void {
    if (now === paused) return;
    paused = now;
    if (now) socket.pause();
    else {
      // The time in which we did not read is not the sender's.
      heardAt = performance.now();
      if (frameAt !== undefined) frameAt = heardAt;
      socket.resume();
    }
  }

  function endFrame(): void {
    grace = undefined;
    const found = end === undefined ? reader.end() : undefined;
    if (found !== undefined) take(found);
    pump();
  }

  function take(found: Framed): void {
    frameAt = undefined;
    if (found.type === 'message') {
      accept(found.bytes, handle);
      return;
    }
    if (found.type === 'foreign') protocol = found.protocol;
    if (found.type === 'too-large' && handleTooLarge) accept(found.head, handleTooLarge);
    finish(found.type);
  }

  function accept(bytes: Buffer, work: Handle): void {
    const slot: Slot = { bytes: bytes.length, answers: undefined, settled: false };
    queue.push(slot);
    messages += 1;
    pendingBytes += slot.bytes;
    work({ bytes, peer }).then(
      (given) => settle(slot, given),
      () => settle(slot, undefined),
    );
  }

  function settle(slot: Slot, given: Slot['answers']): void {
    slot.answers = given;
    slot.settled = true;
    while (queue[0]?.settled) {
      const done = queue.shift() as Slot;
      pendingBytes -= done.bytes;
      if (done.answers === undefined) {
        end ??= 'failed';
        socket.destroy();
      }
      if (!socket.destroyed) for (const answer of done.answers ?? []) write(answer);
    }
    if (end === undefined) pump();
    else if (queue.length === 0) sayGoodbye();
  }

  function write(answer: Uint8Array): void {
    answers += 1;
    if (socket.write(framed(answer)) || !writable) return;
    writable = false;
    blockedAt = performance.now();
  }

  /** Reads no more messages; what was taken is still answered, then the connection closes. */
  function finish(why: End): void {
    if (end !== undefined) return;
    end = why;
    clearTimeout(grace);
    if (queue.length === 0) sayGoodbye();
  }

  function sayGoodbye(): void {
    if (socket.destroyed) return;
    if (sourceEnded) socket.destroySoon();
    else socket.end();
    // What still comes is read and dropped: closing over unread bytes would cut off the last answer (RFC 1122 §4.2.2.13).
    pause(false);
    goodbye ??= setTimeout(() => socket.destroy(), sourceEnded ? limits.answerMs : limits.lingerMs);
  }

  socket.on('data', (chunk: Buffer) => {
    if (end !== undefined) return;
    heardAt = performance.now();
    clearTimeout(grace);
    grace = undefined;
    reader.push(chunk);
    pump();
  });
  socket.on('drain', () => {
    writable = true;
    blockedAt = undefined;
    if (end === undefined) pump();
  });
  socket.on('end', () => {
    sourceEnded = true;
    if (end === undefined) pump();
    else if (queue.length === 0) socket.destroySoon();
  });
  socket.on('error', () => {
    if (end === undefined || queue.length > 0) end = 'broken';
  });
  socket.on('close', () => {
    clearTimeout(grace);
    clearTimeout(goodbye);
    share.release();
    const { unfinished, junkBytes } = reader;
    onClosed({
      peer,
      port,
      end: end ?? 'broken',
      ...(protocol ? { protocol } : {}),
      messages,
      answers,
      unfinished: unfinished + Number(reader.inFrame),
      junkBytes,
    });
  });

  return {
    stop: (): void => finish('stopped'),
    /** Since when nothing has come and nothing is under way; undefined while it is at work. */
    silentSince: (): number | undefined =>
      end === undefined && !reader.inFrame && queue.length === 0 && writable ? heardAt : undefined,
    giveWay: (): void => finish('crowded'),
    destroy: (): void => void socket.destroy(),
    /** Ends a connection that has exceeded a limit of time. */
    tick(now: number): void {
      const cut = (why: End): void => {
        end ??= why;
        socket.destroy();
      };
      if (blockedAt !== undefined && now - blockedAt > limits.answerMs) cut('answers-unread');
      else if (paused || queue.length > 0 || end !== undefined) return;
      else if (frameAt !== undefined && now - heardAt > limits.stallMs) cut('stalled');
      else if (frameAt !== undefined && now - frameAt > limits.frameMs) cut('slow-frame');
      else if (frameAt === undefined && now - heardAt > limits.idleMs) cut('idle');
    },
  };
}
