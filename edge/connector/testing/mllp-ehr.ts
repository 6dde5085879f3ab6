import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { FrameReader, framed } from '../../mllp/framing.ts';

/** What the record system does with the next messages. */
export type Mood =
  | 'AA'
  | 'AE'
  | 'AR'
  | 'CA'
  | 'CE'
  | 'CR'
  /** With a condition of table 0357 in ERR-3. */
  | `AE ${number}`
  | `AR ${number}`
  /** Takes the message, applies it, and never answers. */
  | 'silent'
  /** Takes the connection and reads nothing. */
  | 'hung'
  | 'garbage'
  | 'no-code'
  | 'other-id'
  /** Applies it and closes in the middle of its answer. */
  | 'cut'
  /** Closes without reading. */
  | 'closes';

/** A message as the record system got it. */
export type Got = {
  readonly controlId: string;
  readonly filler: string;
  readonly version: number;
  readonly status: string;
  readonly patient: string;
  readonly bytes: Buffer;
};

/**
 * A record system that takes ORU^R01 by its filler number: a higher version replaces, the same or a lower one changes nothing.
 * It does what its mood is, on real sockets.
 */
export async function startMllpEhr(port = 0) {
  const got: Got[] = [];
  const held = new Map<string, { version: number; status: string; times: number }>();
  const sockets = new Set<Socket>();
  let mood: Mood | ((got: Got) => Mood) = 'AA';
  let delayMs = 0;
  let connections = 0;

  function apply({ filler, version, status }: Got): void {
    const now = held.get(filler);
    if (now !== undefined && now.version >= version) return;
    held.set(filler, { version, status, times: (now?.times ?? 0) + 1 });
  }

  function answer(socket: Socket, one: Got, how: Mood): void {
    const [code = '', condition] = how.split(' ');
    const said = (id: string, word = code) =>
      Buffer.from(
        `MSH|^~\\&|EHR||OKA||20260302||ACK^R01^ACK|1|P|2.5.1\rMSA|${word}|${id}\r${condition ? `ERR|||${condition}^^HL70357|E\r` : ''}`,
      );
    const takes = ['AA', 'CA', 'silent', 'garbage', 'no-code', 'other-id', 'cut'].includes(how);
    if (takes) apply(one);
    if (how === 'silent') return;
    if (how === 'garbage') return void socket.write(framed(Buffer.from('what is this')));
    if (how === 'no-code') return void socket.write(framed(said(one.controlId, 'ZZ')));
    if (how === 'other-id') return void socket.write(framed(said('another', 'AA')));
    if (how === 'cut') {
      const whole = framed(said(one.controlId, 'AA'));
      socket.write(whole.subarray(0, whole.length - 8), () => socket.destroy());
      return;
    }
    socket.write(framed(said(one.controlId)));
  }

  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (mood === 'closes') return void socket.destroy();
    if (mood === 'hung') return void socket.pause();
    const reader = new FrameReader({ maxBytes: 1024 * 1024, maxJunkBytes: 0 });
    socket.on('data', (chunk: Buffer) => {
      reader.push(chunk);
      for (let found = reader.next(); found; found = reader.next()) {
        if (found.type !== 'message') continue;
        const one = gotIn(found.bytes);
        got.push(one);
        const how = typeof mood === 'function' ? mood(one) : mood;
        setTimeout(() => answer(socket, one, how), delayMs);
      }
    });
  });
  const listen = (at: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, '127.0.0.1', () => resolve());
    });
  await listen(port);
  const { port: bound } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port: bound,
    got,
    /** Filler number → what is shown now, and how often it was changed. */
    held,
    connections: () => connections,
    is(to: Mood | ((got: Got) => Mood)): void {
      mood = to;
    },
    slow(ms: number): void {
      delayMs = ms;
    },
    /** The machine is off: nothing listens. */
    off: close,
    on: () => listen(bound),
    stop: () => (server.listening ? close() : Promise.resolve()),
  };
}

function gotIn(bytes: Buffer): Got {
  const segments = bytes
    .toString('utf8')
    .split('\r')
    .map((line) => line.split('|'));
  const first = (name: string): string[] => segments.find(([segment]) => segment === name) ?? [];
  const version = segments.find(([name, , , code]) => name === 'OBX' && code?.startsWith('version^'))?.[5];
  return {
    controlId: first('MSH')[9] ?? '',
    filler: first('OBR')[3]?.split('^')[0] ?? '',
    version: Number(version),
    status: first('OBX')[11] ?? '',
    patient: first('PID')[3]?.split('^')[0] ?? '',
    bytes,
  };
}
