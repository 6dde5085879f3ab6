import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import type { SignName } from '../bedside-codes.ts';
import { bornBefore, diagnosis, grade, medicine, patient, sign, value } from '../examples.ts';
import type { ChartEntry, Facts } from '../facts.ts';
import { crb65Risk, crb65Rule } from './crb65.ts';
import { findriscRule } from './findrisc.ts';
import { heartAgePoints, heartBand, heartRule } from './heart.ts';
import { perc, percRule } from './perc.ts';
import { findriscAge, findriscBand, findriscBmi, findriscWaist } from './tables/findrisc-points.ts';
import { wellsDvt, wellsDvtRule, wellsDvtThreeTier, wellsDvtTwoTier } from './wells_dvt.ts';
import { wellsPe, wellsPeRule, wellsPeThreeTier, wellsPeTwoTier } from './wells_pe.ts';

const aged = (years: number) => patient(bornBefore({ years }));
const signs = (present: readonly SignName[], absent: readonly SignName[]): ChartEntry[] => [
  ...present.map((name) => sign(name, true)),
  ...absent.map((name) => sign(name, false)),
];
const pulse = (rate: number) => value('8867-4', rate, '/min');
const spo2 = (percent: number) => value('59408-5', percent, '%');
const OLD = { effectiveDateTime: '2026-02-20T10:00:00Z' };

describe('CRB-65', () => {
  const vitals = (rr: number, sbp: number, dbp: number, confused: boolean) => [
    value('9279-1', rr, '/min'),
    value('8480-6', sbp, 'mm[Hg]'),
    value('8462-4', dbp, 'mm[Hg]'),
    sign('confusion', confused),
  ];
  const tell = (person: ChartEntry, ...entries: ChartEntry[]) =>
    told(crb65Rule, [person, diagnosis('J18.9'), ...entries]);
  test('bands', () => {
    expect([0, 1, 2, 3, 4].map(crb65Risk)).toEqual(['low', 'intermediate', 'intermediate', 'severe', 'severe']);
  });
  test.each([
    ['just below every limit', 64, [29, 90, 61, false], 0],
    ['30 breaths', 64, [30, 90, 61, false], 1],
    ['systolic 89', 64, [29, 89, 61, false], 1],
    ['diastolic 60', 64, [29, 90, 60, false], 1],
    ['confusion', 64, [29, 90, 61, true], 1],
    ['65 years', 65, [29, 90, 61, false], 1],
    ['all', 65, [30, 89, 60, true], 4],
  ] as const)('%s', (_, years, [rr, sbp, dbp, confused], least) => {
    expect(tell(aged(years), ...vitals(rr, sbp, dbp, confused))).toMatchObject({
      severity: least >= 3 ? 'warning' : 'info',
      score: { least, most: least },
    });
  });
  test('the class may be certain without one of them', () => {
    const [rr, ...rest] = vitals(30, 100, 70, false) as [ChartEntry, ...ChartEntry[]];
    expect(tell(aged(70), rr, ...rest.slice(0, 2))).toMatchObject({ score: undefined, missing: ['New confusion'] });
    expect(tell(aged(40), rr, ...rest.slice(0, 2))).toMatchObject({
      score: { least: 1, most: 2, risk: 'intermediate' },
      missing: ['New confusion'],
      summary: { en: 'CRB-65: 1–2 of 4, intermediate risk', ru: 'CRB-65: 1–2 из 4, средний риск' },
    });
  });
  test('leaves the word to CURB-65 where urea is known, and is silent without vital signs', () => {
    expect(tell(aged(70), ...vitals(30, 80, 50, true), value('22664-7', 9, 'mmol/L'))).toMatch(/^idle: urea/);
    expect(tell(aged(70))).toBe('idle: no vital signs since the pneumonia began');
    expect(told(crb65Rule, [aged(70), ...vitals(30, 80, 50, true)])).toMatch(/^idle: no physician/);
    expect(tell(aged(17), ...vitals(30, 80, 50, true))).toMatch(/^does-not-apply/);
  });
});

