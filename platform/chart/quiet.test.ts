import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TestChart, withChart } from '../../test/chart.ts';
import { at, owners, patient, record } from '../../test/chart-examples.ts';

let storage: TestChart;
let now = new Date(at(0));
const clock = () => now;
beforeAll(async () => {
  storage = await withChart({ clock });
});
afterAll(() => storage.close());

const STUDY = '0a0b0c0d-0000-8000-8000-000000000009';
const due = (chart = storage.chart) => chart.due(now, async () => {});
const toldSince = async (run: () => Promise<unknown>): Promise<string[]> => {
  const before = storage.sent.length;
  await run();
  return storage.sent.slice(before).map((one) => one.record);
};
async function registered(n: number): Promise<string> {
  const of = record(n);
  await storage.chart.write({ items: [patient(of)], owners: owners(of) });
  return of;
}

test('a study that waits is looked at again once its moment has come, and not before', async () => {
  const of = await registered(901);
  await storage.chart.waitForQuiet({ record: of, study: STUDY, until: at(2) });
  expect(await toldSince(() => due())).toEqual([]);
  expect([...(await storage.chart.quiets(of))]).toEqual([]);
  now = new Date(at(3));
  expect(await toldSince(() => due())).toEqual([of]);
  expect([...(await storage.chart.quiets(of))]).toEqual([[STUDY, at(2)]]);
  expect(await toldSince(() => due())).toEqual([]);
});

test('the latest moment counts, whichever was noted first; one that has passed is no news', async () => {
  const of = await registered(902);
  for (const until of [at(9), at(5), at(9)]) await storage.chart.waitForQuiet({ record: of, study: STUDY, until });
  now = new Date(at(6));
  expect(await toldSince(() => due())).toEqual([]);
  now = new Date(at(10));
  expect(await toldSince(() => due())).toEqual([of]);
  await storage.chart.waitForQuiet({ record: of, study: STUDY, until: at(7) });
  expect(await toldSince(() => due())).toEqual([]);
  expect((await storage.chart.quiets(of)).get(STUDY)).toBe(at(9));
});

test('a longer wait that was noted while the shorter one passed is not lost', async () => {
  const of = await registered(903);
  await storage.chart.waitForQuiet({ record: of, study: STUDY, until: at(11) });
  now = new Date(at(12));
  const noting = storage.again({
    sendAdvice: async () => storage.chart.waitForQuiet({ record: of, study: STUDY, until: at(20) }),
  });
  await due(noting);
  expect((await storage.chart.quiets(of)).get(STUDY)).toBe(at(11));
  now = new Date(at(21));
  expect(await toldSince(() => due())).toEqual([of]);
  expect((await storage.chart.quiets(of)).get(STUDY)).toBe(at(20));
});

test('killed before its triggers went out, it is found due again', async () => {
  const of = await registered(904);
  await storage.chart.waitForQuiet({ record: of, study: STUDY, until: at(22) });
  now = new Date(at(23));
  const killed = storage.again({
    sendAdvice: async () => {
      throw new Error('killed');
    },
  });
  await expect(due(killed)).rejects.toThrow('killed');
  expect(await toldSince(() => due())).toEqual([of]);
  expect(await toldSince(() => due())).toEqual([]);
});
