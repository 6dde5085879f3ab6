import { startDrain } from '../drain.ts';
import { keepRefused } from '../refused.ts';
import { makeUplink } from '../uplink.ts';
import type { Part } from './part.ts';
import { folderOf, type Shared } from './shared.ts';

/** What waits goes to the region. */
export async function startUplinkPart({ settings, journal, token, clock, notes }: Shared): Promise<Part> {
  const refused = folderOf(settings.data, 'refused');
  const drain = startDrain({
    journal,
    send: makeUplink({ url: settings.region.url, token }).send,
    refuse: (entry, code) => keepRefused(refused, journal, entry, code, clock().toISOString()),
    clock,
    onEvent: notes.drain,
  });
  return { stop: () => drain.stop() };
}