describe('Wells, pulmonary embolism', () => {
  const NAMES = [
    'dvt-signs',
    'pe-most-likely',
    'immobilised-or-operated',
    'previous-vte',
    'haemoptysis',
    'active-cancer',
  ] as const;
  const without = (...present: SignName[]) => NAMES.filter((name) => !present.includes(name));
  const tell = (present: SignName[], rate: number) =>
    told(wellsPeRule, [aged(40), ...signs(present, without(...present)), pulse(rate)]);
  test('tiers', () => {
    expect([0, 1.5, 2, 6, 6.5].map(wellsPeThreeTier)).toEqual(['low', 'low', 'moderate', 'moderate', 'high']);
    expect([4, 4.5].map(wellsPeTwoTier)).toEqual(['unlikely', 'likely']);
  });
  test.each([
    ['dvtSigns', 3],
    ['peLikely', 3],
    ['hrGt100', 1.5],
    ['immobilisationOrSurgery', 1.5],
    ['previousVTE', 1.5],
    ['haemoptysis', 1],
    ['malignancy', 1],
  ])('%s is worth %f', (name, points) => {
    const none = {
      ...{ dvtSigns: false, peLikely: false, hrGt100: false, immobilisationOrSurgery: false },
      ...{ previousVTE: false, haemoptysis: false, malignancy: false },
    };
    expect(wellsPe({ ...none, [name]: true }).least).toBe(points);
  });
  test('above 4 is likely, 100 beats are not above 100', () => {
    expect(tell(['dvt-signs', 'haemoptysis'], 100)).toMatchObject({
      severity: 'info',
      score: { least: 4, twoTier: 'unlikely' },
    });
    expect(tell(['dvt-signs', 'haemoptysis'], 101)).toMatchObject({
      severity: 'warning',
      score: { least: 5.5, twoTier: 'likely' },
      summary: { en: 'Wells (PE): 5.5, embolism likely', ru: 'Wells (ТЭЛА): 5,5, ТЭЛА вероятна' },
    });
  });
  test('speaks only where the likelihood is charted; what decides is asked for', () => {
    const idle = 'idle: nobody has charted whether embolism is the likeliest diagnosis';
    expect(told(wellsPeRule, [aged(40), sign('dvt-signs', true), pulse(120)])).toBe(idle);
    expect(told(wellsPeRule, [aged(40), sign('pe-most-likely', true, OLD), pulse(120)])).toBe(idle);
    expect(told(wellsPeRule, [aged(40), sign('pe-most-likely', true), pulse(90)])).toMatchObject({
      score: undefined,
      missing: expect.arrayContaining(['Haemoptysis', 'Previous DVT or PE']),
    });
    expect(told(wellsPeRule, [aged(40), ...signs(['pe-most-likely', 'dvt-signs'], []), pulse(90)])).toMatchObject({
      score: { least: 6, twoTier: 'likely' },
    });
  });
});

describe('Wells, deep vein thrombosis', () => {
  const NAMES = [
    ...(['active-cancer', 'paralysis', 'bedridden-or-major-surgery', 'vein-tenderness', 'entire-leg-swollen'] as const),
    ...(['calf-swelling', 'pitting-oedema', 'collateral-veins', 'previous-vte', 'dvt-alternative'] as const),
  ];
  const tell = (...present: SignName[]) =>
    told(wellsDvtRule, [
      aged(40),
      ...signs(
        present,
        NAMES.filter((name) => !present.includes(name)),
      ),
    ]);
  test('tiers', () => {
    expect([-2, 0, 1, 2, 3].map(wellsDvtThreeTier)).toEqual(['low', 'low', 'moderate', 'moderate', 'high']);
    expect([1, 2].map(wellsDvtTwoTier)).toEqual(['unlikely', 'likely']);
  });
  test('another diagnosis takes two points away, and may do so where nobody said', () => {
    const none = {
      ...{ activeCancer: false, paralysis: false, bedriddenOrSurgery: false, tenderness: false, previousDVT: false },
      ...{ entireLegSwollen: false, calfSwelling: false, pittingOedema: false, collateralVeins: false },
    };
    expect(wellsDvt({ ...none, alternativeDx: true })).toMatchObject({ least: -2, most: -2 });
    expect(wellsDvt({ ...none, alternativeDx: undefined })).toMatchObject({ least: -2, most: 0 });
  });
  test.each(NAMES.slice(0, 9))('%s is worth 1', (name) => {
    expect(tell(name)).toMatchObject({ severity: 'info', score: { least: 1, twoTier: 'unlikely' } });
  });
  test('two points are likely, not with an alternative', () => {
    expect(tell('calf-swelling', 'vein-tenderness')).toMatchObject({
      severity: 'warning',
      score: { least: 2 },
      summary: { en: 'Wells (DVT): 2, thrombosis likely', ru: 'Wells (ТГВ): 2, ТГВ вероятен' },
    });
    expect(tell('calf-swelling', 'vein-tenderness', 'dvt-alternative')).toMatchObject({ score: { least: 0 } });
  });
  test('speaks only where the alternative is charted', () => {
    expect(told(wellsDvtRule, [aged(40), sign('calf-swelling', true)])).toMatch(/^idle/);
    expect(told(wellsDvtRule, [aged(40), sign('dvt-alternative', false)])).toMatchObject({ score: undefined });
  });
});

