import { describe, expect, test } from '@jest/globals';
import { bundleOf } from '../../domain/fhir/bundle/bundle.ts';
import { OkaError } from '../../schemas/errors.ts';
import { criticalAdvice } from '../../test/results.ts';
import { idOf, recordOf, somebody, toldResult } from './testing/region.ts';
import { appointment, at, cacheStage, HOUR, ids, lines, START } from './testing/stage.ts';
import type { Cache } from './view.ts';

const it = cacheStage();

describe('what changed meanwhile', () => {
  test('is told after two days away: new, changed, withdrawn, noted, appointments', async () => {
    it.region.told = [1, 2, 3].map((number) => toldResult(number, at(-HOUR * number)));
    it.region.appointmentsOf.set('2026-03-04', [appointment(1)]);
    const kept = await it.start();
    await kept.pull();
    expect(kept.meanwhile()).toEqual([]);
    it.region.goAway();
    for (let hour = 0; hour < 48; hour += 1) {
      it.pass(HOUR);
      await kept.pull();
    }
    it.region.fault = undefined;
    it.region.told = [
      toldResult(1, at(20 * HOUR), { version: 2 }),
      toldResult(2, at(21 * HOUR), { version: 2, state: 'withdrawn' }),
      {
        ...toldResult(3, at(-HOUR)),
        delivery: { ...toldResult(3, at(22 * HOUR)).delivery, acknowledged: { at: at(22 * HOUR), by: 'p1' } },
      },
      toldResult(4, at(23 * HOUR)),
    ];
    it.region.appointmentsOf.set('2026-03-04', [
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
    await (await it.start()).pull();
    it.region.goAway();
    it.pass(5 * HOUR);
    await it.cache?.pull();
    it.region.fault = undefined;
    it.region.told = [toldResult(4, at(HOUR))];
    await it.cache?.pull();
    const [{ id = '' } = {}] = it.cache?.meanwhile() ?? [];
    await it.cache?.seen(id, 'ivanova');
    await it.cache?.seen(id, 'ivanova');
    const again = await it.start();
    expect(again.meanwhile()).toMatchObject([{ seenBy: ['ivanova'], changes: [{ what: 'new' }] }]);
  });

  test('is not told of a moment without an answer', async () => {
    const kept = await it.start();
    await kept.pull();
    it.region.goAway();
    it.pass(60_000);
    await kept.pull();
    it.region.fault = undefined;
    it.region.told = [toldResult(4, at(30_000))];
    await kept.pull();
    expect([kept.meanwhile(), ids(kept)]).toEqual([[], [idOf(4)]]);
  });

  test('is told once, whole, when the region goes away again while it is read', async () => {
    const kept = await it.start();
    await kept.pull();
    it.pass(5 * HOUR);
    it.region.told = Array.from({ length: 6 }, (_, place) => toldResult(place + 1, at(HOUR + place)));
    it.region.pageSize = 2;
    const whole = it.region.results;
    let pages = 0;
    Object.assign(it.region, {
      results: async (since?: string) => {
        pages += 1;
        if (pages === 2) throw new OkaError('unavailable');
        return whole(since);
      },
    });
    expect(await kept.pull()).toBe(false);
    expect(kept.meanwhile()).toMatchObject([{ from: at(0) }]);
    expect(kept.meanwhile()[0]?.to).toBeUndefined();
    await it.start();
    expect(await it.cache?.pull()).toBe(true);
    expect(lines(it.cache as Cache)).toEqual([['new', 'new', 'new', 'new', 'new', 'new']]);
    expect(it.cache?.meanwhile()).toMatchObject([{ from: at(0), to: at(5 * HOUR) }]);
  });

  test('counts what the connector brought first', async () => {
    const kept = await it.start();
    await kept.pull();
    it.pass(3 * HOUR);
    const result = criticalAdvice(recordOf(1));
    const patient: fhir4.Patient = { resourceType: 'Patient', id: recordOf(1) };
    await kept.take(bundleOf(result, { patient, binaryId: (name) => name }));
    await kept.pull();
    expect(lines(kept)).toEqual([['new']]);
  });
});

describe('a clock that jumps', () => {
  test('a year ahead throws nothing away once the region has answered', async () => {
    it.region.told = [toldResult(1, at(-HOUR))];
    const kept = await it.start();
    await kept.pull();
    it.region.goAway();
    it.pass(HOUR, 365 * 24 * HOUR);
    await kept.pull();
    expect(ids(kept)).toEqual([idOf(1)]);
    expect(kept.state().clockIsOff).toBe(true);
    expect(kept.state().ageMs).toBeGreaterThan(300 * 24 * HOUR);
  });

  test('back makes nothing look fresh', async () => {
    const kept = await it.start();
    await kept.pull();
    it.region.goAway();
    it.pass(5 * HOUR, -30 * 24 * HOUR);
    await kept.pull();
    expect(kept.state()).toMatchObject({ clockIsOff: true, ageMs: 5 * HOUR });
  });

  test('ahead at a start costs one full answer of the region, no result', async () => {
    it.region.told = [toldResult(1, at(-HOUR))];
    await (await it.start()).pull();
    await it.cache?.stop();
    it.cache = undefined;
    const goAway = it.region.results;
    Object.assign(it.region, { results: () => Promise.reject(new OkaError('unavailable')) });
    it.clock += 365 * 24 * HOUR;
    await it.start();
    expect(ids(it.cache as unknown as Cache)).toEqual([]);
    it.clock = START;
    Object.assign(it.region, { results: goAway });
    await (it.cache as unknown as Cache).pull();
    expect(ids(it.cache as unknown as Cache)).toEqual([idOf(1)]);
  });
});

describe('the region', () => {
  test('that what is sent does not find is called away at once, not at the next question', async () => {
    let line: string | undefined;
    const kept = await it.start({ lineAwaySince: () => line });
    await kept.pull();
    it.pass(60_000);
    expect(kept.state()).toMatchObject({ reachable: true });
    line = at(60_000);
    expect(kept.state()).toMatchObject({ reachable: false, awaySince: at(60_000) });
    it.pass(60_000);
    await kept.pull();
    // The line still waits out its pause; the region has answered since.
    expect(kept.state()).toMatchObject({ reachable: true });
    expect(kept.state()).not.toHaveProperty('awaySince');
  });

  test('that refuses is not called away: its code is told', async () => {
    it.region.fault = new OkaError('forbidden');
    const kept = await it.start();
    await kept.pull();
    expect(kept.state()).toMatchObject({ reachable: false, trouble: 'forbidden' });
  });

  test('tells the worklist of orders that were placed elsewhere, and again only when they change', async () => {
    it.region.imaging = [
      { id: recordOf(70), patient: somebody(1), status: 'active', accession: 'A-501', service: { codings: [] } },
    ];
    const told: number[] = [];
    const kept = await it.start();
    kept.onOrders((orders) => told.push(orders.length));
    await kept.pull();
    await kept.pull();
    it.region.imaging = [];
    await kept.pull();
    expect(told.filter((count, place) => count !== told[place - 1])).toEqual([1, 0]);
  });
});
