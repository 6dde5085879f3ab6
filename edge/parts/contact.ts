import { startContact } from '../contact.ts';
import { askRegion, wayTo } from '../region/region.ts';
import type { Part } from './part.ts';
import type { Shared } from './shared.ts';

/** The region hears each minute that the clinic is there, and whether its record system answers. */
export async function startContactPart({ settings, token, clock, notes, live }: Shared): Promise<Part> {
  const link = askRegion(await wayTo(settings.region));
  const contact = startContact({
    ...{ clinic: settings.clinic, ask: link.ask, token, clock },
    silentSince() {
      const breaker = live.connector?.state().breaker;
      return breaker === undefined || breaker.state === 'closed' ? undefined : breaker.since;
    },
    onAway: (fault) => notes.failed('telling the region that the clinic is there', fault),
  });
  return {
    async stop() {
      await contact.stop();
      link.close();
    },
    state: contact.state,
  };
}
