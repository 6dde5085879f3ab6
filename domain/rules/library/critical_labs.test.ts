import { describe, expect, test } from '@jest/globals';
import { bornBefore, diagnosis, entry, onlyOf, patient, runOf, saidBy, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { adjustedCalcium, criticalFlag } from './tables/critical-limits.ts';

const rule = 'critical_labs';
const adult = patient(bornBefore({ years: 40 }));
const at = (effectiveDateTime: string): Partial<fhir4.Observation> => ({ effectiveDateTime });
const tell = (...entries: ChartEntry[]) => saidBy(rule, [adult, ...entries]).map(({ advice }) => advice);
const mattersOf = (...entries: ChartEntry[]) => tell(...entries).map(({ matter, severity }) => `${matter} ${severity}`);
const missingOf = ({ missing }: { missing: readonly { en: string }[] }) => missing.map(({ en }) => en);

/** LOINC, value just critical, value just not, unit, matter and severity. */
test.each([
  ['2951-2', 120, 120.1, 'mmol/L', 'sodium critical'],
  ['2951-2', 160, 159.9, 'mmol/L', 'sodium critical'],
  ['14749-6', 2.5, 2.6, 'mmol/L', 'glucose critical'],
  ['14749-6', 25, 24.9, 'mmol/L', 'glucose critical'],
  ['29265-6', 1.8, 1.81, 'mmol/L', 'adjustedCalcium critical'],
  ['29265-6', 3.5, 3.49, 'mmol/L', 'adjustedCalcium critical'],
  ['2601-3', 0.4, 0.41, 'mmol/L', 'magnesium critical'],
  ['14879-1', 0.3, 0.31, 'mmol/L', 'phosphate warning'],
  ['22664-7', 30, 29.9, 'mmol/L', 'urea critical'],
  ['14682-9', 354, 353.9, 'umol/L', 'creatinine critical'],
  ['1988-5', 300, 299, 'mg/L', 'CRP warning'],
  ['2157-6', 5000, 4999, 'U/L', 'CK warning'],
  ['718-7', 69, 70, 'g/L', 'haemoglobin critical'],
  ['718-7', 201, 200, 'g/L', 'haemoglobin critical'],
  ['6301-6', 5.1, 5, '{INR}', 'INR critical'],
])('%s: %f is told, %f %s is not: %s', (code, critical, not, unit, matter) => {
  expect(mattersOf(value(code, critical, unit))).toEqual([matter]);
  expect(mattersOf(value(code, not, unit))).toEqual([]);
});

test('several values are several matters, each in both languages, with its limits and its value cited', () => {
  const entries = [value('2951-2', 118, 'mmol/L'), value('718-7', 62.5, 'g/L')];
  const [sodium, haemoglobin] = tell(...entries);
  expect(sodium?.summary).toEqual({
    en: 'Critically low sodium: 118 mmol/L',
    ru: 'Критически низкий натрий: 118 ммоль/л',
  });
  expect(sodium?.detail).toEqual({
    en: 'Limits for telephoning: ≤ 120 or ≥ 160 mmol/L, adults over 16.',
    ru: 'Пределы для немедленного сообщения: ≤ 120 или ≥ 160 ммоль/л, взрослые старше 16 лет.',
  });
  expect(sodium?.score).toEqual({ flag: 'critical-low' });
  expect(haemoglobin?.summary.ru).toBe('Критически низкий гемоглобин: 62,5 г/л');
  expect(haemoglobin?.detail.en).toContain('< 70 or > 200 g/L');
  const [conclusion] = saidBy(rule, [adult, ...entries]);
  expect(conclusion?.cited).toContainEqual(expect.objectContaining({ value: '118 mmol/L' }));
});

describe('units', () => {
  test('are converted by UCUM, and a limit that came in another unit is the limit', () => {
    expect(mattersOf(value('2160-0', 354 / 88.4, 'mg/dL'))).toEqual(['creatinine critical']);
    expect(mattersOf(value('718-7', 6.9, 'g/dL'))).toEqual(['haemoglobin critical']);
    expect(tell(value('2345-7', 25 * 18.016, 'mg/dL'))[0]?.summary.en).toBe('Critically high glucose: 25 mmol/L');
  });
  test('that cannot be converted, and values nobody has, are named beside what is told', () => {
    expect(missingOf(onlyOf(rule, [adult, value('2951-2', 110, 'furlong')]))).toEqual([
      'Sodium (value or unit not readable)',
    ]);
    const both = tell(value('2951-2', 1100, 'mmol/L'), value('14749-6', 2, 'mmol/L'));
    expect(both.map(({ matter }) => matter)).toEqual(['glucose', 'critical_labs']);
  });
});

describe('ages', () => {
  const told = (birthDate: string | undefined, ...entries: ChartEntry[]) =>
    saidBy(rule, [patient(birthDate), ...entries]).map(({ advice }) => advice.matter);
  const newborn = bornBefore({ days: 3 });
  const child = bornBefore({ years: 15, months: 11 });
  test('a child has the limits of children', () => {
    expect(told(child, value('2951-2', 130, 'mmol/L'))).toEqual(['sodium']);
    expect(told(bornBefore({ years: 16 }), value('2951-2', 130, 'mmol/L'))).toEqual([]);
    expect(told(child, value('14749-6', 15, 'mmol/L'), value('14682-9', 200, 'umol/L'))).toEqual([
      'creatinine',
      'glucose',
    ]);
    expect(onlyOf(rule, [patient(child), value('2951-2', 130, 'mmol/L')]).detail.ru).toContain('дети до 16 лет');
  });
  test('a newborn has higher potassium, and haemoglobin and INR are not judged', () => {
    const potassium = (number: number) => value('2823-3', number, 'mmol/L');
    expect(told(newborn, potassium(7))).toEqual([]);
    expect(told(newborn, potassium(7.1))).toEqual(['potassium']);
    expect(told(newborn, value('718-7', 215, 'g/L'), value('6301-6', 5.5, '{INR}'))).toEqual([]);
    expect(onlyOf(rule, [patient(newborn), potassium(7.1)]).detail.en).toContain('> 7 mmol/L, the first 28 days');
  });
  test('an age that is not known, or reaches across a limit, is named, and adults’ limits are applied', () => {
    for (const birthDate of [undefined, '2010']) {
      const advice = onlyOf(rule, [patient(birthDate), value('2951-2', 119, 'mmol/L')]);
      expect(missingOf(advice)).toEqual(['Date of birth of sufficient precision']);
    }
    expect(missingOf(onlyOf(rule, [patient('1961'), value('2951-2', 119, 'mmol/L')]))).toEqual([]);
  });
});

describe('what else decides', () => {
  test('a newer total calcium is not hidden by an adjusted one of days ago, nor told beside one of its own sample', () => {
    const adjusted = (effectiveDateTime: string) => value('29265-6', 2.3, 'mmol/L', { effectiveDateTime });
    const total = value('2000-8', 3.6, 'mmol/L');
    expect(mattersOf(adjusted('2026-02-25T10:00:00Z'), total)).toEqual(['adjustedCalcium critical']);
    expect(mattersOf(adjusted('2026-03-01T05:00:00Z'), total)).toEqual([]);
    expect(mattersOf(adjusted('2026-03-01T08:00:00Z'), total)).toEqual([]);
  });
  test('total calcium is adjusted by the albumin of the day', () => {
    const total = value('2000-8', 1.7, 'mmol/L');
    expect(mattersOf(total, value('1751-7', 30, 'g/L'))).toEqual([]);
    expect(mattersOf(total, value('1751-7', 36, 'g/L'))).toEqual(['adjustedCalcium critical']);
    const old = value('1751-7', 30, 'g/L', at('2026-02-27T10:00:00+05:00'));
    const [doubted] = tell(total, old);
    expect([doubted?.severity, missingOf(doubted ?? { missing: [] })]).toEqual([
      'warning',
      ['Albumin of the same day'],
    ]);
    expect(mattersOf(value('2000-8', 3.6, 'mmol/L'))).toEqual(['adjustedCalcium critical']);
    expect(mattersOf(total, value('29265-6', 2.1, 'mmol/L'))).toEqual([]);
  });
  test('enzymes are read against the upper limit that the laboratory states in the same unit', () => {
    const alt = (number: number, high?: fhir4.Quantity) =>
      value('1742-6', number, 'U/L', high ? { referenceRange: [{ high }] } : {});
    expect(mattersOf(alt(600, { value: 40 }))).toEqual(['ALT warning']);
    expect(mattersOf(alt(599, { value: 40, code: 'U/L' }))).toEqual([]);
    expect(mattersOf(alt(600, { value: 0.6, code: 'ukat/L' }))).toEqual([]);
    expect(mattersOf(alt(2000))).toEqual([]);
    expect(tell(alt(600, { value: 40 }))[0]?.summary.ru).toContain('15 × верхней границы');
    expect(mattersOf(value('1798-8', 500, 'U/L', { referenceRange: [{ high: { value: 100 } }] }))).toEqual([
      'amylase warning',
    ]);
  });
  test('on dialysis urea and creatinine are expected, potassium is not', () => {
    const entries = [value('14682-9', 700, 'umol/L'), value('22664-7', 35, 'mmol/L'), value('2823-3', 6.6, 'mmol/L')];
    expect(mattersOf(...entries, diagnosis('Z99.2'))).toEqual(['potassium critical']);
    expect(mattersOf(...entries)).toHaveLength(3);
  });
  test('C-reactive protein is told outside hospital only', () => {
    const visit = (code: string) =>
      entry({
        resourceType: 'Encounter',
        status: 'in-progress',
        class: { code },
        period: { start: '2026-03-01T05:00:00Z' },
      });
    expect(mattersOf(value('1988-5', 320, 'mg/L'), visit('IMP'))).toEqual([]);
    expect(mattersOf(value('1988-5', 320, 'mg/L'), visit('EMER'))).toEqual([]);
    expect(mattersOf(value('1988-5', 320, 'mg/L'), visit('AMB'))).toEqual(['CRP warning']);
  });
  test('after a week it is no longer a matter of a call', () => {
    expect(mattersOf(value('2951-2', 110, 'mmol/L', at('2026-02-23T12:00:00Z')))).toEqual(['sodium critical']);
    expect(runOf(rule, [adult, value('2951-2', 110, 'mmol/L', at('2026-02-22T11:00:00Z'))]).state).toBe('idle');
  });
  test('“less than” and “more than” decide only where they must', () => {
    const inr = (number: number, comparator: '<' | '>') =>
      value('6301-6', number, '{INR}', { valueQuantity: { value: number, comparator, code: '{INR}' } });
    expect(tell(inr(5, '>'))[0]?.summary.en).toBe('Critically high INR: >5');
    expect(mattersOf(inr(4, '>'))).toEqual([]);
    expect(mattersOf(inr(5, '<'))).toEqual([]);
  });
});

describe('changes', () => {
  const haemoglobin = (number: number, time: string) => value('718-7', number, 'g/L', at(time));
  test.each([
    ['20 g/L in 48 hours', 120, 100, '2026-02-27T10:00:00Z', 1],
    ['19 g/L', 120, 101, '2026-02-27T10:00:00Z', 0],
    ['20 g/L in more than 48 hours', 120, 100, '2026-02-27T09:59:00Z', 0],
    ['a rise', 100, 120, '2026-02-28T10:00:00Z', 0],
  ])('haemoglobin falls: %s', (_, from, to, when, count) => {
    expect(tell(haemoglobin(from, when), haemoglobin(to, '2026-03-01T10:00:00Z'))).toHaveLength(count);
  });
  test('a fall is critical, and both values are cited', () => {
    const [conclusion] = saidBy(rule, [
      adult,
      haemoglobin(131.5, '2026-02-28T10:00:00Z'),
      haemoglobin(100, '2026-03-01T10:00:00Z'),
    ]);
    expect(conclusion?.advice).toMatchObject({ matter: 'haemoglobin-fall', severity: 'critical' });
    expect(conclusion?.advice.summary.ru).toBe('Снижение гемоглобина: 131,5 → 100 г/л');
    expect(conclusion?.cited).toHaveLength(2);
  });
  const sodium = (number: number, time: string) => value('2951-2', number, 'mmol/L', at(time));
  test.each([
    [129, 140, '2026-02-28T10:00:00Z', 1],
    [129, 139, '2026-02-28T10:00:00Z', 0],
    [130, 145, '2026-02-28T10:00:00Z', 0],
    [125, 140, '2026-02-28T09:59:00Z', 0],
  ])('sodium from %i to %i since %s', (from, to, when, count) => {
    expect(mattersOf(sodium(from, when), sodium(to, '2026-03-01T10:00:00Z'))).toEqual(
      count ? ['sodium-rise critical'] : [],
    );
  });
});

describe('acute kidney injury', () => {
  const creatinine = (number: number, time: string) => value('14682-9', number, 'umol/L', at(time));
  const [before, now] = ['2026-02-27T10:00:00Z', '2026-03-01T05:00:00Z'];
  const potassium = (number: number) => value('2823-3', number, 'mmol/L');
  test('of stage 2 and 3 is told, of stage 1 only with potassium above 6.0', () => {
    expect(mattersOf(creatinine(80, before), creatinine(160, now))).toEqual(['kdigo_aki critical']);
    expect(mattersOf(creatinine(80, before), creatinine(150, now))).toEqual([]);
    expect(mattersOf(creatinine(80, before), creatinine(150, now), potassium(6))).toEqual([]);
    const [told] = tell(creatinine(80, before), creatinine(150, now), potassium(6.1));
    expect(told?.summary.ru).toBe('Острое повреждение почек, стадия 1 по KDIGO, калий 6,1 ммоль/л');
    expect(told?.score).toEqual({ stage: 1 });
  });
  test('needs a creatinine of the week before, and is not told on dialysis', () => {
    expect(mattersOf(creatinine(160, now))).toEqual([]);
    expect(mattersOf(creatinine(80, '2026-02-20T10:00:00Z'), creatinine(160, now))).toEqual([]);
    expect(mattersOf(creatinine(80, before), creatinine(160, now), diagnosis('Z99.2'))).toEqual([]);
  });
});

test.each([
  [4, '>', { above: 5 }, undefined],
  [5, '>', { above: 5 }, 'critical-high'],
  [6, '<', { high: 6.5 }, 'not-critical'],
  [7, '<', { high: 6.5 }, undefined],
  [3, '<', { low: 2.5 }, undefined],
  [2.5, '<', { low: 2.5 }, 'critical-low'],
  [3, '>', { low: 2.5 }, 'not-critical'],
  [75, '<', { below: 70 }, undefined],
  [70, '<', { below: 70 }, 'critical-low'],
  [3, '>', {}, 'not-critical'],
] as const)('%f (%s) against %j is %p', (number, comparator, limit, flag) => {
  expect(criticalFlag({ value: number, comparator }, limit)).toBe(flag);
});
test('calcium is adjusted by 0.02 mmol/L for each g/L of albumin from 40', () => {
  expect(adjustedCalcium(2, 40)).toBe(2);
  expect(adjustedCalcium(2, 30)).toBeCloseTo(2.2, 9);
});

describe('what is said of a value', () => {
  test('the flag, of potassium with its haemolysis; values without a unit stand alone', () => {
    expect(tell(value('2951-2', 118, 'mmol/L'))[0]?.score).toEqual({ flag: 'critical-low' });
    expect(tell(value('2823-3', 7, 'mmol/L'))[0]?.score).toEqual({ flag: 'critical-high', haemolysed: false });
    expect(tell(value('6301-6', 5.5, '{INR}'))[0]?.detail.en).toBe('Limits for telephoning: > 5, adults over 16.');
  });
  test('what is missing beside it, and nothing else', () => {
    expect(tell(value('2951-2', 118, 'mmol/L'))[0]?.missing).toEqual([]);
    expect(missingOf(tell(value('2000-8', 3.6, 'mmol/L'))[0] ?? { missing: [] })).toEqual(['Albumin of the same day']);
  });
  test.each([
    ['2951-2', 165, 'mmol/L', /^Now: consciousness, volume/],
    ['2951-2', 118, 'mmol/L', /^Now: consciousness and seizures/],
    ['718-7', 60, 'g/L', /^Now: look for bleeding/],
    ['718-7', 210, 'g/L', /^Today: dehydration/],
  ])('%s of %f %s has an action of its own', (code, number, unit, action) => {
    expect(tell(value(code, number, unit))[0]?.action.en).toMatch(action);
  });
  test('a change tells both values', () => {
    const [from, to] = ['2026-02-28T10:00:00Z', '2026-03-01T10:00:00Z'];
    const fall = [value('718-7', 131.5, 'g/L', at(from)), value('718-7', 100, 'g/L', at(to))];
    expect(tell(...fall)[0]?.score).toEqual({ from: 131.5, to: 100 });
  });
});

describe('an injury of the kidneys', () => {
  const creatinine = (number: number, time: string) => value('14682-9', number, 'umol/L', at(time));
  const [before, now] = ['2026-02-27T10:00:00Z', '2026-03-01T05:00:00Z'];
  const told = (...entries: ChartEntry[]) => saidBy(rule, [adult, creatinine(80, before), ...entries])[0];
  test('of stage 2 is told without a potassium that decides nothing', () => {
    const said = told(creatinine(160, now), value('2823-3', 5, 'mmol/L'));
    expect(said?.advice.summary.en).toBe('Acute kidney injury, KDIGO stage 2');
    expect(said?.advice.action.en).toMatch(/nephrologist/);
    expect(said?.cited.map(({ label }) => label.en)).toEqual(['Creatinine', 'Creatinine']);
  });
  test('of stage 1 cites the potassium that makes it grave', () => {
    const said = told(creatinine(120, now), value('2823-3', 6.2, 'mmol/L'));
    expect(said?.cited.map(({ value: shown }) => shown)).toEqual(
      expect.arrayContaining(['6.2 mmol/L', '120 umol/L', '80 umol/L']),
    );
  });
  test('of stage 1 with “more than 6” is not told by it', () => {
    const above = { valueQuantity: { value: 6.2, comparator: '>' as const, code: 'mmol/L' } };
    expect(told(creatinine(120, now), value('2823-3', 6.2, 'mmol/L', above))).toBeUndefined();
  });
});
