import { openMpps } from '../mpps/mpps.ts';
import { hourly } from './hourly.ts';
import type { Part } from './part.ts';
import { folderOf, running, type Shared } from './shared.ts';

/** Performed procedure steps of the modalities; the worklist hears what was done. */
export async function startMppsPart({ settings, spool, key, clock, notes, live }: Shared): Promise<Part> {
  const { data, mpps: own } = settings;
  const mpps = await openMpps({
    folder: folderOf(data, 'mpps'),
    key,
    spool,
    // A worklist that is away for a moment hears of it when it is back.
    performed: async (step) => (settings.worklist ? running(live, 'worklist').performed(step) : undefined),
    ...(own ? { settings: own } : {}),
    clock,
    onEvent: (event) => notes.event('mpps', event),
  });
  const cleaning = hourly(mpps.clean, (fault) => notes.failed('cleaning procedure steps', fault));
  live.mpps = mpps;
  return {
    async stop() {
      cleaning.stop();
      live.mpps = undefined;
      await mpps.close();
    },
    state: () => ({ underWay: mpps.underWay().size }),
  };
}
