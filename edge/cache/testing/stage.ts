import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import type { DayAppointment, DayCard } from '../../../schemas/api/clinic-day.ts';
import { CacheSettings } from '../../../schemas/edge/cache.ts';
import { makeEdgeKey } from '../../files/key.ts';
import { type CacheOptions, startCache } from '../cache.ts';
import type { Cache } from '../view.ts';
import { PlayedRegion, recordOf, somebody } from './region.ts';

export const START = Date.parse('2026-03-02T08:00:00.000Z');
export const HOUR = 3600_000;

/** A cache on a real disk beside a region that a test fills; a new one for each test of the file that calls this. */
export function cacheStage() {
  const key = makeEdgeKey(Buffer.alloc(32, 7));
  const it = {
    folder: '',
    region: new PlayedRegion(new Date(START)),
    /** The machine's clock and its watch. */
    clock: START,
    watch: 0,
    cache: undefined as Cache | undefined,
    /** An hour for machine and region alike, unless the machine's clock is said to go its own way. */
    pass(ms: number, own = ms): void {
      it.clock += own;
      it.watch += ms;
      it.region.now = new Date(it.region.now.getTime() + ms);
    },
    async start(more: Partial<CacheOptions> = {}): Promise<Cache> {
      await it.cache?.stop();
      it.cache = await startCache({
        ...{ folder: it.folder, region: it.region, zone: 'Asia/Yekaterinburg', key },
        ...{ settings: CacheSettings.parse({ everyMinutes: 60 }) },
        ...{ clock: () => new Date(it.clock), watch: () => it.watch, ...more },
      });
      return it.cache;
    },
  };
  beforeEach(() => {
    it.folder = mkdtempSync(join(tmpdir(), 'oka-cache-'));
    it.region = new PlayedRegion(new Date(START));
    [it.clock, it.watch] = [START, 0];
  });
  afterEach(async () => {
    await it.cache?.stop();
    it.cache = undefined;
    rmSync(it.folder, { recursive: true, force: true });
  });
  return it;
}

export const at = (ms: number): string => new Date(START + ms).toISOString();
export const card: DayCard = {
  why: { known: true, text: 'Слабость' },
  ...{ news: [], newsMore: 0, newsSince: '–', open: [], openMore: 0, decide: [], decideMore: 0 },
};
export const appointment = (number: number, changes: Partial<DayAppointment> = {}): DayAppointment => ({
  ...{ id: recordOf(500 + number), start: '2026-03-02T09:00:00.000Z', status: 'booked', takesPlace: true, with: [] },
  ...{ patient: somebody(number), chart: 'known', card: { ru: card, en: card } },
  ...changes,
});
export const ids = (of: Cache): string[] =>
  of
    .results()
    .map(({ result }) => result.resultId)
    .sort();
export const lines = (of: Cache) => of.meanwhile().map(({ changes }) => changes.map(({ what }) => what).sort());
