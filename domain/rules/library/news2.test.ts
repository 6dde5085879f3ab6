import { describe, expect, test } from '@jest/globals';
import { newestConsciousness } from '../acvpu.ts';
import { told } from '../ask.ts';
import { ACVPU } from '../bedside-codes.ts';
import { answer, bornBefore, diagnosis, entry, factsOf, patient, sign, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { news2Rule } from './news2.ts';
import * as points from './tables/news2-points.ts';

describe('NEWS2, every step of chart 1', () => {
  const steps = (of: (value: number) => number, table: readonly (readonly [number, number])[]) =>
    expect(table.map(([at]) => [at, of(at)])).toEqual(table);
  test('breaths', () =>
    steps(points.respiratoryPoints, [
      [8, 3],
      [9, 1],
      [11, 1],
      [12, 0],
      [20, 0],
      [21, 2],
      [24, 2],
      [25, 3],
    ]));
  test('systolic pressure', () =>
    steps(points.systolicPoints, [
      [90, 3],
      [91, 2],
      [100, 2],
      [101, 1],
      [110, 1],
      [111, 0],
      [219, 0],
      [220, 3],
    ]));
  test('pulse', () =>
    steps(points.pulsePoints, [
      ...([
        [40, 3],
        [41, 1],
        [50, 1],
        [51, 0],
        [90, 0],
      ] as const),
      ...([
        [91, 1],
        [110, 1],
        [111, 2],
        [130, 2],
        [131, 3],
      ] as const),
    ]));
  test('temperature, read to a tenth', () =>
    steps(points.temperaturePoints, [
      ...([
        [35, 3],
        [35.04, 3],
        [35.1, 1],
        [36, 1],
        [36.1, 0],
        [38, 0],
        [38.04, 0],
      ] as const),
      ...([
        [38.1, 1],
        [39, 1],
        [39.1, 2],
      ] as const),
    ]));
  test('saturation on scale 1', () =>
    steps(
      (spo2) => points.saturationPoints(spo2, false, false),
      [
        [91, 3],
        [92, 2],
        [93, 2],
        [94, 1],
        [95, 1],
        [96, 0],
      ],
    ));
  test('saturation on scale 2 without oxygen never scores above the target', () =>
    steps(
      (spo2) => points.saturationPoints(spo2, false, true),
      [
        ...([
          [83, 3],
          [84, 2],
          [85, 2],
          [86, 1],
          [87, 1],
          [88, 0],
          [92, 0],
          [93, 0],
          [100, 0],
        ] as const),
      ],
    ));
  test('saturation on scale 2 with oxygen', () =>
    steps(
      (spo2) => points.saturationPoints(spo2, true, true),
      [
        ...([
          [92, 0],
          [93, 1],
          [94, 1],
          [95, 2],
          [96, 2],
          [97, 3],
        ] as const),
      ],
    ));
  test('consciousness and oxygen', () => {
    expect(points.CONSCIOUSNESS.map(points.consciousnessPoints)).toEqual([0, 3, 3, 3, 3]);
    expect([true, false].map(points.oxygenPoints)).toEqual([2, 0]);
  });
  test.each([
    [0, false, 'low', 'every 12 h'],
    [1, false, 'low', 'every 4-6 h'],
    [4, false, 'low', 'every 4-6 h'],
    [3, true, 'low-medium', 'every hour'],
    [5, false, 'medium', 'every hour'],
    [6, true, 'medium', 'every hour'],
    [7, false, 'high', 'continuous'],
  ])('%i points, one of three %p: %s, %s', (total, three, risk, monitoring) => {
    expect(points.news2Risk(total, three)).toBe(risk);
    expect(points.news2Monitoring(total, three)).toBe(monitoring);
  });
});

const adult = patient(bornBefore({ years: 60 }));
type Round = {
  rr?: number;
  spo2?: number;
  o2?: ChartEntry;
  sbp?: number;
  pulse?: number;
  temp?: number;
  acvpu?: string;
};
const NOW = {};
const round = (given: Round, change: Partial<fhir4.Observation> = NOW): ChartEntry[] => {
  const { rr, spo2, o2, sbp, pulse, temp, acvpu } = given;
  return [
    ...(rr === undefined ? [] : [value('9279-1', rr, '/min', change)]),
    ...(spo2 === undefined ? [] : [value('59408-5', spo2, '%', change)]),
    ...(sbp === undefined ? [] : [value('8480-6', sbp, 'mm[Hg]', change)]),
    ...(pulse === undefined ? [] : [value('8867-4', pulse, '/min', change)]),
    ...(temp === undefined ? [] : [value('8310-5', temp, 'Cel', change)]),
    ...(o2 ? [o2] : []),
    ...(acvpu ? [answer('67775-7', acvpu)] : []),
  ];
};
const ALERT = '248234008';
const well = {
  rr: 16,
  spo2: 97,
  o2: sign('supplemental-oxygen', false),
  sbp: 125,
  pulse: 75,
  temp: 36.8,
  acvpu: ALERT,
};
const tell = (given: Round, ...more: ChartEntry[]) => told(news2Rule, [adult, ...round(given), ...more]);

describe('NEWS2 in a chart', () => {
  test('a calm patient is checked and nothing is said', () => {
    expect(tell(well)).toBe('nothing to say');
    expect(tell({ ...well, rr: 21, temp: 38.5 })).toBe('nothing to say');
  });
  test('one parameter at 3 points is information, 5 points a warning, 7 critical', () => {
    expect(tell({ ...well, rr: 25 })).toMatchObject({
      severity: 'info',
      score: { least: 3, clinicalRisk: 'low-medium' },
    });
    expect(tell({ ...well, rr: 25, pulse: 111 })).toMatchObject({ severity: 'warning', score: { least: 5, most: 5 } });
    expect(tell({ ...well, rr: 25, pulse: 111, sbp: 95 })).toMatchObject({
      severity: 'critical',
      missing: [],
      summary: { en: 'NEWS2 7: emergency review', ru: 'NEWS2 7: экстренный осмотр' },
      detail: {
        en: 'Points: Respiratory rate 3, Systolic blood pressure 2, Heart rate 2. SpO2 scale 1.',
        ru: 'Баллы: Частота дыхания 3, Систолическое АД 2, Частота сердечных сокращений 2. Шкала SpO2 1.',
      },
    });
  });
  test('what is certain already is told before the round is whole', () => {
    expect(told(news2Rule, [adult, ...round({ rr: 28, sbp: 85 })])).toMatchObject({
      severity: 'warning',
      score: { least: 6 },
      summary: { en: 'NEWS2 at least 6: urgent review', ru: 'NEWS2 не менее 6: срочный осмотр' },
      missing: expect.arrayContaining(['Oxygen saturation (SpO2)', 'Consciousness (ACVPU)', 'Air or oxygen']),
    });
  });
  test('5 points that are certain are an occasion by themselves, 4 are none', () => {
    const some = (rr: number, sbp: number) => told(news2Rule, [adult, ...round({ rr, sbp })]);
    expect(some(25, 95)).toMatchObject({ score: { least: 5 } });
    expect(some(25, 105)).toBe('idle: no whole round of observations');
  });
  test('where the class depends on what is missing it is not computed, and named', () => {
    const { acvpu: _, ...rest } = well;
    expect(tell(rest)).toMatchObject({ severity: 'info', score: undefined, missing: ['Consciousness (ACVPU)'] });
    expect(tell({ ...well, temp: undefined as unknown as number })).toMatchObject({ missing: ['Body temperature'] });
  });
  test('a single pressure of an outpatient is no round', () => {
    expect(tell({ sbp: 125, pulse: 70 })).toBe('idle: no whole round of observations');
    expect(told(news2Rule, [adult])).toBe('idle: no vital signs in the last 12 hours');
  });
  test('what was charted more than an hour before the newest value belongs to another round', () => {
    const at = (effectiveDateTime: string) => ({ effectiveDateTime });
    const pulse = (when: string) => round({ pulse: 131 }, at(when));
    const { pulse: _, ...rest } = { ...well, rr: 25 };
    expect(tell(rest, ...pulse('2026-03-01T09:00:00+05:00'))).toMatchObject({ score: { least: 6 } });
    expect(tell(rest, ...pulse('2026-03-01T08:59:00+05:00'))).toMatchObject({
      missing: ['Heart rate (no recent value)'],
    });
  });
  test('a round of more than 12 hours ago is none', () => {
    const old = round({ rr: 28, sbp: 85 }, { effectiveDateTime: '2026-02-28T23:59:00Z' });
    expect(told(news2Rule, [adult, ...old])).toBe('idle: no vital signs in the last 12 hours');
  });
  test('a value of doubtful time starts no round', () => {
    const ahead = value('9279-1', 28, '/min', {}, { doubtful: true });
    expect(told(news2Rule, [adult, ahead])).toBe('idle: no vital signs in the last 12 hours');
  });
  test('oxygen is read from flow and fraction', () => {
    const flow = value('3151-8', 2, 'L/min');
    expect(tell({ ...well, o2: flow, rr: 25 })).toMatchObject({ score: { least: 5 } });
    expect(tell({ ...well, o2: value('3150-0', 21, '%'), rr: 25 })).toMatchObject({ score: { least: 3 } });
    expect(tell({ ...well, o2: value('3150-0', 0.28, '1'), rr: 25 })).toMatchObject({ score: { least: 5 } });
  });
  test('scale 2 is used only where a clinician has set it', () => {
    const low = { ...well, spo2: 89, rr: 25 };
    expect(tell(low)).toMatchObject({ score: { least: 6 } });
    expect(tell(low, sign('spo2-scale-2', true))).toMatchObject({
      score: { least: 3 },
      detail: { en: expect.stringContaining('SpO2 scale 2') },
    });
    expect(tell(low, sign('spo2-scale-2', false))).toMatchObject({ score: { least: 6 } });
  });
  test('new confusion counts 3, whatever else is charted', () => {
    expect(tell(well, sign('confusion', true))).toMatchObject({ severity: 'info', score: { least: 3 } });
    expect(tell({ ...well, acvpu: '130987000' })).toMatchObject({ score: { least: 3 } });
    expect(tell(well, sign('confusion', false))).toBe('nothing to say');
  });
  test('“more than 24 breaths” does not say which step it is', () => {
    const more = value('9279-1', 24, '/min', { valueQuantity: { value: 24, comparator: '>', code: '/min' } });
    const { rr: _, ...rest } = well;
    expect(tell({ ...rest, sbp: 95, pulse: 120 }, more)).toMatchObject({ severity: 'info', score: undefined });
  });
  test('SpO2 400 % is named and not used', () => {
    expect(tell({ ...well, spo2: 400 })).toMatchObject({ missing: ['Oxygen saturation (SpO2) (value not plausible)'] });
  });
  test('temperature in Fahrenheit is read', () => {
    const { temp: _, ...rest } = { ...well, rr: 25 };
    expect(tell(rest, value('8310-5', 102.4, '[degF]'))).toMatchObject({ score: { least: 5 } });
  });
  test('not under 16, not in pregnancy', () => {
    const sick = round({ rr: 28, sbp: 85 });
    const at = (age: { years: number; months?: number }) => told(news2Rule, [patient(bornBefore(age)), ...sick]);
    expect(at({ years: 15, months: 11 })).toBe('does-not-apply: from 16 years of age');
    expect(at({ years: 16 })).toMatchObject({ severity: 'warning' });
    expect(told(news2Rule, [adult, diagnosis('Z34.0'), ...sick])).toBe('does-not-apply: not in pregnancy');
    expect(told(news2Rule, [patient(undefined), ...sick])).toMatchObject({
      missing: ['Date of birth of sufficient precision'],
    });
  });
});

describe('level of consciousness', () => {
  const asked = (change: Partial<fhir4.Observation>, options = {}) => {
    const facts = factsOf([entry({ ...(answer('67775-7', ALERT).resource as fhir4.Observation), ...change }, options)]);
    const found = newestConsciousness(facts, Date.parse('2026-03-01T00:00:00Z'));
    return 'found' in found ? found.found.level : undefined;
  };
  const [own, loinc] = [
    { system: 'urn:own', code: 'level' },
    { system: 'http://loinc.org', code: '80288-4' },
  ];
  test.each(Object.entries(ACVPU))('%s is %s', (code, level) => {
    expect(asked({ valueCodeableConcept: { coding: [own, { system: 'http://snomed.info/sct', code }] } })).toBe(level);
  });
  test('is read under either code, beside a code of the clinic', () => {
    expect(asked({ code: { coding: [own, loinc] } })).toBe('A');
    expect(asked({ code: { coding: [own] } })).toBeUndefined();
    expect(asked({ code: { coding: [{ ...loinc, system: 'urn:own' }] } })).toBeUndefined();
  });
  test('an unknown answer, a doubtful time and an old one are none', () => {
    expect(
      asked({ valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '1' }] } }),
    ).toBeUndefined();
    expect(asked({ valueCodeableConcept: { coding: [{ system: 'urn:own', code: ALERT }] } })).toBeUndefined();
    expect(asked({}, { doubtful: true })).toBeUndefined();
    expect(asked({ effectiveDateTime: '2026-02-27' })).toBeUndefined();
  });
});

