import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { appointment, bornBefore, diagnosis, ordered, patient, procedure, report, study } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { LUNG_RADS_MANAGEMENT, lungRads, lungRadsV2022Rule, type ScreenedNodule } from './lung_rads_v2022.ts';

const of = (type: ScreenedNodule['type'], status: ScreenedNodule['status'], meanMm: number, solidMm?: number) =>
  lungRads({ type, status, meanMm, solidMm });

describe('a solid nodule', () => {
  test.each([
    ['baseline', [5.9, 6, 7.9, 8, 14.9, 15], ['2', '3', '3', '4A', '4A', '4B']],
    ['new', [3.9, 4, 5.9, 6, 7.9, 8], ['2', '3', '3', '4A', '4A', '4B']],
    ['growing', [7.9, 8], ['4A', '4B']],
    ['stable', [5.9, 6, 8, 15], ['2', '2', '3', '4B']],
  ] as const)('%s: %j mm are %j', (status, sizes, categories) => {
    expect(sizes.map((mm) => of('solid', status, mm))).toEqual(categories);
  });
  test('is compared in tenths of a millimetre', () => {
    expect([5.94, 5.95].map((mm) => of('solid', 'baseline', mm))).toEqual(['2', '3']);
  });
});
describe('a part-solid nodule', () => {
  test('by its size and the solid component', () => {
    expect(of('part-solid', 'baseline', 5.9)).toBe('2');
    expect([5.9, 6, 7.9, 8].map((solid) => of('part-solid', 'baseline', 10, solid))).toEqual(['3', '4A', '4A', '4B']);
    expect(of('part-solid', 'baseline', 6)).toBeUndefined();
  });
  test('new', () => {
    expect(of('part-solid', 'new', 5.9)).toBe('3');
    expect(of('part-solid', 'new', 5.9, 4)).toBe('4B');
    expect([3.9, 4].map((solid) => of('part-solid', 'new', 6, solid))).toEqual(['4A', '4B']);
    expect(of('part-solid', 'new', 6)).toBeUndefined();
  });
  test('growing, or with a component that grows', () => {
    for (const status of ['growing', 'new-or-growing-solid-component'] as const) {
      expect([3.9, 4].map((solid) => of('part-solid', status, 10, solid))).toEqual(['4A', '4B']);
      expect(of('part-solid', status, 10)).toBeUndefined();
    }
    expect(of('solid', 'new-or-growing-solid-component', 10, 5)).toBeUndefined();
  });
  test('stable goes one step down, where its category is known', () => {
    expect([5.9, 6, 8].map((solid) => of('part-solid', 'stable', 10, solid))).toEqual(['2', '3', '4B']);
    expect(of('part-solid', 'stable', 10)).toBeUndefined();
  });
});
test('a ground-glass nodule below 30 mm is 2, from 30 mm on 3 at first and 2 when it stays or grows slowly', () => {
  for (const status of ['baseline', 'new', 'stable', 'growing', 'slowly-growing'] as const)
    expect(of('ground-glass', status, 29.9)).toBe('2');
  expect(
    ['baseline', 'new', 'stable', 'slowly-growing'].map((status) => of('ground-glass', status as 'new', 30)),
  ).toEqual([...['3', '3', '2', '2']]);
  expect(of('ground-glass', 'growing', 30)).toBeUndefined();
  expect(of('solid', 'slowly-growing', 7)).toBeUndefined();
});

test('the management of each category is that of the table', () => {
  expect(LUNG_RADS_MANAGEMENT['3']).toBe('6-month LDCT');
  for (const category of ['1', '2'] as const) expect(LUNG_RADS_MANAGEMENT[category]).toBe('12-month LDCT');
  expect(LUNG_RADS_MANAGEMENT['0']).toMatch(/1-3 month LDCT/);
  expect(LUNG_RADS_MANAGEMENT['4A']).toMatch(/^3-month LDCT; PET\/CT/);
  expect(LUNG_RADS_MANAGEMENT['4B']).toMatch(/tissue sampling/);
  expect(LUNG_RADS_MANAGEMENT['4X']).toBe('as 4B');
});

const adult = patient(bornBefore({ years: 60 }));
const tell = (category: string, ...entries: ChartEntry[]) =>
  told(lungRadsV2022Rule, [adult, report(`Lung-RADS ${category}`), ...entries]);
const made = (code: string, started: string) =>
  study('made', started, {
    modality: [{ code }],
    series: [{ uid: '1', modality: { code }, bodySite: { code: 'CHEST' } }],
  });

describe('in a chart', () => {
  test('the report is cited', () => {
    expect(tell('4A')).toMatchObject({
      severity: 'warning',
      score: { category: '4A', overdue: false },
      cited: ['Lung-RADS: 4A'],
    });
  });
  test.each([
    ['CT', made('CT', '2026-02-20T09:00:00Z')],
    ['PET', made('PT', '2026-02-20T09:00:00Z')],
    ['an oncologist', appointment('Приём врача-онколога', '2026-03-05T09:00:00Z')],
    ['a biopsy', procedure('Биопсия лёгкого', '2026-02-20T09:00:00Z')],
    ['a pulmonologist', ordered('Консультация пульмонолога')],
    ['a thoracic surgeon', ordered('Thoracic surgery consult')],
    ['a diagnosis', diagnosis('C34.9')],
  ])('%s since answers it', (_, since) => expect(tell('4B', since)).toMatch(/^idle/));
  test.each([
    ['an X-ray', made('DX', '2026-02-20T09:00:00Z')],
    ['the CT of the same twelve hours', made('CT', '2026-02-10T21:00:00Z')],
    ['a consultation before', ordered('Консультация онколога', '2026-02-09T09:00:00Z')],
    ['a biopsy before', procedure('Биопсия лёгкого', '2026-02-09T09:00:00Z')],
    ['another diagnosis', diagnosis('C50.9')],
  ])('%s does not', (_, since) => expect(tell('4B', since)).toMatchObject({ score: { category: '4B' } }));
  test('a CT half a day after it does', () => expect(tell('4B', made('CT', '2026-02-10T21:00:01Z'))).toMatch(/^idle/));
});

test('a lung cancer of years ago does not answer what a CT of today shows', () => {
  const known = (recordedDate: string) =>
    told(lungRadsV2022Rule, [
      patient(bornBefore({ years: 60 })),
      report('Lung-RADS 4B'),
      diagnosis('C34.1', recordedDate),
    ]);
  expect(known('2018-04-01')).toMatchObject({ severity: 'warning', score: { category: '4B' } });
  expect(known('2026-02-20')).toMatch(/^idle/);
});
