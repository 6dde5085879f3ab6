import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { StoredDutyChange } from '../../schemas/duty.ts';
import { type TestChart, withChart } from '../../test/chart.ts';

let it: TestChart;
beforeAll(async () => {
  it = await withChart();
});
afterAll(() => it.close());

const change = (n: number, until: string, more: Partial<StoredDutyChange> = {}): StoredDutyChange => ({
  id: n.toString(16).padStart(32, '0'),
  clinic: 'north',
  change: { kind: 'absence', person: 'p', from: '2026-03-01T00:00:00.000Z', until },
  said: { by: 'manager', at: '2026-02-28T00:00:00.000Z' },
  ...more,
});

describe('changes of duty', () => {
  test('are found until they are over, and stand once however often they are told', async () => {
    const { duty } = it.chart;
    await duty.tell(change(1, '2026-03-02T00:00:00.000Z'));
    await duty.tell(change(2, '2026-03-09T00:00:00.000Z'));
    await duty.tell(change(2, '2026-03-09T00:00:00.000Z'));
    const at = async (instant: string) => (await duty.changes(instant)).map(({ id }) => Number.parseInt(id, 16));
    expect(await at('2026-03-01T12:00:00.000Z')).toEqual([1, 2]);
    expect(await at('2026-03-05T12:00:00.000Z')).toEqual([2]);
    expect(await at('2026-03-09T12:00:00.000Z')).toEqual([]);
  });

  test('that were taken back stay so, though the first word comes again', async () => {
    const { duty } = it.chart;
    const told = change(3, '2026-04-01T00:00:00.000Z');
    await duty.tell({ ...told, undone: { by: 'manager', at: '2026-03-01T00:00:00.000Z' } });
    await duty.tell(told);
    expect((await duty.changes('2026-03-20T00:00:00.000Z')).find(({ id }) => id === told.id)?.undone).toBeDefined();
  });
});

describe('when edges were heard', () => {
  test('an older word never takes the place of a newer one', async () => {
    const { contacts } = it.chart;
    await contacts.heard('north', new Date('2026-03-01T10:05:00.000Z'));
    await contacts.heard('north', new Date('2026-03-01T10:00:00.000Z'));
    expect(await contacts.of('north')).toEqual({ lastHeardAt: '2026-03-01T10:05:00.000Z' });
    const said = (minute: string, since?: string) =>
      contacts.ehrSaid('north', { at: `2026-03-01T10:${minute}:00.000Z`, since });
    await said('03', '2026-03-01T10:02:00.000Z');
    await said('05');
    await said('04', '2026-03-01T10:02:00.000Z');
    expect((await contacts.all()).get('north')).toEqual({ lastHeardAt: '2026-03-01T10:05:00.000Z' });
    await said('06', '2026-03-01T10:06:00.000Z');
    expect(await contacts.of('north')).toMatchObject({ ehrSilentSince: '2026-03-01T10:06:00.000Z' });
    expect(await contacts.of('south')).toEqual({});
  });
});
