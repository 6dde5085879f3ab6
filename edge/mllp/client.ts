import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type ClassOfAnswer, classOfAnswer } from '../../domain/hl7/answer/class.ts';
import { headerOf } from '../../domain/hl7/answer/header.ts';
import { FrameReader, framed } from './framing.ts';
import { peerOf, plainFingerprint } from './peer.ts';

export type MllpClientOptions = {
  readonly host: string;
  readonly port: number;
  readonly tls?: {
    readonly ca?: string | Buffer;
    readonly key?: string | Buffer;
    readonly cert?: string | Buffer;
    /** SHA-256 of the receiver's certificate; with it no authority is asked. */
    readonly fingerprint?: string;
  };
  /** The receiver is registered as replacing (contract 7); default false. */
  readonly replaces?: boolean;
  /** Messages sent and not yet answered; HL7 v2 senders keep to one (ch. 2.9.2). */
  readonly inFlight?: number;
  /** How long one message waits for a connection, over all attempts. */
  readonly connectMs?: number;
  readonly answerMs?: number;
  /** Pause after a failed attempt, doubled up to the second value; a quarter more or less by chance. */
  readonly backoffMs?: readonly [first: number, longest: number];
};

/** What became of a message. Without an answer: `transient` where it never left whole, else as silence is judged. */
export type Sent = ClassOfAnswer & { readonly answer?: Buffer };

export type MllpClient = {
  /** Sends one message and waits for its answer. Never rejects: what went wrong is the class. */
  readonly send: (message: Uint8Array) => Promise<Sent>;
  readonly close: () => void;
};

type Flight = {
  readonly controlId: string;
  readonly settle: (sent: Sent) => void;
  /** Wholly handed to the system: from then on the receiver may have it. */
  written: boolean;
};

const MAX_ANSWER_BYTES = 1024 * 1024;

/** A sender of MLLP on TCP or TLS that connects when it has something to send, and again after a break. */
export function makeMllpClient(options: MllpClientOptions): MllpClient {
  const { replaces = false, inFlight = 1, connectMs = 10_000, answerMs = 30_000 } = options;
  const [firstPause, longestPause] = options.backoffMs ?? [250, 30_000];
  const flights = new Set<Flight>();
  const waiting: (() => void)[] = [];
  let [running, failures, closed] = [0, 0, false];
  let line: Promise<Socket> | undefined;
  let pause: Promise<void> | undefined;

  /** The open connection, or a new one; after failures not before the pause is over. */
  async function openLine(until: number): Promise<Socket | undefined> {
    while (!closed) {
      await pause;
      const left = until - performance.now();
      if (left <= 0 || closed) return undefined;
      line ??= dial(options, left, receive, lost);
      try {
        const socket = await line;
        failures = 0;
        return socket;
      } catch {
        if (line === undefined) continue;
        line = undefined;
        const ms = Math.min(firstPause * 2 ** failures, longestPause) * (0.75 + Math.random() / 2);
        failures += 1;
        pause = new Promise((resolve) => setTimeout(resolve, Math.min(ms, Math.max(0, until - performance.now()))));
      }
    }
    return undefined;
  }

  function receive(bytes: Buffer): void {
    for (const flight of flights) {
      const said = classOfAnswer(bytes, { controlId: flight.controlId, replaces });
      if (said === undefined) continue;
      flight.settle({ ...said, answer: bytes });
      return;
    }
  }

  function lost(): void {
    line = undefined;
    for (const flight of flights) flight.settle(flight.written ? silence(flight) : { class: 'transient' });
  }

  const silence = ({ controlId }: Flight): Sent =>
    classOfAnswer(undefined, { controlId, replaces }) ?? { class: 'ambiguous' };

  async function send(message: Uint8Array): Promise<Sent> {
    const socket = await openLine(performance.now() + connectMs);
    if (socket === undefined) return { class: 'transient' };
    return new Promise((resolve) => {
      const flight: Flight = {
        controlId: headerOf(message)?.component(10, 1) ?? '',
        written: false,
        settle(sent) {
          clearTimeout(timer);
          flights.delete(flight);
          resolve(sent);
        },
      };
      // After silence the connection is given up: a late answer must not meet the next message.
      const timer = setTimeout(() => socket.destroy(), answerMs);
      flights.add(flight);
      socket.write(framed(message), (fault) => {
        flight.written = fault == null;
      });
    });
  }

  return {
    async send(message) {
      if (running >= inFlight) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await send(message);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
    close() {
      closed = true;
      line?.then(
        (socket) => socket.destroy(),
        () => undefined,
      );
    },
  };
}

function dial(
  { host, port, tls }: MllpClientOptions,
  withinMs: number,
  receive: (bytes: Buffer) => void,
  lost: () => void,
): Promise<Socket> {
  const reader = new FrameReader({ maxBytes: MAX_ANSWER_BYTES, maxJunkBytes: 64 * 1024 });
  return new Promise((resolve, reject) => {
    const socket = tls
      ? connectTls({ host, port, ...tls, rejectUnauthorized: tls.fingerprint === undefined })
      : connect({ host, port });
    const timer = setTimeout(() => socket.destroy(new Error('no connection in time')), withinMs);
    let grace: NodeJS.Timeout | undefined;
    const readAll = (atRest: boolean): void => {
      for (;;) {
        const found = reader.next() ?? (atRest ? reader.end() : undefined);
        if (found?.type === 'message') receive(found.bytes);
        else if (found !== undefined) return void socket.destroy();
        else break;
      }
      if (reader.ending) grace = setTimeout(() => readAll(true), 50);
    };
    let isOpen = false;
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      const wanted = tls?.fingerprint;
      if (wanted !== undefined && peerOf(socket).certificate?.fingerprint !== plainFingerprint(wanted))
        return void socket.destroy(new Error('the receiver shows another certificate'));
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 60_000);
      isOpen = true;
      resolve(socket);
    });
    socket.on('data', (chunk: Buffer) => {
      clearTimeout(grace);
      reader.push(chunk);
      readAll(false);
    });
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      clearTimeout(grace);
      reject(new Error('the connection closed'));
      if (isOpen) lost();
    });
  });
}
