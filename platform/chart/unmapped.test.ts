import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TestChart, withChart } from '../../test/chart.ts';
import { input } from '../../test/chart-examples.ts';
import type { SeenOfSender } from './unmapped.ts';

let it: TestChart;
beforeAll(async () => {
  it = await withChart();
});
afterAll(() => it.close());

const AT = ['2026-01-10T12:00:00.000Z', '2026-01-11T12:00:00.000Z', '2026-01-12T12:00:00.000Z'] as const;
const seen = (...codes: SeenOfSender['unmapped']): SeenOfSender[] => [
  { sender: 'LIS^MRL', laboratory: true, loinc: ['2823-3'], unmapped: codes },
];
const HGB = { kind: 'observation', code: 'ГЕМ', name: 'Гемоглобин', count: 2 } as const;
const UNIT = { kind: 'unit', code: 'попугаев', of: '2823-3', count: 1 } as const;

describe('codes without a map', () => {
  test('an input counts once for each code, in any order and however often it comes', async () => {
    const of = (clinic: string) => async (order: readonly number[]) => {
      const { codes } = it.again({});
      for (const n of order)
        await codes.note({ ...input(n), clinic }, AT[n] ?? '', seen(HGB, ...(n === 1 ? [UNIT] : [])));
      const { unmapped, loinc, laboratories } = await codes.of(clinic);
      const counted = await Promise.all(
        unmapped.map(async ({ id, ...one }) => ({ ...one, ...(await codes.count(clinic, id)) })),
      );
      return { counted, loinc, laboratories };
    };
    const once = await of('one')([0, 1, 2]);
    expect(once).toEqual({
      counted: expect.arrayContaining([
        {
          sender: 'LIS^MRL',
          kind: 'observation',
          code: 'ГЕМ',
          name: 'Гемоглобин',
          inputs: 3,
          more: false,
          firstSeen: AT[0],
          lastSeen: AT[2],
        },
        {
          sender: 'LIS^MRL',
          kind: 'unit',
          code: 'попугаев',
          of: '2823-3',
          inputs: 1,
          more: false,
          firstSeen: AT[1],
          lastSeen: AT[1],
        },
      ]),
      loinc: [{ sender: 'LIS^MRL', code: '2823-3' }],
      laboratories: ['LIS^MRL'],
    });
    expect(await of('two')([2, 0, 1, 0, 2, 1, 1])).toEqual(once);
  });

  test('gives the inputs to send through again, and forgets those that were', async () => {
    const { codes } = it.chart;
    for (const n of [0, 1]) await codes.note({ ...input(n), clinic: 'three' }, AT[n] ?? '', seen(HGB));
    const [listed] = (await codes.of('three')).unmapped;
    const id = listed?.id ?? '';
    const [first, second] = await codes.inputsWith('three', id, 10);
    expect([first, second]).toEqual(
      [0, 1].map((n) => ({ input: { ...input(n), clinic: 'three' }, receivedAt: AT[n] })),
    );
    if (first) await codes.settle('three', id, first);
    expect(await codes.count('three', id)).toMatchObject({ inputs: 1, firstSeen: AT[1] });
    expect(await codes.inputsWith('three', id, 10)).toEqual([second]);
  });

  test('another clinic’s codes are its own', async () => {
    expect(await it.chart.codes.of('nobody')).toEqual({ unmapped: [], loinc: [], laboratories: [] });
  });
});
