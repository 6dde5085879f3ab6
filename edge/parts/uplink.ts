import { keepRefused } from '../refused.ts';
import { wayTo } from '../region/region.ts';
import { startUplink } from '../uplink/uplink.ts';
import type { Part } from './part.ts';
import { folderOf, type Shared } from './shared.ts';

const FIRST_PAUSE_MS = 250;

/** What waits in journal and spool goes to the region. */
export async function startUplinkPart(shared: Shared): Promise<Part> {
  const { settings, journal, spool, token, clock, key, notes, live } = shared;
  const { data, region, zone, uplink: own } = settings;
  const refused = folderOf(data, 'refused');
  const uplink = await startUplink({
    journal,
    spool,
    ...(await wayTo(region)),
    token,
    settings: own,
    backoffMs: [FIRST_PAUSE_MS, own.retrySeconds * 1000],
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
