import { readFile } from 'node:fs/promises';
import { keepRefused } from '../refused.ts';
import { startUplink } from '../uplink/uplink.ts';
import type { Part } from './part.ts';
import { folderOf, type Shared } from './shared.ts';

/** What waits in journal and spool goes to the region. */
export async function startUplinkPart(shared: Shared): Promise<Part> {
  const { settings, journal, spool, token, clock, key, notes, live } = shared;
  const { data, region, zone, uplink: own } = settings;
  const refused = folderOf(data, 'refused');
  const uplink = await startUplink({
    journal,
    spool,
    url: region.url,
    token,
    ...(region.ca === undefined ? {} : { ca: await readFile(region.ca, 'utf8') }),
    settings: own,
    zone,
    folder: folderOf(data, 'uplink'),
    refuse: (entry, code) => keepRefused(refused, journal, entry, code, clock().toISOString(), key),
    clock,
    onEvent: notes.uplink,
  });
  live.uplink = uplink;
  return {
    async stop() {
      live.uplink = undefined;
      await uplink.stop();
    },
    state: uplink.state,
  };
}
