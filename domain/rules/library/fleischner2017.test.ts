import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { ASSESSMENT_SYSTEM } from '../assessments.ts';
import { bornBefore, diagnosis, entry, medicine, ordered, patient, study } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { fleischner2017Rule, planText, sizeBandOf } from './fleischner2017.ts';

const adult = patient(bornBefore({ years: 60 }));
const SMOKER = diagnosis('F17.2', '2020-01-01');
const part = (code: string, change: Partial<fhir4.ObservationComponent>): fhir4.ObservationComponent => ({
  code: { coding: [{ system: ASSESSMENT_SYSTEM, code }] },
  ...change,
});
type Described = { type?: string; mm?: number; number?: string; time?: string };
const nodule = ({ type, mm, number, time = '2026-02-10T09:00:00Z' }: Described): ChartEntry =>
  entry({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: ASSESSMENT_SYSTEM, code: 'lung-nodule' }] },
    effectiveDateTime: time,
    component: [
      ...(type ? [part('nodule-type', { valueString: type })] : []),
      ...(mm ? [part('nodule-size', { valueQuantity: { value: mm, code: 'mm' } })] : []),
      ...(number ? [part('nodule-number', { valueString: number })] : []),
    ],
  });
const ONE = { type: 'solid', mm: 7, number: 'single' };
const tell = (described: Described, ...entries: ChartEntry[]) =>
  told(fleischner2017Rule, [adult, nodule(described), ...entries]);

test('sizes are rounded to whole millimetres before they are compared', () => {
  expect([5.4, 5.5, 6, 8, 8.4, 8.5].map(sizeBandOf)).toEqual(['<6', '6-8', '6-8', '6-8', '6-8', '>8']);
});

describe('the plan is put into words', () => {
  test.each([
    [
      { ...ONE, mm: 5 },
      'Solid nodule, 5 mm: CT at 12 months is optional',
      'Order: CT at 12 months is optional.',
      'info',
    ],
    [ONE, 'Solid nodule, 7 mm: CT at 6–12 months, then at 18–24', 'Order: CT at 6–12 months, then at 18–24.', 'info'],
    [
      { ...ONE, mm: 9 },
      'Solid nodule, 9 mm: CT at 3 months, PET/CT or tissue sampling',
      'Order: CT at 3 months, PET/CT or tissue sampling.',
      'warning',
    ],
    [
      { type: 'ground-glass', mm: 5, number: 'single' },
      'Ground-glass nodule, 5 mm: no routine follow-up',
      'Tell the patient that nothing is needed.',
      'info',
    ],
  ])('%j: “%s”', (described, summary, action, severity) => {
    expect(tell(described, SMOKER)).toMatchObject({ severity, summary: { en: summary }, action: { en: action } });
  });
  test('in Russian too', () => {
    expect(tell(ONE, SMOKER)).toMatchObject({ action: { ru: 'Назначьте: КТ через 6–12 мес., затем через 18–24.' } });
    expect(tell({ ...ONE, type: 'ground-glass', mm: 5 })).toMatchObject({
      action: { ru: 'Сообщите пациенту, что наблюдение не требуется.' },
    });
  });
  test('months of one figure stand once', () => {
    expect(planText({ action: 'CT', firstMonths: [3, 3] }).en).toMatch(/^CT at 3 months/);
    expect(planText({ action: 'CT', firstMonths: [3, 6] }).en).toMatch(/^CT at 3–6 months/);
  });
  test('the months stand in the score where there are any', () => {
    expect(tell(ONE, SMOKER)).toMatchObject({ score: { action: 'CT', fromMonths: 6, toMonths: 12 } });
    expect(tell({ ...ONE, type: 'ground-glass', mm: 5 })).not.toHaveProperty('score.fromMonths');
  });
});

describe('high risk by the chart', () => {
  test.each([
    ['tobacco', 'F17.2'],
    ['use of tobacco', 'Z72.0'],
    ['emphysema', 'J43.9'],
    ['COPD', 'J44.9'],
    ['fibrosis', 'J84.1'],
    ['lung cancer in the family', 'Z80.1'],
  ])('%s (%s), and it is cited', (_, code) => {
    expect(tell({ ...ONE, mm: 5 }, diagnosis(code, '2019-01-01'))).toMatchObject({
      score: { action: 'optional CT' },
      cited: expect.arrayContaining([`Diagnosis: ${code}`, 'Lung nodule: solid, 5 mm, single']),
    });
  });
  test('without a factor the risk is not known and is asked for', () => {
    expect(tell({ ...ONE, mm: 5 }, diagnosis('J45.9'))).toMatchObject({
      score: undefined,
      missing: ['Risk of lung cancer (smoking, family, emphysema)'],
      cited: ['Lung nodule: solid, 5 mm, single'],
    });
  });
});

