import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bundleOf } from '../../domain/fhir/bundle/bundle.ts';
import type { DayAppointment, DayCard } from '../../schemas/api/clinic-day.ts';
import { CacheSettings } from '../../schemas/edge/cache.ts';
import { OkaError } from '../../schemas/errors.ts';
import { criticalAdvice } from '../../test/results.ts';
import { makeEdgeKey } from '../files/key.ts';
import { type CacheOptions, startCache } from './cache.ts';
import { mergeResults, type ResultFact } from './facts.ts';
import { idOf, PlayedRegion, recordOf, somebody, toldResult } from './testing/region.ts';
import type { Cache } from './view.ts';

const START = Date.parse('2026-03-02T08:00:00.000Z');
const HOUR = 3600_000;
const key = makeEdgeKey(Buffer.alloc(32, 7));
let folder: string;
let region: PlayedRegion;
/** The machine's clock and its watch. */
let [clock, watch]: [number, number] = [START, 0];
let cache: Cache | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-cache-'));
  region = new PlayedRegion(new Date(START));
  [clock, watch] = [START, 0];
});
afterEach(async () => {
  await cache?.stop();
  cache = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** An hour for machine and region alike, unless the machine's clock is said to go its own way. */
function pass(ms: number, own = ms): void {
  clock += own;
  watch += ms;
  region.now = new Date(region.now.getTime() + ms);
}
async function start(more: Partial<CacheOptions> = {}): Promise<Cache> {
  await cache?.stop();
  cache = await startCache({
    ...{ folder, region, zone: 'Asia/Yekaterinburg', key, settings: CacheSettings.parse({ everyMinutes: 60 }) },
    ...{ clock: () => new Date(clock), watch: () => watch, ...more },
  });
  return cache;
}
const at = (ms: number): string => new Date(START + ms).toISOString();
const card: DayCard = {
  why: { known: true, text: 'Слабость' },
  ...{ news: [], newsMore: 0, newsSince: '–', open: [], openMore: 0, decide: [], decideMore: 0 },
};
const appointment = (number: number, changes: Partial<DayAppointment> = {}): DayAppointment => ({
  ...{ id: recordOf(500 + number), start: '2026-03-02T09:00:00.000Z', status: 'booked', takesPlace: true, with: [] },
  ...{ patient: somebody(number), chart: 'known', card: { ru: card, en: card } },
  ...changes,
});
const ids = (of: Cache): string[] =>
  of
    .results()
    .map(({ result }) => result.resultId)
    .sort();
const lines = (of: Cache) => of.meanwhile().map(({ changes }) => changes.map(({ what }) => what).sort());

describe('what the edge keeps of its clinic', () => {
  test('is what the region told, and is there when the region is away and the edge starts anew', async () => {
    region.told = [toldResult(1, at(-HOUR))];
    region.patients = [somebody(1)];
    region.appointmentsOf.set('2026-03-02', [appointment(1)]);
    expect(await (await start()).pull()).toBe(true);
    region.goAway();
    const again = await start();
    await again.pull();
    expect(again.results()).toMatchObject([{ result: { resultId: idOf(1) }, patient: { name: 'Вымышленная1 Анна' } }]);
    expect(again.day('2026-03-02')?.appointments).toHaveLength(1);
    expect(again.state()).toMatchObject({ reachable: false, asOf: at(0), awaySince: at(0), trouble: 'unavailable' });
  });

  test('lies encrypted on the disk: no name, no number, no word of a result can be read there', async () => {
    region.told = [toldResult(1, at(-HOUR))];
    region.patients = [somebody(1)];
    await (await start()).pull();
    const bytes = Buffer.concat(
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => readFileSync(join(one.parentPath, one.name))),
    );
    expect(bytes.length).toBeGreaterThan(500);
    for (const word of ['Вымышленная1', 'N1', 'Калий', 'Potassium', recordOf(1), idOf(1)])
      expect(bytes.includes(Buffer.from(word))).toBe(false);
  });

  test('is read with another key by nobody', async () => {
    region.told = [toldResult(1, at(-HOUR))];
    await (await start()).pull();
    await cache?.stop();
    cache = undefined;
    await expect(start({ key: makeEdgeKey(Buffer.alloc(32, 8)) })).rejects.toMatchObject({ code: 'wrong-key' });
  });

  test('goes after 72 hours, though the region stays away', async () => {
    region.told = [toldResult(1, at(-HOUR)), toldResult(2, at(-60 * HOUR))];
    const kept = await start();
    await kept.pull();
    region.goAway();
    pass(13 * HOUR);
    await start();
    expect(ids(cache as Cache)).toEqual([idOf(1)]);
    pass(60 * HOUR);
    await start();
    expect(ids(cache as Cache)).toEqual([]);
  });

  test('asks only for what is new, and writes nothing when it is told the same again', async () => {
    region.told = [toldResult(1, at(-60_000))];
    const kept = await start();
    await kept.pull();
    const size = (): number => readdirSync(folder, { recursive: true, withFileTypes: true }).length;
    const before = size();
    await kept.pull();
    expect(region.asked.filter((one) => one.startsWith('results'))).toEqual(
      expect.arrayContaining(['results', `results ${at(-120_000)}`]),
    );
    expect([ids(kept), size()]).toEqual([[idOf(1)], before]);
  });

  test('takes a long list page by page', async () => {
    region.told = Array.from({ length: 25 }, (_, place) => toldResult(place + 1, at(-HOUR + place)));
    region.pageSize = 10;
    const kept = await start();
    await kept.pull();
    expect(ids(kept)).toHaveLength(25);
  });

  test('takes a long day page by page, and asks again only for the page that has changed', async () => {
    const day = '2026-03-02';
    const booked = Array.from({ length: 25 }, (_, place) => appointment(place + 1));
    region.appointmentsOf.set(day, booked);
    region.dayPageSize = 10;
    const kept = await start();
    await kept.pull();
    expect(kept.day(day)?.appointments).toEqual(booked);
    const changed = booked.with(12, appointment(13, { status: 'cancelled', takesPlace: false }));
    region.appointmentsOf.set(day, changed);
    region.unchanged = [];
    await kept.pull();
    expect(kept.day(day)?.appointments).toEqual(changed);
    expect(region.unchanged.filter((page) => page.startsWith(day))).toEqual([`${day} 0`, `${day} 20`]);
  });

  test('shows a withdrawn result as withdrawn and never the older version again', async () => {
    const [old, gone] = [toldResult(1, at(-HOUR)), toldResult(1, at(-1000), { version: 2, state: 'withdrawn' })];
    region.told = [gone];
    const kept = await start();
    await kept.pull();
    region.told = [{ ...old, delivery: { ...old.delivery, changedAt: at(1000) } }];
    pass(HOUR);
    await kept.pull();
    expect(kept.results()).toMatchObject([{ result: { version: 2, state: 'withdrawn' } }]);
  });

  test('takes what the connector has just taken, in the very words of the region', async () => {
    const kept = await start();
    await kept.pull();
    const result = criticalAdvice(recordOf(1));
    const patient: fhir4.Patient = {
      ...{ resourceType: 'Patient', id: recordOf(1), birthDate: '1956-04-02' },
      ...{ name: [{ family: 'Вымышленная' }], identifier: [{ system: 'urn:oid:1.2.3', value: 'N1' }] },
    };
    await kept.take(bundleOf(result, { patient, binaryId: (name) => name }));
    const [held] = kept.results();
    expect(held).toMatchObject({ patient: { name: 'Вымышленная', number: 'N1' }, result: { severity: 'critical' } });
    expect(held?.result.lines.at(-1)?.ru).toBe('Рассчитано по опубликованному правилу из данных карты; решает врач');
    expect(held?.delivery).toBeUndefined();
    await kept.take({ resourceType: 'Bundle', entry: [] });
    await kept.take('no bundle');
    expect(kept.results()).toHaveLength(1);
  });

  test('ends the same in whatever order and however often it is told', () => {
    const fact = fc.record({ version: fc.integer({ min: 1, max: 4 }), change: fc.integer({ min: 0, max: 5 }) }).map(
      ({ version, change }): ResultFact => ({
        kind: 'result',
        ...toldResult(1, at(change * 1000), {
          version,
          title: { ru: `v${version}`, en: `v${version}` },
          sourceTime: at(0),
        }),
        learnedAt: at(0),
      }),
    );
    const last = (facts: readonly ResultFact[]) =>
      facts.reduce<ResultFact | undefined>((held, told) => mergeResults(held, told), undefined);
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 8 }), fc.infiniteStream(fc.nat()), (facts, random) => {
        const shuffled = [...facts, ...facts]
          .map((one) => [random.next().value, one] as const)
          .sort(([a], [b]) => a - b);
        const [one, other] = [last(facts), last(shuffled.map(([, told]) => told))];
        expect(other?.result).toEqual(one?.result);
        expect(other?.delivery?.changedAt).toEqual(one?.delivery?.changedAt);
      }),
    );
  });
});

