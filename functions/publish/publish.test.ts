import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { binaryId, readPointer } from '../../platform/binaries.ts';
import type { World } from '../../platform/world.ts';
import { RANK } from '../../schemas/chart.ts';
import type { ResultPublished } from '../../schemas/messages.ts';
import { RESULT_EXTENSION, type Result } from '../../schemas/result.ts';
import { input, record } from '../../test/chart-examples.ts';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { publishRecord } from './publish.ts';

let it: TestWorld;
let serial = 100;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());
beforeEach(() => {
  it.sent.length = 0;
});

const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const published = (): ResultPublished['data'][] =>
  it.sent.map(({ message }) => message.data as ResultPublished['data']);

/** A record of a clinic with a patient, an input that waits, and stored results. */
async function recordWith(results: (record: string) => Result[], clinic = 'north') {
  serial += 1;
  const of = record(serial);
  const waiting = { ...input(serial), clinic };
  const { chart } = it.world;
  await chart.openInput(waiting, 10, it.time.now.toISOString());
  const said = { time: '2026-03-02T07:00:00.000Z', rank: RANK.final, receivedAt: '2026-03-02T07:00:00.000Z' };
  const groups = { demographics: makeGroup({ name: [{ family: 'Вымышленный' }], gender: 'male' }, said) };
  await chart.write({
    items: [{ record: of, resourceType: 'Patient', id: of, groups }],
    owners: { [of]: clinic },
    awaiting: { input: waiting, record: of },
  });
  await store(of, results(of));
  return { of, waiting };
}

async function store(of: string, results: Result[]) {
  const { chart } = it.world;
  const revision = (await chart.head(of))?.revision ?? 0;
  const before = await chart.advice(of);
  expect(await chart.putAdvice(of, revision, results, { revision: before?.revision })).toBe(true);
}

const endOf = async (waiting: ReturnType<typeof input>) => (await it.world.chart.input(waiting))?.end?.state;
const publish = (of: string, world: World = it.world) => publishRecord(of, world, TRACE);

