import { startCache } from '../cache/cache.ts';
import { type RegionReader, regionReader } from '../cache/region.ts';
import { type Page, startPage } from '../page/page.ts';
import { waitingLines } from '../page/waiting-lines.ts';
import { listRefused } from '../refused.ts';
import { askRegion, type Region, wayTo } from '../region/region.ts';
import type { Part } from './part.ts';
import { folderOf, running, type Shared } from './shared.ts';

/** What the page knows of patients while the region is away. */
export async function startCachePart(shared: Shared): Promise<Part> {
  const { settings, key, clock, notes, live } = shared;
  const { zone, data, cache: own } = settings;
  const region = await readerOf(shared);
  const cache = await startCache({
    folder: folderOf(data, 'cache'),
    region,
    zone,
    settings: own,
    key,
    clock,
    isBusy: () => live.uplink?.state().consultUntil !== undefined,
    lineAwaySince: () => live.uplink?.state().line.awaySince,
    onEvent: (event) => notes.event('cache', event),
  });
  // Orders that were placed elsewhere in the region never come as a message: the worklist has them from here.
  cache.onOrders((orders) => live.worklist?.takeFromRegion(orders));
  live.cache = cache;
  return {
    async stop() {
      live.cache = undefined;
      await cache.stop();
      region.close();
    },
    state: () => ({ ...cache.state() }),
  };
}

/** The edge's own page. */
export async function startPagePart(shared: Shared): Promise<Part> {
  const { settings, key, clock, notes, live } = shared;
  const { clinic, zone, data, page: own, worklist } = settings;
  if (own === undefined) throw new Error('there is no page');
  const region = await readerOf(shared);
  const page: Page = await startPage({
    settings: own,
    folder: folderOf(data, 'page'),
    clinic,
    zone,
    // A part that starts late, or again, is there from then on.
    cache: () => live.cache,
    tell: region.acts,
    sources: {
      get worklist() {
        return live.worklist;
      },
      ...(worklist ? { modalities: modalitiesOf(worklist) } : {}),
      async waiting() {
        const refused = await listRefused(folderOf(data, 'refused'));
        const unsentActs = page.audit.unsent();
        return waitingLines({ state: shared.state(), refused, region: live.cache?.state(), unsentActs });
      },
      consult: {
        until: () => live.uplink?.state().consultUntil,
        set: (until) => running(live, 'uplink').consult(until ?? new Date(0)),
      },
    },
    key,
    clock,
    onEvent: (event) => notes.event('page', event),
  });
  return {
    async stop() {
      await page.stop();
      region.close();
    },
    state: () => ({ port: page.port }),
  };
}

/** The region, as cache and page ask it. */
async function readerOf({ settings, token }: Shared): Promise<RegionReader & Pick<Region, 'close'>> {
  const { ask, close } = askRegion(await wayTo(settings.region));
  return { ...regionReader({ ask, clinic: settings.clinic, token }), close };
}

type Stations = NonNullable<Shared['settings']['worklist']>;

/** Those that the settings name; without any the usual ones of a district hospital. */
function modalitiesOf({ stations, examinations }: Stations): string[] {
  const named = [...stations, ...examinations].flatMap(({ modality }) => modality ?? []);
  return named.length > 0 ? [...new Set(named)].sort() : ['CR', 'CT', 'DX', 'MG', 'MR', 'US'];
}
