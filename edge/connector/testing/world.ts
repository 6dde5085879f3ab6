import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connector, type ConnectorEvent, type ConnectorOptions, startConnector } from '../connector.ts';
import type { Destination } from '../destination.ts';
import { mllpDestination } from '../mllp.ts';
import { realTime, type Time } from '../time.ts';
import { startMllpEhr } from './mllp-ehr.ts';
import { memoryQueue } from './queue.ts';

/** A clock that runs so many times faster than ours. */
export function fastTime(times: number, from = Date.parse('2026-03-02T08:00:00.000Z')): Time {
  const began = performance.now();
  const steady = (): number => (performance.now() - began) * times;
  return {
    now: () => Math.round(from + steady()),
    steady,
    rest: (ms, signal) => realTime.rest(ms / times, signal),
  };
}

export const MLLP = {
  host: '127.0.0.1',
  charset: 'utf-8',
  sender: { application: 'OKA', facility: 'EDGE' },
  receiver: { application: 'EHR', facility: 'HOSPITAL' },
  answerSeconds: 1,
  bundle: false,
} as const;

export async function until(holds: () => boolean, what = 'it', withinMs = 10_000): Promise<void> {
  for (const end = Date.now() + withinMs; !holds(); ) {
    if (Date.now() > end) throw new Error(`${what} did not come to that`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A connector between a queue in memory and a record system on a socket; ended with `close`. */
export async function worldOf({ times = 100, answerMs = 250 }: { times?: number; answerMs?: number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'oka-connector-'));
  const queue = memoryQueue();
  const ehr = await startMllpEhr();
  const events: ConnectorEvent[] = [];
  const time = fastTime(times);
  const open = new Set<Connector>();
  const ends: (() => unknown)[] = [];
  const toEhr = (replaces: boolean): Destination =>
    mllpDestination({
      settings: { ...MLLP, port: ehr.port },
      zone: 'Asia/Yekaterinburg',
      connectMs: 250,
      replaces,
      answerMs,
    });
  return {
    folder,
    queue,
    ehr,
    events,
    time,
    ends,
    async start(change: Partial<ConnectorOptions> = {}): Promise<Connector> {
      const replaces = change.replaces ?? true;
      const connector = await startConnector({
        ...{ ehr: 'demo', folder, queue: queue.queue, replaces, time, perSecond: 100 },
        destination: change.destination ?? toEhr(replaces),
        readBinary: async () => new Uint8Array(),
        onEvent: (event) => events.push(event),
        ...change,
      });
      open.add(connector);
      return connector;
    },
    async stop(connector: Connector): Promise<void> {
      open.delete(connector);
      await connector.stop();
    },
    /** What the region was told: `<code> <version>`, with the text where there is one. */
    told: (): string[] => queue.told.map(({ data }) => [data.code, data.version, data.text].filter(Boolean).join(' ')),
    async close(): Promise<void> {
      for (const connector of open) await connector.stop();
      for (const end of ends) await end();
      await ehr.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type ConnectorWorld = Awaited<ReturnType<typeof worldOf>>;
