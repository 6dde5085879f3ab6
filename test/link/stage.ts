import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Journal, openJournal } from '../../edge/journal/journal.ts';
import type { ObjectMeta } from '../../edge/spool/meta.ts';
import { openSpool, type Spool, type SpoolEntry } from '../../edge/spool/spool.ts';
import { tokenSource } from '../../edge/token.ts';
import type { UplinkEvent } from '../../edge/uplink/events.ts';
import { startUplink, type Uplink, type UplinkOptions } from '../../edge/uplink/uplink.ts';
import { UplinkSettings } from '../../schemas/edge/uplink.ts';
import type { Door } from '../door.ts';

export type Stage = {
  readonly journal: Journal;
  readonly spool: Spool;
  readonly folder: string;
  readonly events: UplinkEvent[];
  /** Starts the uplink over a door at this address; the one before has to be stopped. */
  readonly start: (url: string, settings?: object, more?: Partial<UplinkOptions>) => Promise<Uplink>;
  readonly message: (text: string, acceptedAt?: string) => Promise<string>;
  readonly object: (bytes: Uint8Array, about?: Partial<ObjectMeta>) => Promise<SpoolEntry>;
  /** Resolves when it is so; rejects after so long. */
  readonly until: (isSo: () => boolean, ms?: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** A journal and a spool on the real disk, for the uplink of the clinic `north`. */
export async function openStage(door: Pick<Door, 'keys' | 'region'>): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'oka-link-'));
  const journal = await openJournal({ folder: join(folder, 'journal') });
  const spool = await openSpool({ folder: join(folder, 'spool') });
  const events: UplinkEvent[] = [];
  let uplink: Uplink | undefined;
  return {
    journal,
    spool,
    folder,
    events,
    async start(url, settings = {}, more = {}) {
      uplink = await startUplink({
        journal,
        spool,
        url,
        token: tokenSource({
          key: door.keys['edge-north'] ?? {},
          iss: 'edge:north',
          sub: 'edge:north',
          audience: door.region.audience,
        }),
        settings: UplinkSettings.parse(settings),
        zone: 'Asia/Yekaterinburg',
        folder: join(folder, 'uplink'),
        refuse: async () => undefined,
        onEvent: (event) => events.push(event),
        backoffMs: [20, 200],
        ...more,
      });
      return uplink;
    },
    async message(text, acceptedAt = new Date().toISOString()) {
      const bytes = Buffer.from(`MSH|^~\\&|LIS|LAB|OKA|R|20260131||ORU^R01|1|P|2.5.1\r${text}\r`);
      const { sha256 } = await journal.append(bytes, { acceptedAt, by: 'mllp', address: '127.0.0.1' });
      return sha256;
    },
    async object(bytes, about = {}) {
      const incoming = await spool.begin();
      await incoming.write(bytes);
      const taken = await incoming.commit({
        acceptedAt: new Date().toISOString(),
        by: 'dicom',
        address: '127.0.0.1',
        lane: 'routine',
        ...about,
      });
      return taken.entry;
    },
    async until(isSo, ms = 12_000) {
      for (const end = Date.now() + ms; !isSo(); await new Promise((resolve) => setTimeout(resolve, 10)))
        if (Date.now() > end) throw new Error('it did not come to that in time');
    },
    async close() {
      await uplink?.stop();
      await spool.close();
      await journal.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