test('whether oxygen is given decides on scale 2: without knowing it nothing is computed', () => {
  const { o2: _, ...rest } = { ...well, spo2: 97, rr: 25 };
  expect(tell(rest, sign('spo2-scale-2', true))).toMatchObject({ score: undefined, missing: ['Air or oxygen'] });
  const worse = { ...rest, sbp: 95 };
  expect(tell(worse, sign('spo2-scale-2', true))).toMatchObject({ score: { least: 5, most: 10 } });
});

describe('a round', () => {
  test('cites every vital sign, the oxygen and the scale', () => {
    expect(tell({ ...well, rr: 25 }, sign('spo2-scale-2', false))).toMatchObject({
      cited: expect.arrayContaining([
        'Respiratory rate: 25 /min',
        expect.stringMatching(/^Supplemental oxygen: absent|^Oxygen.*: absent/),
        expect.stringMatching(/scale 2|88–92/),
      ]),
    });
    expect(tell({ ...well, o2: value('3151-8', 2, 'L/min'), rr: 25 })).toMatchObject({
      cited: expect.arrayContaining([expect.stringContaining('2 L/min')]),
    });
  });
  test('with four parts of seven is one to be judged, with three it is not', () => {
    const four = { rr: 25, sbp: 125, pulse: 75, temp: 36.8 };
    expect(told(news2Rule, [adult, ...round(four)])).toMatchObject({ score: undefined });
    const { temp: _, ...three } = four;
    expect(told(news2Rule, [adult, ...round(three)])).toMatch(/^idle: no whole round/);
  });
  test('scale 2 stays set for 365 days, to the minute', () => {
    const set = (effectiveDateTime: string) =>
      tell({ ...well, spo2: 89, rr: 25 }, sign('spo2-scale-2', true, { effectiveDateTime }));
    expect(set('2025-03-01T12:00:00Z')).toMatchObject({ score: { least: 3 } });
    expect(set('2025-03-01T11:59:00Z')).toMatchObject({ score: { least: 6 } });
  });
});
