import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Journal, openJournal } from '../../edge/journal/journal.ts';
import { startListener } from '../../edge/listener.ts';
import { FrameReader } from '../../edge/mllp/framing.ts';
import { type Stream, streamOf } from './streams.ts';

export type FuzzResult = {
  readonly streams: number;
  /** Messages that the listener took or refused, and answers that it gave. */
  readonly messages: number;
  readonly answers: number;
  /** How the connections ended. */
  readonly ends: Readonly<Record<string, number>>;
  /** Seeds whose connection did not end in time, or that got another number of answers than is due: must be none. */
  readonly hanging: readonly string[];
  readonly wrong: readonly string[];
  /** Bytes in use after a fifth of the streams and after all of them, garbage collected. */
  readonly memory: readonly [early: number, late: number];
};

export type FuzzOptions = { readonly streams: number; readonly seed?: number; readonly atOnce?: number };

const MAX_BYTES = 32 * 1024;
const ENDS_WITHIN_MS = 10_000;

/** Throws mutated MLLP streams at the edge's listener and its journal, many connections at once. */
export async function fuzzListener({ streams, seed = 1, atOnce = 64 }: FuzzOptions): Promise<FuzzResult> {
  const folder = mkdtempSync(join(tmpdir(), 'oka-mllp-fuzz-'));
  const journal = await openJournal({ folder, retentionMs: 0, segmentBytes: 256 * 1024 });
  /** By the sender's port: where he stays to the end, every message taken must be answered. */
  const playing = new Map<number, string>();
  const [ends, hanging, wrong]: [Record<string, number>, string[], string[]] = [{}, [], []];
  let [messages, answers, next, early] = [0, 0, 0, 0];
  const listener = await startListener({
    journal,
    port: 0,
    zone: 'Europe/Moscow',
    limits: { maxBytes: MAX_BYTES, maxJunkBytes: 1000, stallMs: 1500, idleMs: 1500, lingerMs: 20 },
    maxMemoryBytes: 4 * 1024 * 1024,
    onClosed: (one) => {
      ends[one.end] = (ends[one.end] ?? 0) + 1;
      messages += one.messages;
      answers += one.answers;
      const who = playing.get(one.port);
      if (who !== undefined && one.messages !== one.answers) wrong.push(`${who}: ${one.end}`);
      playing.delete(one.port);
    },
  });
  const worker = async (): Promise<void> => {
    while (next < streams) {
      const number = seed + next;
      next += 1;
      if (next % Math.ceil(streams / 20) === 0) {
        await empty(journal);
        if (next < streams / 4) early = usedBytes();
      }
      const stream = streamOf(number, MAX_BYTES);
      const who = `${number} (${stream.name})`;
      const got = await play(stream, listener.port, (port) => {
        if (stream.end !== 'reset') playing.set(port, who);
      });
      if (got === undefined) hanging.push(who);
      else if (stream.answers !== undefined && got !== stream.answers)
        wrong.push(`${who}: ${got} of ${stream.answers}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  await empty(journal);
  const late = usedBytes();
  await listener.stop(2000);
  await journal.close();
  rmSync(folder, { recursive: true, force: true });
  return { streams, messages, answers, ends, hanging, wrong, memory: [early, late] };
}

/** As a region would that takes everything at once: so that memory shows what the listener keeps, not what waits. */
async function empty(journal: Journal): Promise<void> {
  const at = new Date().toISOString();
  await Promise.all([...journal.waiting()].map(({ sha256 }) => journal.end(sha256, { at, end: 'drained' })));
  await journal.clean();
}

/** Plays one stream; gives the number of answers, or undefined when the connection did not end in time. */
function play(
  { packets, end }: Stream,
  port: number,
  onConnected: (port: number) => void,
): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const reader = new FrameReader({ maxBytes: 1_000_000, maxJunkBytes: 0 });
    let answers = 0;
    const timer = setTimeout(() => {
      resolve(undefined);
      socket.destroy();
    }, ENDS_WITHIN_MS);
    socket.on('data', (chunk: Buffer) => {
      reader.push(chunk);
      for (let found = reader.next(); found; found = reader.next()) answers += 1;
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answers);
    });
    const write = async (): Promise<void> => {
      for (const packet of packets) {
        if (socket.destroyed) return;
        socket.write(packet);
        await new Promise((done) => setImmediate(done));
      }
      if (end === 'reset') socket.resetAndDestroy();
      else if (end === 'close') socket.end();
    };
    socket.once('connect', () => {
      onConnected(socket.localPort ?? 0);
      socket.setNoDelay(true);
      void write();
    });
  });
}

function usedBytes(): number {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
