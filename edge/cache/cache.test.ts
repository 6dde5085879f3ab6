import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bundleOf } from '../../domain/fhir/bundle/bundle.ts';
import { criticalAdvice } from '../../test/results.ts';
import { makeEdgeKey } from '../files/key.ts';
import { mergeResults, type ResultFact } from './facts.ts';
import { idOf, recordOf, somebody, toldResult } from './testing/region.ts';
import { appointment, at, cacheStage, HOUR, ids } from './testing/stage.ts';
import type { Cache } from './view.ts';

const it = cacheStage();

describe('what the edge keeps of its clinic', () => {
  test('is what the region told, and is there when the region is away and the edge starts anew', async () => {
    it.region.told = [toldResult(1, at(-HOUR))];
    it.region.patients = [somebody(1)];
    it.region.appointmentsOf.set('2026-03-02', [appointment(1)]);
    expect(await (await it.start()).pull()).toBe(true);
    it.region.goAway();
    const again = await it.start();
    await again.pull();
    expect(again.results()).toMatchObject([{ result: { resultId: idOf(1) }, patient: { name: 'Вымышленная1 Анна' } }]);
    expect(again.day('2026-03-02')?.appointments).toHaveLength(1);
    expect(again.state()).toMatchObject({ reachable: false, asOf: at(0), awaySince: at(0), trouble: 'unavailable' });
  });

  test('lies encrypted on the disk: no name, no number, no word of a result can be read there', async () => {
    it.region.told = [toldResult(1, at(-HOUR))];
    it.region.patients = [somebody(1)];
    await (await it.start()).pull();
    const bytes = Buffer.concat(
      readdirSync(it.folder, { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map((one) => readFileSync(join(one.parentPath, one.name))),
    );
    expect(bytes.length).toBeGreaterThan(500);
    for (const word of ['Вымышленная1', 'N1', 'Калий', 'Potassium', recordOf(1), idOf(1)])
      expect(bytes.includes(Buffer.from(word))).toBe(false);
  });

  test('is read with another key by nobody', async () => {
    it.region.told = [toldResult(1, at(-HOUR))];
    await (await it.start()).pull();
    await it.cache?.stop();
    it.cache = undefined;
    await expect(it.start({ key: makeEdgeKey(Buffer.alloc(32, 8)) })).rejects.toMatchObject({ code: 'wrong-key' });
  });

  test('goes after 72 hours, though the region stays away', async () => {
    it.region.told = [toldResult(1, at(-HOUR)), toldResult(2, at(-60 * HOUR))];
    const kept = await it.start();
    await kept.pull();
    it.region.goAway();
    it.pass(13 * HOUR);
    await it.start();
    expect(ids(it.cache as Cache)).toEqual([idOf(1)]);
    it.pass(60 * HOUR);
    await it.start();
    expect(ids(it.cache as Cache)).toEqual([]);
  });

  test('asks only for what is new, and writes nothing when it is told the same again', async () => {
    it.region.told = [toldResult(1, at(-60_000))];
    const kept = await it.start();
    await kept.pull();
    const size = (): number => readdirSync(it.folder, { recursive: true, withFileTypes: true }).length;
    const before = size();
    await kept.pull();
    expect(it.region.asked.filter((one) => one.startsWith('results'))).toEqual(
      expect.arrayContaining(['results', `results ${at(-120_000)}`]),
    );
    expect([ids(kept), size()]).toEqual([[idOf(1)], before]);
  });

  test('takes a long list page by page', async () => {
    it.region.told = Array.from({ length: 25 }, (_, place) => toldResult(place + 1, at(-HOUR + place)));
    it.region.pageSize = 10;
    const kept = await it.start();
    await kept.pull();
    expect(ids(kept)).toHaveLength(25);
  });

  test('takes a long day page by page, and asks again only for the page that has changed', async () => {
    const day = '2026-03-02';
    const booked = Array.from({ length: 25 }, (_, place) => appointment(place + 1));
    it.region.appointmentsOf.set(day, booked);
    it.region.dayPageSize = 10;
    const kept = await it.start();
    await kept.pull();
    expect(kept.day(day)?.appointments).toEqual(booked);
    const changed = booked.with(12, appointment(13, { status: 'cancelled', takesPlace: false }));
    it.region.appointmentsOf.set(day, changed);
    it.region.unchanged = [];
    await kept.pull();
    expect(kept.day(day)?.appointments).toEqual(changed);
    expect(it.region.unchanged.filter((page) => page.startsWith(day))).toEqual([`${day} 0`, `${day} 20`]);
  });

  test('shows a withdrawn result as withdrawn and never the older version again', async () => {
    const [old, gone] = [toldResult(1, at(-HOUR)), toldResult(1, at(-1000), { version: 2, state: 'withdrawn' })];
    it.region.told = [gone];
    const kept = await it.start();
    await kept.pull();
    it.region.told = [{ ...old, delivery: { ...old.delivery, changedAt: at(1000) } }];
    it.pass(HOUR);
    await kept.pull();
    expect(kept.results()).toMatchObject([{ result: { version: 2, state: 'withdrawn' } }]);
  });

  test('takes what the connector has just taken, in the very words of the region', async () => {
    const kept = await it.start();
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