describe('what changed meanwhile', () => {
  test('is told after two days away: new, changed, withdrawn, noted, appointments', async () => {
    region.told = [1, 2, 3].map((number) => toldResult(number, at(-HOUR * number)));
    region.appointmentsOf.set('2026-03-04', [appointment(1)]);
    const kept = await start();
    await kept.pull();
    expect(kept.meanwhile()).toEqual([]);
    region.goAway();
    for (let hour = 0; hour < 48; hour += 1) {
      pass(HOUR);
      await kept.pull();
    }
    region.fault = undefined;
    region.told = [
      toldResult(1, at(20 * HOUR), { version: 2 }),
      toldResult(2, at(21 * HOUR), { version: 2, state: 'withdrawn' }),
      {
        ...toldResult(3, at(-HOUR)),
        delivery: { ...toldResult(3, at(22 * HOUR)).delivery, acknowledged: { at: at(22 * HOUR), by: 'p1' } },
      },
      toldResult(4, at(23 * HOUR)),
    ];
    region.appointmentsOf.set('2026-03-04', [
      appointment(1, { status: 'cancelled', takesPlace: false }),
      appointment(2),
    ]);
    expect(await kept.pull()).toBe(true);
    expect(kept.meanwhile()).toMatchObject([{ from: at(0), to: at(48 * HOUR), seenBy: [] }]);
    expect(lines(kept)).toEqual([
      ['acknowledged', 'appointment-changed', 'appointment-new', 'changed', 'new', 'withdrawn'],
    ]);
    expect(kept.state()).toMatchObject({ reachable: true, asOf: at(48 * HOUR) });
  });

  test('stays until each user has ticked it, over a restart too', async () => {
    await (await start()).pull();
    region.goAway();
    pass(5 * HOUR);
    await cache?.pull();
    region.fault = undefined;
    region.told = [toldResult(4, at(HOUR))];
    await cache?.pull();
    const [{ id = '' } = {}] = cache?.meanwhile() ?? [];
    await cache?.seen(id, 'ivanova');
    await cache?.seen(id, 'ivanova');
    const again = await start();
    expect(again.meanwhile()).toMatchObject([{ seenBy: ['ivanova'], changes: [{ what: 'new' }] }]);
  });

  test('is not told of a moment without an answer', async () => {
    const kept = await start();
    await kept.pull();
    region.goAway();
    pass(60_000);
    await kept.pull();
    region.fault = undefined;
    region.told = [toldResult(4, at(30_000))];
    await kept.pull();
    expect([kept.meanwhile(), ids(kept)]).toEqual([[], [idOf(4)]]);
  });

  test('is told once, whole, when the region goes away again while it is read', async () => {
    const kept = await start();
    await kept.pull();
    pass(5 * HOUR);
    region.told = Array.from({ length: 6 }, (_, place) => toldResult(place + 1, at(HOUR + place)));
    region.pageSize = 2;
    const whole = region.results;
    let pages = 0;
    Object.assign(region, {
      results: async (since?: string) => {
        pages += 1;
        if (pages === 2) throw new OkaError('unavailable');
        return whole(since);
      },
    });
    expect(await kept.pull()).toBe(false);
    expect(kept.meanwhile()).toMatchObject([{ from: at(0) }]);
    expect(kept.meanwhile()[0]?.to).toBeUndefined();
    await start();
    expect(await cache?.pull()).toBe(true);
    expect(lines(cache as Cache)).toEqual([['new', 'new', 'new', 'new', 'new', 'new']]);
    expect(cache?.meanwhile()).toMatchObject([{ from: at(0), to: at(5 * HOUR) }]);
  });

  test('counts what the connector brought first', async () => {
    const kept = await start();
    await kept.pull();
    pass(3 * HOUR);
    const result = criticalAdvice(recordOf(1));
    const patient: fhir4.Patient = { resourceType: 'Patient', id: recordOf(1) };
    await kept.take(bundleOf(result, { patient, binaryId: (name) => name }));
    await kept.pull();
    expect(lines(kept)).toEqual([['new']]);
  });
});

