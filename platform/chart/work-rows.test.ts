import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DeliveryInput } from '../../schemas/delivery.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, CLINIC, record } from '../../test/chart-examples.ts';
import { sha256Hex } from '../../test/sha256.ts';

let it: TestChart;
let now = new Date(at(0));
beforeAll(async () => {
  it = await withChart({ clock: () => now });
});
afterAll(() => it.close());

let serial = 0;
const sent = (more: Partial<DeliveryInput> = {}): DeliveryInput => {
  serial += 1;
  return {
    ...{ record: record(serial), resultId: sha256Hex(`result ${serial}`), version: 1, clinic: CLINIC, ehr: 'mis' },
    ...{ severity: 'warning' as const, sentAt: at(serial), recipients: [{ person: 'dr', as: 'attending' as const }] },
    ...more,
  };
};
const put = (delivery: DeliveryInput) => it.chart.changeDelivery(delivery.record, delivery.resultId, () => delivery);
const open = async (circle: { clinic: string; person?: string }) =>
  (await it.chart.work.open(circle, { limit: 100 })).map(({ resultId }) => resultId);
const mine = { clinic: CLINIC, person: 'dr' };
const all = { clinic: CLINIC };

describe('the work lists', () => {
  test('show a result to its clinic and to whom it is told, the most pressing first, and to nobody else', async () => {
    const [info, warning, critical] = [
      sent({ severity: 'info' }),
      sent(),
      sent({ severity: 'critical', level: 'red' }),
    ] as const;
    for (const one of [info, warning, critical]) await put(one);
    const names = [critical, warning, info].map(({ resultId }) => resultId);
    expect(await open(all)).toEqual(names);
    expect(await open(mine)).toEqual(names);
    expect(await open({ clinic: CLINIC, person: 'other' })).toEqual([]);
    expect(await open({ clinic: 'south' })).toEqual([]);
  });

  test('put what must be answered first before what may wait until tomorrow, whichever came first', async () => {
    const critical = { clinic: 'levels', severity: 'critical' as const };
    const yellow = sent({ ...critical, level: 'yellow', dueAt: at(2000) });
    const red = sent({ ...critical, level: 'red', dueAt: at(900) });
    const late = sent({ ...critical, level: 'orange', overdueSince: at(800) });
    for (const one of [yellow, red, late]) await put(one);
    const names = [late, red, yellow].map(({ resultId }) => resultId);
    expect(await open({ clinic: 'levels' })).toEqual(names);
    expect(await open({ clinic: 'levels', person: 'dr' })).toEqual(names);
  });

  test('leave a read result out for its reader alone, and a critical one until it is acknowledged', async () => {
    const two = [
      { person: 'ann', as: 'attending' as const },
      { person: 'bob', as: 'duty' as const },
    ];
    const [plain, critical] = [
      sent({ clinic: 'reads', recipients: two }),
      sent({ clinic: 'reads', recipients: two, severity: 'critical', level: 'red' }),
    ];
    const reads = [{ by: 'ann', at: at(50), version: 1 }];
    for (const one of [plain, critical]) await put({ ...one, reads });
    expect(await open({ clinic: 'reads', person: 'ann' })).toEqual([critical.resultId]);
    expect(await open({ clinic: 'reads', person: 'bob' })).toEqual([critical.resultId, plain.resultId]);
    await put({ ...critical, reads, acknowledged: { by: 'ann', at: at(51) } });
    expect(await open({ clinic: 'reads', person: 'bob' })).toEqual([plain.resultId]);
    expect(await open({ clinic: 'reads' })).toEqual([]);
  });

  test('bring a withdrawn result to those alone who had read it', async () => {
    const seen = sent({ clinic: 'withdrawn', reads: [{ by: 'ann', at: at(1), version: 1 }] });
    await put(seen);
    await put({ ...seen, version: 2, state: 'withdrawn' });
    expect(await open({ clinic: 'withdrawn', person: 'ann' })).toEqual([seen.resultId]);
    expect(await open({ clinic: 'withdrawn', person: 'dr' })).toEqual([]);
  });

  test('keep what is done among all changes, the newest first, over the end of a month', async () => {
    const circle = { clinic: 'months', person: 'dr' };
    const first = sent({ clinic: 'months' });
    const second = sent({ clinic: 'months' });
    await put(first);
    now = new Date('2026-02-02T00:00:00.000Z');
    await put(second);
    const both = await it.chart.work.changed(circle, { limit: 10 });
    expect(both.map(({ resultId }) => resultId)).toEqual([second.resultId, first.resultId]);
    const after = await it.chart.work.changed(circle, { limit: 10, after: both[0]?.place });
    expect(after.map(({ resultId }) => resultId)).toEqual([first.resultId]);
    const [row] = await it.chart.work.read(after);
    expect(row?.delivery).toMatchObject({ resultId: first.resultId, clinic: 'months' });
  });

  test('change the place of a result with everything that is said of it, so that the places are its tag', async () => {
    const one = sent({ clinic: 'tags' });
    await put(one);
    const [before] = await it.chart.work.open({ clinic: 'tags' }, { limit: 1 });
    await put({ ...one, delivered: { at: at(9), code: 'AA' } });
    const [after] = await it.chart.work.open({ clinic: 'tags' }, { limit: 1 });
    expect(after?.place).not.toBe(before?.place);
    expect(after?.resultId).toBe(one.resultId);
  });

  test('end as the delivery does when many write at once', async () => {
    const one = sent({ clinic: 'race', reads: [] });
    await put(one);
    const readers = Array.from({ length: 8 }, (_, n) => `reader-${n}`);
    await Promise.all(
      readers.map((by) =>
        it.chart.changeDelivery(one.record, one.resultId, (stored) => ({
          ...(stored ?? one),
          reads: [...(stored?.reads ?? []), { by, at: at(60), version: 1 }],
        })),
      ),
    );
    expect(await open({ clinic: 'race' })).toEqual([]);
    for (const person of readers) expect(await open({ clinic: 'race', person })).toEqual([]);
    expect(await open({ clinic: 'race', person: 'dr' })).toEqual([one.resultId]);
  });

  test('let go of whom a newer version does not concern: it stands on his list and in his count no more', async () => {
    const concerned = (...people: string[]) => people.map((person) => ({ person, as: 'attending' as const }));
    const one = sent({ clinic: 'gone', recipients: concerned('ann', 'bob'), severity: 'critical', level: 'red' });
    await put(one);
    expect(await open({ clinic: 'gone', person: 'bob' })).toEqual([one.resultId]);
    await put({ ...one, version: 2, recipients: concerned('ann') });
    expect(await open({ clinic: 'gone', person: 'bob' })).toEqual([]);
    expect(await it.chart.work.changed({ clinic: 'gone', person: 'bob' }, { limit: 10 })).toEqual([]);
    expect(await open({ clinic: 'gone', person: 'ann' })).toEqual([one.resultId]);
    await put({ ...one, version: 3, recipients: concerned('ann', 'bob') });
    expect(await open({ clinic: 'gone', person: 'bob' })).toEqual([one.resultId]);
  });

  test('show a result that its writer did not live to put on them', async () => {
    const one = sent({ clinic: 'crash' });
    const dies = {
      send: async (command: { constructor: { name: string }; input: { Item?: { sk?: string } } }) => {
        const isDelivery = command.input.Item?.sk?.startsWith('Delivery#');
        const answer = await it.client.send(command as never);
        if (isDelivery) throw new Error('killed');
        return answer;
      },
    };
    const chart = it.again({ client: dies as never });
    await expect(chart.changeDelivery(one.record, one.resultId, () => one)).rejects.toThrow();
    expect(await open({ clinic: 'crash', person: 'dr' })).toEqual([one.resultId]);
  });
});
