import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from '@jest/globals';
import type { MemoryDisk } from '../../files/testing/memory-disk.ts';
import { type PacsEvent, type PacsOptions, startPacs } from '../pacs.ts';
import type { Send } from '../send.ts';
import { startRegion } from './region.ts';

/** Time that passes at once where one waits. */
const hasty = {
  at: 0,
  now: () => Date.parse('2026-03-01T05:00:00Z') + hasty.at,
  steady: () => hasty.at,
  async rest(ms: number, signal: AbortSignal): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    if (!signal.aborted) hasty.at += ms;
  },
};

/** Starts the part between a played region and a PACS; `ends` is what is stopped, last first, after each test of the file that calls this. */
export function pacsStage() {
  const root = mkdtempSync(join(tmpdir(), 'oka-pacs-'));
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let serial = 0;

  async function started(send: Send, more: Partial<PacsOptions> = {}) {
    serial += 1;
    const region = await startRegion();
    const events: PacsEvent[] = [];
    const options: PacsOptions = {
      folder: join(root, String(serial)),
      region: region.options,
      send,
      maxObjectBytes: 64 * 1024 * 1024,
      time: hasty,
      onEvent: (event) => events.push(event),
      ...more,
    };
    let pacs = await startPacs(options);
    ends.push(region.stop, () => pacs.stop());
    const until = async (isTrue: () => boolean): Promise<void> => {
      while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    return {
      region,
      events,
      get pacs() {
        return pacs;
      },
      async restarted(change: Partial<PacsOptions> = {}): Promise<void> {
        await pacs.stop();
        pacs = await startPacs({ ...options, ...change });
      },
      /** The power goes: what the old process still does reaches no disk. */
      async killed(disk: MemoryDisk): Promise<void> {
        disk.powerBack(() => 0.5);
        await pacs.stop().catch(() => undefined);
        pacs = await startPacs({ ...options, files: disk.files });
      },
      until,
      done: () => until(() => pacs.state().waiting === 0),
    };
  }
  return { started, ends };
}
