import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import type { SignName } from '../bedside-codes.ts';
import { bornBefore, diagnosis, medicine, patient, sign, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { findriscRule } from './findrisc.ts';
import { findriscAge, findriscBand, findriscBmi, findriscWaist } from './tables/findrisc-points.ts';

const woman = patient(bornBefore({ years: 50 }));
const bmi = (number: number) => value('39156-5', number, 'kg/m2');
const waist = (number: number) => value('8280-0', number, 'cm');
const ANSWERS: Readonly<Record<string, boolean>> = {
  'active-30-minutes': true,
  'vegetables-daily': true,
  'diabetes-parents': false,
  'diabetes-relatives': false,
  'high-glucose-ever': false,
};
const answers = (change: Readonly<Record<string, boolean | undefined>> = {}) =>
  Object.entries({ ...ANSWERS, ...change }).flatMap(([name, present]) =>
    present === undefined ? [] : [sign(name as SignName, present)],
  );
const tell = (...entries: ChartEntry[]) => told(findriscRule, [woman, ...entries]);
/** 50 years (2), BMI 31 (3), waist 90 cm of a woman (4): nine points of the body, and what the answers add. */
const body = [bmi(31), waist(90)];
const pointsOf = (...entries: ChartEntry[]) => tell(...body, ...entries) as Exclude<ReturnType<typeof tell>, string>;

describe('each answer is worth what the questionnaire says', () => {
  test.each([
    ['a parent or sibling with diabetes', { 'diabetes-parents': true }, 14],
    ['a grandparent or cousin with diabetes', { 'diabetes-relatives': true }, 12],
    ['both: the nearer counts', { 'diabetes-parents': true, 'diabetes-relatives': true }, 14],
    ['high glucose once', { 'high-glucose-ever': true }, 14],
    ['no activity, no vegetables', { 'active-30-minutes': false, 'vegetables-daily': false }, 12],
  ])('%s', (_, change, points) => {
    expect(pointsOf(...answers(change))).toMatchObject({ score: { least: points, most: points }, missing: [] });
  });
  test('nine points of the body alone are slightly elevated: nothing to say', () => {
    expect(tell(...body, ...answers())).toBe('nothing to say');
  });
  test.each(['C02AC01', 'C03BA11', 'C07AB07', 'C08CA01', 'C09AA02'])(
    'a medicine for blood pressure (%s): 2',
    (code) => {
      expect(pointsOf(...answers({ 'diabetes-relatives': true }), medicine(code))).toMatchObject({
        score: { least: 14 },
      });
    },
  );
  test.each(['R73.0', 'O24.4'])('a diagnosis of high glucose (%s) counts as the answer', (code) => {
    const unanswered = answers({ 'high-glucose-ever': undefined });
    expect(pointsOf(...unanswered, diagnosis(code, '2020-01-01'))).toMatchObject({ score: { least: 14, most: 14 } });
  });
});

describe('what nobody answered', () => {
  test('widens the points; it is named where it decides, and beside a class that stays', () => {
    expect(tell(...body, ...answers({ 'diabetes-parents': undefined }))).toMatchObject({
      score: undefined,
      missing: ['Diabetes of parents, siblings or children'],
    });
    const sure = answers({ 'diabetes-parents': true, 'high-glucose-ever': true, 'vegetables-daily': undefined });
    expect(tell(...body, ...sure)).toMatchObject({
      score: { least: 19, most: 20, risk: 'high' },
      missing: ['Vegetables or fruit every day'],
    });
  });
  test('of parents unknown and relatives known, at least the relatives count', () => {
    const some = answers({ 'diabetes-parents': undefined, 'diabetes-relatives': true, 'high-glucose-ever': true });
    expect(tell(...body, ...some)).toMatchObject({ score: { least: 17, most: 19, risk: 'high' } });
  });
  test('an unmeasured body may be worth nothing or all', () => {
    const most = answers({ 'diabetes-parents': true, 'high-glucose-ever': true });
    expect(tell(waist(90), ...most)).toMatchObject({ score: { least: 16, most: 19 }, missing: ['Body mass index'] });
    expect(tell(bmi(31), ...most)).toMatchObject({ score: { least: 15, most: 19 }, missing: ['Waist'] });
  });
});

test('of an unknown sex the waist is read for both', () => {
  const unknown = patient(bornBefore({ years: 50 }), 'unknown');
  const entries = [bmi(31), waist(90), ...answers({ 'diabetes-parents': true, 'high-glucose-ever': true })];
  expect(told(findriscRule, [unknown, ...entries])).toMatchObject({ score: { least: 15, most: 19, risk: 'high' } });
});

describe('the index', () => {
  const measured = [value('29463-7', 80, 'kg'), value('8302-2', 160, 'cm')];
  const more = answers({ 'diabetes-parents': true });
  test('is that of weight and height where none is charted, and both are cited', () => {
    expect(tell(...measured, waist(90), ...more)).toMatchObject({
      score: { least: 14, most: 14 },
      cited: expect.arrayContaining(['Body weight: 80 kg', 'Height: 160 cm']),
    });
    expect(
      tell(measured[0] as ChartEntry, waist(90), ...answers({ 'diabetes-parents': true, 'high-glucose-ever': true })),
    ).toMatchObject({ score: { least: 16, most: 19 }, missing: ['Body mass index'] });
  });
  test('as charted goes before', () => {
    expect(tell(bmi(26), ...measured, waist(90), ...more)).toMatchObject({ score: { least: 12 } });
  });
});

test('one medicine and one diagnosis are cited for all of their kind', () => {
  const entries = [
    medicine('C09AA02'),
    medicine('C08CA01'),
    diagnosis('R73.0', '2020-01-01'),
    diagnosis('R73.9', '2021-01-01'),
  ];
  const { cited } = pointsOf(...answers(), ...entries);
  expect(cited.filter((one) => /^(Medicine|Diagnosis)/.test(one))).toHaveLength(2);
  expect(cited).toEqual(expect.arrayContaining(['Sex: female', expect.stringMatching(/^Date of birth/)]));
});

test.each(['E10.9', 'E11.9', 'E12.9', 'E13.9', 'E14.9'])('with diabetes (%s) no risk of it is computed', (code) => {
  expect(tell(...body, ...answers(), diagnosis(code, '2010'))).toBe('idle: diabetes is known');
});

test('answers of the last 365 days count, to the minute', () => {
  const at = (effectiveDateTime: string) =>
    tell(...body, ...answers({ 'diabetes-parents': undefined }), sign('diabetes-parents', true, { effectiveDateTime }));
  expect(at('2025-03-01T12:00:00Z')).toMatchObject({ score: { least: 14 } });
  expect(at('2025-03-01T11:59:00Z')).toMatchObject({ score: undefined });
});

const aged = (years: number) => patient(bornBefore({ years }));

describe('FINDRISC', () => {
  test('steps', () => {
    expect([44, 45, 54, 55, 64, 65].map(findriscAge)).toEqual([0, 2, 2, 3, 3, 4]);
    expect([24.9, 25, 30, 30.1].map(findriscBmi)).toEqual([0, 1, 1, 3]);
    expect([93, 94, 102, 103].map((cm) => findriscWaist(cm, 'male'))).toEqual([0, 3, 3, 4]);
    expect([79, 80, 88, 89].map((cm) => findriscWaist(cm, 'female'))).toEqual([0, 3, 3, 4]);
    expect([6, 7, 11, 12, 14, 15, 20, 21].map(findriscBand)).toEqual([
      ...['low', 'slightly-elevated', 'slightly-elevated', 'moderate', 'moderate', 'high', 'high', 'very-high'],
    ]);
  });
  const answers = (parents: boolean, relatives: boolean, active: boolean, vegetables: boolean, glucose: boolean) => [
    sign('diabetes-parents', parents),
    sign('diabetes-relatives', relatives),
    sign('active-30-minutes', active),
    sign('vegetables-daily', vegetables),
    sign('high-glucose-ever', glucose),
  ];
  const body = (bmi: number, waist: number) => [value('39156-5', bmi, 'kg/m2'), value('8280-0', waist, 'cm')];
  const tell = (years: number, ...entries: ChartEntry[]) => told(findriscRule, [aged(years), ...entries]);
  test('adds up the questionnaire', () => {
    expect(tell(50, ...body(28, 100), ...answers(true, false, true, true, false))).toMatchObject({
      severity: 'info',
      score: { least: 12, most: 12, risk: 'moderate' },
      summary: {
        en: 'FINDRISC 12: moderate risk, 1 in 6 (diabetes in 10 years)',
        ru: 'FINDRISC 12: умеренный риск, 1 из 6 (диабет за 10 лет)',
      },
    });
    expect(tell(50, ...body(28, 100), ...answers(false, true, false, false, false), medicine('C09AA02'))).toMatchObject(
      {
        score: { least: 15, risk: 'high' },
      },
    );
    expect(tell(50, ...body(28, 100), ...answers(true, true, false, false, false), diagnosis('R73.0'))).toMatchObject({
      score: { least: 20, risk: 'high' },
    });
    expect(tell(50, ...body(24, 79), ...answers(false, false, true, true, false))).toBe('nothing to say');
  });
  test('the index is computed from weight and height where nobody charted it', () => {
    const measured = [value('29463-7', 80, 'kg'), value('8302-2', 160, 'cm'), value('8280-0', 100, 'cm')];
    expect(tell(50, ...measured, ...answers(true, false, true, true, false))).toMatchObject({ score: { least: 14 } });
  });
  test('an answer that is missing is named where it decides', () => {
    expect(tell(50, ...body(28, 100), ...answers(true, false, true, true, false).slice(0, 4))).toMatchObject({
      score: undefined,
      missing: ['High blood glucose ever found'],
    });
    expect(tell(70, ...body(31, 100), ...answers(true, false, false, false, true).slice(2))).toMatchObject({
      score: undefined,
      missing: expect.arrayContaining(['Diabetes of parents, siblings or children']),
    });
  });
  test('silent without the questionnaire and with diabetes', () => {
    expect(tell(50, ...body(28, 100))).toBe('idle: the questionnaire is not charted');
    expect(tell(50, ...answers(true, false, true, true, true), diagnosis('E11.9', '2010'))).toBe(
      'idle: diabetes is known',
    );
  });
});