describe('a clock that jumps', () => {
  test('a year ahead throws nothing away once the region has answered', async () => {
    region.told = [toldResult(1, at(-HOUR))];
    const kept = await start();
    await kept.pull();
    region.goAway();
    pass(HOUR, 365 * 24 * HOUR);
    await kept.pull();
    expect(ids(kept)).toEqual([idOf(1)]);
    expect(kept.state().clockIsOff).toBe(true);
    expect(kept.state().ageMs).toBeGreaterThan(300 * 24 * HOUR);
  });

  test('back makes nothing look fresh', async () => {
    const kept = await start();
    await kept.pull();
    region.goAway();
    pass(5 * HOUR, -30 * 24 * HOUR);
    await kept.pull();
    expect(kept.state()).toMatchObject({ clockIsOff: true, ageMs: 5 * HOUR });
  });

  test('ahead at a start costs one full answer of the region, no result', async () => {
    region.told = [toldResult(1, at(-HOUR))];
    await (await start()).pull();
    await cache?.stop();
    cache = undefined;
    const goAway = region.results;
    Object.assign(region, { results: () => Promise.reject(new OkaError('unavailable')) });
    clock += 365 * 24 * HOUR;
    await start();
    expect(ids(cache as unknown as Cache)).toEqual([]);
    clock = START;
    Object.assign(region, { results: goAway });
    await (cache as unknown as Cache).pull();
    expect(ids(cache as unknown as Cache)).toEqual([idOf(1)]);
  });
});