describe('is not for', () => {
  test.each(['C00.0', 'C18.0', 'C34.1', 'C43.9', 'C45.0', 'C97'])('a known cancer (%s)', (code) => {
    expect(tell(ONE, SMOKER, diagnosis(code, '2019-01-01'))).toBe('idle: a cancer is known');
  });
  test.each(['D80.0', 'D81.9', 'D82.0', 'D83.9', 'D84.9', 'B20', 'B21.0', 'B22.0', 'B23.0', 'B24', 'Z94.0'])(
    'a defect of immunity (%s)',
    (code) => expect(tell(ONE, SMOKER, diagnosis(code, '2019-01-01'))).toBe('idle: immunosuppression'),
  );
  test.each(['L04AD01', 'L04AX03'])('an immunosuppressant (%s)', (code) => {
    expect(tell(ONE, SMOKER, medicine(code))).toBe('idle: immunosuppression');
  });
  test.each([
    'Скрининг: КТ ОГК',
    'НДКТ ОГК',
    'ННДКТ? КТ ОГК низкодозная',
    'Low-dose CT chest',
    'Low dose CT chest',
    'Lowdose CT chest',
    'CT chest, lung cancer screening',
  ])('screening (“%s”)', (text) =>
    expect(tell(ONE, SMOKER, ordered(text, '2026-02-01T09:00:00Z'))).toMatch(/^idle: lung cancer screening/),
  );
  test('a nodule of more than a year', () => {
    expect(tell({ ...ONE, time: '2025-03-01T12:00:00Z' }, SMOKER)).toHaveProperty('score.action');
    expect(tell({ ...ONE, time: '2025-03-01T11:59:00Z' }, SMOKER)).toMatch(/^idle: no described/);
  });
});
test('cancer of the skin, anaemia and asthma do not exclude', () => {
  for (const code of ['C44.3', 'D50.9', 'J45.9', 'D10.0'])
    expect(tell(ONE, SMOKER, diagnosis(code, '2019-01-01'))).toHaveProperty('score.action');
});

describe('CT or PET since answers it', () => {
  const made = (code: string, started: string) =>
    study('made', started, {
      modality: [{ code }],
      series: [{ uid: '1', modality: { code }, bodySite: { code: 'CHEST' } }],
    });
  test.each(['CT', 'PT'])('%s', (modality) => {
    expect(tell(ONE, SMOKER, made(modality, '2026-02-20T09:00:00Z'))).toBe('idle: CT is ordered or was made since');
  });
  test('an X-ray does not, nor the CT of the same twelve hours', () => {
    expect(tell(ONE, SMOKER, made('DX', '2026-02-20T09:00:00Z'))).toHaveProperty('score.action');
    expect(tell(ONE, SMOKER, made('CT', '2026-02-10T21:00:00Z'))).toHaveProperty('score.action');
    expect(tell(ONE, SMOKER, made('CT', '2026-02-10T21:00:01Z'))).toMatch(/^idle/);
  });
});

test.each([
  [{ mm: 7, number: 'single' }, ['Kind of the nodule (solid, part-solid, ground-glass)']],
  [{ type: 'solid', mm: 7 }, ['One nodule or several']],
  [{ type: 'solid', number: 'single' }, ['Mean size of the nodule in mm']],
  [{ type: 'subsolid', mm: 7, number: 'single' }, ['Kind of the nodule (solid, part-solid, ground-glass)']],
])('of %j is asked: %j, and the nodule is cited', (described, missing) => {
  expect(tell(described, SMOKER)).toMatchObject({ missing, cited: [expect.stringMatching(/^Lung nodule: /)] });
});

test('a screening of the breast, or by fluorography, is none of the lungs by CT', () => {
  for (const text of ['Маммография скрининговая', 'Скрининговая флюорография'])
    expect(tell(ONE, SMOKER, ordered(text, '2026-02-01T09:00:00Z'))).toHaveProperty('severity');
});