describe('publish', () => {
  test('sends each result once, in the group of its record, as a Bundle with the patient, and ends what waited', async () => {
    const { of, waiting } = await recordWith((r) => [presentFinding(r), criticalAdvice(r)]);
    await publish(of);
    await publish(of);
    expect(it.sent.map(({ queue, fifo }) => [queue, fifo?.group])).toEqual([
      ['records-north', of],
      ['records-north', of],
    ]);
    expect(new Set(it.sent.map(({ fifo }) => fifo?.deduplication)).size).toBe(2);
    const [first] = published();
    const bundle = first?.bundle as unknown as fhir4.Bundle;
    expect(bundle.entry?.[0]?.resource).toMatchObject({ resourceType: 'Patient', id: of, gender: 'male' });
    expect(JSON.stringify(bundle.entry?.[1])).toContain(RESULT_EXTENSION);
    expect(first).toMatchObject({ ehr: 'mis-north', clinic: 'north', version: 1, state: 'current', notify: true });
    expect(await endOf(waiting)).toBe('published');
  });

  test('sends a version that the record system never took again, and the queue does not drop it as a repeat', async () => {
    const { of } = await recordWith((r) => [criticalAdvice(r)]);
    await publish(of);
    const { dueAt } = (await it.world.chart.delivery(of, criticalAdvice(of).resultId)) ?? {};
    await it.world.chart.markUnsent(of, criticalAdvice(of).resultId, 1);
    await publishRecord(of, it.world, TRACE.replaceAll('a', 'd'));
    expect(new Set(it.sent.map(({ fifo }) => fifo?.deduplication)).size).toBe(2);
    expect(published().map(({ version }) => version)).toEqual([1, 1]);
    expect(await it.world.chart.delivery(of, criticalAdvice(of).resultId)).toMatchObject({ dueAt });
  });

  test('sends only the version that is new', async () => {
    const { of } = await recordWith((r) => [presentFinding(r), criticalAdvice(r)]);
    await publish(of);
    it.sent.length = 0;
    await store(of, [presentFinding(of, { version: 2, contentHash: 'e'.repeat(64) }), criticalAdvice(of)]);
    await publish(of);
    expect(published().map(({ version, contentHash }) => [version, contentHash])).toEqual([[2, 'e'.repeat(64)]]);
  });

  test('sends nothing for a clinic without a record system; its desk has the result, with a deadline, pictures and all', async () => {
    const { of, waiting } = await recordWith((r) => [presentFinding(r), criticalAdvice(r)], 'lab');
    await publish(of);
    await publish(of);
    expect(it.sent).toHaveLength(0);
    expect(await endOf(waiting)).toBe('published');
    const deliveries = await it.world.chart.deliveries(of);
    expect(deliveries.map(({ clinic, version }) => [clinic, version])).toEqual([
      ['lab', 1],
      ['lab', 1],
    ]);
    for (const delivery of deliveries) expect(delivery).not.toHaveProperty('ehr');
    expect(deliveries.find(({ severity }) => severity === 'critical')).toMatchObject({ dueAt: expect.any(String) });
    expect(await it.world.chart.advice(of)).toMatchObject({ published: { [criticalAdvice(of).resultId]: 1 } });
    const key = 'images/x/preview.webp';
    expect(await readPointer(it.world.objects, 'derived', binaryId(key))).toEqual({ key, record: of });
  });

  test('makes pictures readable to those who may read the record', async () => {
    const { of } = await recordWith((r) => [presentFinding(r)]);
    await publish(of);
    const key = presentFinding(of).content.kind === 'finding' ? 'images/x/preview.webp' : '';
    expect(await readPointer(it.world.objects, 'derived', binaryId(key))).toEqual({ key, record: of });
    expect(JSON.stringify(published()[0]?.bundle)).toContain(`"url":"Binary/${binaryId(key)}"`);
  });

  test('gives a Bundle beyond 200 KiB by address, with its digest and length', async () => {
    const long = { en: 'x'.repeat(60_000), ru: 'ы'.repeat(60_000) };
    const { of } = await recordWith((r) => [criticalAdvice(r, {}, { detail: long })]);
    await publish(of);
    const [data] = published();
    expect(data?.bundle).toBeUndefined();
    const id = data?.bundleAt?.path.split('/').at(-1) ?? '';
    const { key } = await readPointer(it.world.objects, 'derived', id);
    const bytes = await it.world.objects.get('derived', key);
    expect(bytes.length).toBe(data?.bundleAt?.bytes);
    expect(JSON.parse(Buffer.from(bytes).toString()).resourceType).toBe('Bundle');
  });
});

describe('publish killed at any step and run again', () => {
  const STEPS = ['changeDelivery', 'send', 'markPublished', 'awaiting', 'endInput'] as const;
  test.each(STEPS)(
    'after %s leaves the same deliveries, the same end, and nothing that the deduplication would not drop',
    async (step) => {
      const { of, waiting } = await recordWith((r) => [presentFinding(r), criticalAdvice(r)]);
      await expect(publish(of, killedAfter(step))).rejects.toThrow('killed');
      it.time.now = new Date(it.time.now.getTime() + 1000);
      await publish(of);
      expect(new Set(it.sent.map(({ fifo }) => fifo?.deduplication)).size).toBe(2);
      expect(await it.world.chart.advice(of)).toMatchObject({
        published: { [presentFinding(of).resultId]: 1, [criticalAdvice(of).resultId]: 1 },
      });
      expect(await it.world.chart.deliveries(of)).toHaveLength(2);
      expect(await endOf(waiting)).toBe('published');
    },
  );

  function killedAfter(step: (typeof STEPS)[number]): World {
    const dying = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (object, name) => {
          const method: unknown = Reflect.get(object, name);
          if (name !== step || typeof method !== 'function') return method;
          return async (...args: unknown[]) => {
            await method.apply(object, args);
            throw new Error('killed');
          };
        },
      });
    return { ...it.world, chart: dying(it.world.chart), queues: dying(it.world.queues) };
  }
});