describe('the region', () => {
  test('that what is sent does not find is called away at once, not at the next question', async () => {
    let line: string | undefined;
    const it = await start({ lineAwaySince: () => line });
    await it.pull();
    pass(60_000);
    expect(it.state()).toMatchObject({ reachable: true });
    line = at(60_000);
    expect(it.state()).toMatchObject({ reachable: false, awaySince: at(60_000) });
    pass(60_000);
    await it.pull();
    // The line still waits out its pause; the region has answered since.
    expect(it.state()).toMatchObject({ reachable: true });
    expect(it.state()).not.toHaveProperty('awaySince');
  });

  test('that refuses is not called away: its code is told', async () => {
    region.fault = new OkaError('forbidden');
    const kept = await start();
    await kept.pull();
    expect(kept.state()).toMatchObject({ reachable: false, trouble: 'forbidden' });
  });

  test('tells the worklist of orders that were placed elsewhere, and again only when they change', async () => {
    region.imaging = [
      { id: recordOf(70), patient: somebody(1), status: 'active', accession: 'A-501', service: { codings: [] } },
    ];
    const told: number[] = [];
    const kept = await start();
    kept.onOrders((orders) => told.push(orders.length));
    await kept.pull();
    await kept.pull();
    region.imaging = [];
    await kept.pull();
    expect(told.filter((count, place) => count !== told[place - 1])).toEqual([1, 0]);
  });
});