describe('PERC', () => {
  const NAMES = [
    'unilateral-leg-swelling',
    'haemoptysis',
    'surgery-or-trauma',
    'previous-vte',
    'oestrogen-use',
  ] as const;
  const tell = (years: number, rate: number, saturation: number, ...present: SignName[]) =>
    told(percRule, [
      aged(years),
      sign('pe-low-gestalt', true),
      pulse(rate),
      spo2(saturation),
      ...signs(
        present,
        NAMES.filter((name) => !present.includes(name)),
      ),
    ]);
  test('each criterion is worth 1', () => {
    const none = {
      ...{ ageGe50: false, hrGe100: false, spo2Lt95: false, legSwelling: false },
      ...{ haemoptysis: false, surgeryTrauma: false, priorVTE: false, hormone: false },
    };
    for (const name of Object.keys(none)) expect(perc({ ...none, [name]: true }).least).toBe(1);
    expect(perc(none)).toMatchObject({ least: 0, most: 0 });
  });
  test('rules out only where all eight are known and none is met', () => {
    expect(tell(49, 99, 95)).toMatchObject({
      severity: 'info',
      score: { least: 0, ruledOut: true },
      summary: {
        en: 'PERC negative: embolism ruled out without tests',
        ru: 'PERC отрицателен: ТЭЛА исключена без тестов',
      },
    });
    expect(tell(50, 99, 95)).toMatchObject({ score: { least: 1, ruledOut: false } });
    expect(tell(49, 100, 95)).toMatchObject({ score: { ruledOut: false } });
    expect(tell(49, 99, 94)).toMatchObject({ score: { ruledOut: false } });
    for (const name of NAMES) expect(tell(49, 99, 95, name)).toMatchObject({ score: { least: 1, ruledOut: false } });
  });
  test('one that is not known is asked for, unless another is met', () => {
    const some = [aged(30), sign('pe-low-gestalt', true), pulse(90), spo2(97)];
    expect(told(percRule, some)).toMatchObject({ score: undefined, missing: expect.arrayContaining(['Haemoptysis']) });
    expect(told(percRule, [...some, sign('haemoptysis', true)])).toMatchObject({ score: { least: 1, most: 5 } });
  });
  test('only where embolism is thought unlikely', () => {
    expect(told(percRule, [aged(30), pulse(90)])).toMatch(/^idle/);
    expect(told(percRule, [aged(30), sign('pe-low-gestalt', false)])).toMatch(/^idle/);
    expect(told(percRule, [aged(30), sign('pe-low-gestalt', true), diagnosis('Z34.0')])).toMatch(/pregnancy/);
  });
});