describe('the obligation of a critical result', () => {
  const deliveryOf = (of: string) => it.world.chart.delivery(of, criticalAdvice(of).resultId);
  const later = (seconds: number): string => new Date(it.time.now.getTime() + seconds * 1000).toISOString();
  const acknowledge = (of: string) =>
    it.world.chart.changeDelivery(of, criticalAdvice(of).resultId, (stored) => {
      if (stored === undefined) throw new Error('no delivery');
      const { dueAt: _, ...rest } = stored;
      return { ...rest, acknowledged: { at: it.time.now.toISOString(), by: 'p1' } };
    });

  test('has the region’s deadline; a result that is not critical has none', async () => {
    const { of } = await recordWith((r) => [presentFinding(r), criticalAdvice(r)]);
    await publish(of);
    expect(await deliveryOf(of)).toMatchObject({ version: 1, dueAt: later(20), severity: 'critical' });
    expect(await it.world.chart.delivery(of, presentFinding(of).resultId)).not.toHaveProperty('dueAt');
  });

  test('begins anew with a version that notifies', async () => {
    const { of } = await recordWith((r) => [criticalAdvice(r)]);
    await publish(of);
    await acknowledge(of);
    await store(of, [criticalAdvice(of, { version: 2, contentHash: 'e'.repeat(64) })]);
    await publish(of);
    expect(await deliveryOf(of)).toMatchObject({ version: 2, dueAt: later(20) });
    expect(await deliveryOf(of)).not.toHaveProperty('acknowledged');
  });

  test('that nobody acknowledged keeps its deadline through new versions, and stays overdue', async () => {
    const { of } = await recordWith((r) => [criticalAdvice(r)]);
    await publish(of);
    const dueAt = later(20);
    it.time.now = new Date(it.time.now.getTime() + 15_000);
    await store(of, [criticalAdvice(of, { version: 2, contentHash: 'e'.repeat(64) })]);
    await publish(of);
    expect(await deliveryOf(of)).toMatchObject({ version: 2, dueAt });

    await it.world.chart.changeDelivery(of, criticalAdvice(of).resultId, (stored) => {
      if (stored === undefined) throw new Error('no delivery');
      const { dueAt: since, ...rest } = stored;
      return { ...rest, overdueSince: since };
    });
    await store(of, [criticalAdvice(of, { version: 3, contentHash: 'f'.repeat(64) })]);
    await publish(of);
    expect(await deliveryOf(of)).toMatchObject({ version: 3, overdueSince: dueAt, dueAt: later(20) });
  });

  test('goes on through a version that notifies nobody', async () => {
    const { of } = await recordWith((r) => [criticalAdvice(r)]);
    await publish(of);
    await acknowledge(of);
    await store(of, [criticalAdvice(of, { version: 2, contentHash: 'e'.repeat(64), notify: false })]);
    await publish(of);
    expect(await deliveryOf(of)).toMatchObject({ version: 2, acknowledged: { by: 'p1' } });
    expect(await deliveryOf(of)).not.toHaveProperty('dueAt');
  });

  test('does not begin with a version that calls nobody: the record it was merged into has the deadline', async () => {
    const { of } = await recordWith((r) => [criticalAdvice(r, { notify: false })]);
    await publish(of);
    expect(await deliveryOf(of)).not.toHaveProperty('dueAt');
  });

  test('ends when the result is withdrawn', async () => {
    const { of } = await recordWith((r) => [criticalAdvice(r)]);
    await publish(of);
    await store(of, [criticalAdvice(of, { version: 2, contentHash: 'e'.repeat(64), state: 'withdrawn' })]);
    await publish(of);
    expect(await deliveryOf(of)).toMatchObject({ version: 2 });
    expect(await deliveryOf(of)).not.toHaveProperty('dueAt');
    expect(published().at(-1)).toMatchObject({ state: 'withdrawn' });
  });
});
