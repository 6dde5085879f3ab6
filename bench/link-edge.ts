import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openJournal } from '../edge/journal/journal.ts';
import type { ObjectMeta } from '../edge/spool/meta.ts';
import { openSpool, type SpoolEntry } from '../edge/spool/spool.ts';
import type { UplinkEvent } from '../edge/uplink/events.ts';
import { startUplink } from '../edge/uplink/uplink.ts';
import { UplinkSettings } from '../schemas/edge/uplink.ts';

/** The line's end of an edge on the real disk: journal, spool and uplink, with what the line said last. */
export async function lineEdge(url: string, token: () => Promise<string>, settings: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'oka-bench-link-'));
  const journal = await openJournal({ folder: join(folder, 'journal') });
  const spool = await openSpool({ folder: join(folder, 'spool') });
  const events: UplinkEvent[] = [];
  const uplink = await startUplink({
    journal,
    spool,
    url,
    token,
    settings: UplinkSettings.parse(settings),
    zone: 'Asia/Yekaterinburg',
    folder: join(folder, 'uplink'),
    refuse: async () => undefined,
    onEvent: (event) => events.push(event),
  });
  return {
    events,
    uplink,
    spool,
    async take(bytes: Uint8Array, about: Partial<ObjectMeta> = {}): Promise<SpoolEntry> {
      const incoming = await spool.begin();
      await incoming.write(bytes);
      const acceptedAt = new Date().toISOString();
      const { entry } = await incoming.commit({ acceptedAt, by: 'dicom', address: 'local', lane: 'routine', ...about });
      return entry;
    },
    /** Whether the region has this one. */
    hasGone: (entry: SpoolEntry): boolean =>
      events.some((event) => event.what === 'drained' && event.of.entry.sha256 === entry.sha256),
    async stop(): Promise<void> {
      await uplink.stop();
      await spool.close();
      await journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function until(isSo: () => boolean, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 20)))
    if (isSo()) return true;
  return isSo();
}
