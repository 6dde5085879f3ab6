import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, CLINIC, owners, record } from '../../test/chart-examples.ts';

let world: TestChart;
beforeAll(async () => {
  world = await withChart();
});
afterAll(() => world.close());

const DAY = { from: '2026-03-01T19:00:00.000Z', to: '2026-03-02T19:00:00.000Z' };

const appointment = (of: string, n: number, said: number, value: Partial<fhir4.Appointment>): ChartItem => ({
  record: of,
  resourceType: 'Appointment',
  id: record(70_000 + n),
  groups: {
    time: makeGroup({ ...value }, { time: at(said), rank: RANK.final, receivedAt: at(said + 1) }),
  },
});
const put = (...items: ChartItem[]) =>
  world.chart.write({ items, owners: owners(...items.map((item) => item.record)) });
const starts = async (clinic = CLINIC) =>
  (await world.chart.appointments(clinic, DAY)).map(({ resource }) => (resource as fhir4.Appointment).start);

test('a clinic’s day is found by the beginnings, across midnight of UTC and whatever zone they were written in', async () => {
  const [a, b] = [record(1), record(2)];
  await put(
    appointment(a, 1, 0, { start: '2026-03-02T23:30:00+05:00' }),
    appointment(b, 2, 0, { start: '2026-03-02T00:00:00+05:00' }),
    appointment(b, 3, 0, { start: '2026-03-01T23:59:00+05:00' }),
    appointment(b, 4, 0, { start: '2026-03-03T00:00:00+05:00' }),
    appointment(b, 5, 0, {}),
  );

  expect(await starts()).toEqual(['2026-03-02T00:00:00+05:00', '2026-03-02T23:30:00+05:00']);
  expect(await starts('south')).toEqual([]);
});

test('an appointment that is moved is on the list of its new day alone, whichever message came first', async () => {
  const [a, b] = [record(11), record(12)];
  const old = { start: '2026-03-02T09:00:00+05:00' };
  const moved = { start: '2026-03-05T10:00:00+05:00' };
  await put(appointment(a, 11, 0, old));
  await put(appointment(a, 11, 5, moved));
  await put(appointment(b, 12, 5, moved));
  await put(appointment(b, 12, 0, old));

  expect(await starts()).not.toContain(old.start);
  const then = await world.chart.appointments(CLINIC, {
    from: '2026-03-05T00:00:00.000Z',
    to: '2026-03-06T00:00:00.000Z',
  });
  expect(then.map((item) => item.record).sort()).toEqual([a, b].sort());
});
