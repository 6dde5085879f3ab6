import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, patient, value } from '../examples.ts';
import type { ChartEntry, Facts } from '../facts.ts';
import { qtcClass, qtcRule } from './qtc.ts';
import { bazett, framingham, fridericia, hodges, qtc } from './tables/qtc-formulas.ts';

test.each([
  ['Bazett', bazett, 489.9],
  ['Fridericia', fridericia, 457.9],
  ['Framingham', framingham, 451.3],
  ['Hodges', hodges, 452.5],
])('%s at 90 beats', (_, formula, expected) => {
  expect(qtc(formula, 400, 90)).toBeCloseTo(expected, 1);
  expect(qtc(formula, 400, 60)).toBe(400);
});
test.each([
  ['male', 450, 'normal'],
  ['male', 451, 'prolonged'],
  ['female', 460, 'normal'],
  ['female', 461, 'prolonged'],
  ['female', 500, 'prolonged'],
  ['female', 501, 'dangerous'],
] as const)('%s, %i ms: %s', (sex, ms, expected) => expect(qtcClass(ms, sex)).toBe(expected));

const woman = patient(bornBefore({ years: 50 }));
const qt = (ms: number, change = {}) => value('8634-8', ms, 'ms', change);
const pulse = (rate: number, change = {}) => value('8867-4', rate, '/min', change);
const reported = (ms: number) => value('8636-3', ms, 'ms');
const tell = (entries: ChartEntry[], change: Partial<Facts> = {}) => told(qtcRule, [woman, ...entries], change);

describe('QTc in a chart', () => {
  test('is computed from QT and the rate of the same recording', () => {
    expect(tell([qt(480), pulse(60)])).toMatchObject({
      severity: 'info',
      score: { qtc: 480, formula: 'fridericia', class: 'prolonged' },
      summary: { en: 'QTc 480 ms (fridericia): prolonged', ru: 'QTc 480 мс (Фридеричиа): удлинён' },
    });
    expect(tell([qt(501), pulse(60)])).toMatchObject({ severity: 'warning', score: { class: 'dangerous' } });
    expect(tell([qt(440), pulse(60)])).toBe('nothing to say');
  });
  test('the region chooses the formula', () => {
    const bazetts = { settings: { qtc: { formula: 'bazett' } } };
    expect(tell([qt(400), pulse(90)])).toBe('nothing to say');
    expect(tell([qt(400), pulse(90)], bazetts)).toMatchObject({ score: { qtc: 490, formula: 'bazett' } });
    expect(() => tell([qt(400), pulse(90)], { settings: { qtc: { formula: 'mine' } } })).toThrow(/formula/);
  });
  test('a pulse of another time is not that of the ECG', () => {
    const at = (time: string) => pulse(60, { effectiveDateTime: time });
    expect(tell([qt(480), at('2026-03-01T10:10:00+05:00')])).toMatchObject({ score: { qtc: 480 } });
    expect(tell([qt(480), at('2026-03-01T10:11:00+05:00')])).toMatchObject({
      score: undefined,
      missing: ['Heart rate of the same ECG'],
    });
  });
  test('else it is taken as the recorder reported it', () => {
    expect(tell([reported(510)])).toMatchObject({ severity: 'warning', score: { qtc: 510, formula: 'as reported' } });
    expect(tell([qt(400), reported(510)])).toMatchObject({ score: { qtc: 510 } });
    expect(tell([qt(480), pulse(60), reported(510)])).toMatchObject({ score: { qtc: 480 } });
  });
  test('seconds are read', () => {
    expect(tell([value('8634-8', 0.48, 's'), pulse(60)])).toMatchObject({ score: { qtc: 480 } });
  });
  test('an unknown sex is named only where it decides', () => {
    const unknown = patient(bornBefore({ years: 50 }), 'unknown');
    const at = (ms: number) => told(qtcRule, [unknown, reported(ms)]);
    expect(at(455)).toMatchObject({ missing: ['Sex'], score: undefined });
    expect(at(450)).toBe('nothing to say');
    expect(at(461)).toMatchObject({ score: { class: 'prolonged' } });
  });
  test('an ECG of more than a week ago is no occasion', () => {
    expect(tell([qt(520, { effectiveDateTime: '2026-02-22T11:00:00Z' })])).toMatch(/^idle: no ECG/);
  });
  test('is for adults', () => {
    expect(told(qtcRule, [patient(bornBefore({ years: 17 })), reported(510)])).toMatch(/^does-not-apply/);
  });
});

describe('one recording', () => {
  const at = (effectiveDateTime: string, more = {}) => pulse(60, { effectiveDateTime, ...more });
  const ALONE = { score: undefined, missing: ['Heart rate of the same ECG'] };
  test('lasts ten minutes, before and after', () => {
    for (const time of ['2026-03-01T09:50:00+05:00', '2026-03-01T10:10:00+05:00'])
      expect(tell([qt(480), at(time)])).toMatchObject({ score: { qtc: 480 } });
    for (const time of ['2026-03-01T09:49:00+05:00', '2026-03-01T10:11:00+05:00'])
      expect(tell([qt(480), at(time)])).toMatchObject(ALONE);
  });
  test('is known by its time, not by its day', () => {
    expect(tell([qt(480, { effectiveDateTime: '2026-03-01' }), at('2026-03-01T10:00:00+05:00')])).toMatchObject(ALONE);
    expect(tell([qt(480), at('2026-03-01')])).toMatchObject(ALONE);
    expect(tell([qt(480), at('2026-02-28')])).toMatchObject(ALONE);
  });
  test('has an exact rate and an exact QT', () => {
    const about = (comparator: '<' | '>', number: number, code: string) => ({
      valueQuantity: { value: number, comparator, code },
    });
    expect(tell([qt(480), at('2026-03-01T10:00:00+05:00', about('>', 60, '/min'))])).toMatchObject(ALONE);
    expect(tell([qt(480, about('>', 480, 'ms')), pulse(60), reported(510)])).toMatchObject({ score: { qtc: 510 } });
    expect(tell([value('8636-3', 510, 'ms', about('>', 510, 'ms'))])).toMatchObject({ score: undefined });
  });
});

test('QT, rate and sex are cited, or the value that the recorder reported', () => {
  expect(tell([qt(480), pulse(60)])).toMatchObject({
    cited: ['Heart rate: 60 /min', 'QT interval: 480 ms', 'Sex: female'],
  });
  expect(tell([reported(510)])).toMatchObject({ cited: [expect.stringContaining('510 ms'), 'Sex: female'] });
  expect(tell([qt(480)])).toMatchObject({ cited: ['QT interval: 480 ms', 'Sex: female'] });
});

test.each([
  ['bazett', 'Базетт'],
  ['framingham', 'Фрамингем'],
  ['hodges', 'Ходжес'],
])('the formula of the region is named: %s, %s', (formula, ru) => {
  const chosen = { settings: { qtc: { formula } } };
  expect(tell([qt(480), pulse(60)], chosen)).toMatchObject({ summary: { ru: `QTc 480 мс (${ru}): удлинён` } });
});
test('and so is the report of the recorder', () => {
  expect(tell([reported(510)])).toMatchObject({ summary: { ru: expect.stringContaining('(по данным ЭКГ)') } });
});