describe('HEART', () => {
  test.each([
    [44, 0, 0],
    [45, 1, 1],
    [64, 1, 1],
    [65, 2, 1],
    [66, 2, 2],
  ])('%i years: %i in the wording of 2013, %i in that of 2008', (years, newer, older) => {
    expect(heartAgePoints(years, 'backus-2013')).toBe(newer);
    expect(heartAgePoints(years, 'six-2008')).toBe(older);
  });
  test('bands', () => {
    expect([3, 4, 6, 7].map(heartBand)).toEqual(['low', 'moderate', 'moderate', 'high']);
  });
  const graded = (history: number, ecg: number, risk: number, troponin: number) => [
    grade('heart-history', history),
    grade('heart-ecg', ecg),
    grade('heart-risk', risk),
    grade('heart-troponin', troponin),
  ];
  const tell = (years: number, entries: ChartEntry[], change: Partial<Facts> = {}) =>
    told(heartRule, [aged(years), ...entries], change);
  test('from 4 it is a warning', () => {
    expect(tell(50, graded(1, 0, 1, 0))).toMatchObject({ severity: 'info', score: { least: 3, band: 'low' } });
    expect(tell(50, graded(1, 1, 1, 0))).toMatchObject({ severity: 'warning', score: { least: 4, band: 'moderate' } });
    expect(tell(50, graded(2, 1, 1, 2))).toMatchObject({
      score: { least: 7, band: 'high' },
      summary: {
        en: 'HEART: 7 of 10, high risk (50.1 % in 6 weeks)',
        ru: 'HEART: 7 из 10, высокий риск (50,1 % за 6 недель)',
      },
    });
  });
  test('at 65 the wording that the region has chosen decides', () => {
    const six = { settings: { heart: { wording: 'six-2008' } } };
    expect(tell(65, graded(1, 0, 1, 0))).toMatchObject({ score: { least: 4 } });
    expect(tell(65, graded(1, 0, 1, 0), six)).toMatchObject({
      score: { least: 3 },
      detail: { en: expect.stringContaining('2008') },
    });
  });
  test('a part that nobody graded is named, and a grade of 3 is none', () => {
    expect(tell(50, graded(0, 0, 0, 0).slice(0, 3))).toMatchObject({
      score: { least: 1, most: 3, band: 'low' },
      missing: ['Troponin (HEART, 0–2)'],
    });
    expect(tell(50, graded(1, 0, 1, 3))).toMatchObject({ score: undefined, missing: ['Troponin (HEART, 0–2)'] });
    expect(tell(50, graded(1, 0, 1, 0).slice(1))).toMatch(/^idle/);
  });
});

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

test.each([
  [crb65Rule, [diagnosis('J18.9'), value('9279-1', 30, '/min')]],
  [wellsPeRule, [sign('pe-most-likely', true)]],
  [wellsDvtRule, [sign('dvt-alternative', true)]],
  [percRule, [sign('pe-low-gestalt', true)]],
  [heartRule, [grade('heart-history', 2)]],
  [findriscRule, [sign('diabetes-parents', true)]],
] as const)('%# is for adults', (rule, entries) => {
  expect(told(rule, [patient(bornBefore({ years: 17, months: 11 })), ...entries])).toBe(
    'does-not-apply: from 18 years of age',
  );
  expect(told(rule, [aged(18), ...entries])).toHaveProperty('severity');
});

test('the detail names what is met and what is not known', () => {
  const vitals = [value('9279-1', 30, '/min'), value('8480-6', 100, 'mm[Hg]'), value('8462-4', 70, 'mm[Hg]')];
  expect(told(crb65Rule, [aged(40), diagnosis('J18.9'), ...vitals])).toMatchObject({
    detail: {
      en: 'Criteria met: respiratory rate ≥ 30/min. Not known: new confusion; the class is the same either way.',
      ru: 'Выполнены критерии: частота дыхания ≥ 30/мин. Неизвестно: спутанность сознания; на класс это не влияет.',
    },
  });
  const calm = [value('9279-1', 18, '/min'), ...vitals.slice(1), sign('confusion', false)];
  expect(told(crb65Rule, [aged(40), diagnosis('J18.9'), ...calm])).toMatchObject({
    detail: { en: 'Criteria met: none.', ru: 'Выполнены критерии: нет.' },
  });
});
