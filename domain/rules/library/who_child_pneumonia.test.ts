import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import type { SignName } from '../bedside-codes.ts';
import { bornBefore, diagnosis, finding, patient, report, sign, value } from '../examples.ts';
import type { ChartEntry, Facts } from '../facts.ts';
import { classifyChild, fastBreathingFrom, whoChildPneumoniaRule } from './who_child_pneumonia.ts';

type Seen = { breaths?: number; danger?: boolean; indrawing?: boolean; stridor?: boolean; spo2?: number };
/** A child of 14 months with a cough who was looked at and is calm. */
const CALM: Seen = { breaths: 30, danger: false, indrawing: false, stridor: false, spo2: 97 };
const signed = (name: SignName, present: boolean | undefined) => (present === undefined ? [] : [sign(name, present)]);
const bedside = ({ breaths, danger, indrawing, stridor, spo2 }: Seen): ChartEntry[] => [
  ...(breaths === undefined ? [] : [value('9279-1', breaths, '/min')]),
  ...signed('danger-sign', danger),
  ...signed('chest-indrawing', indrawing),
  ...signed('stridor', stridor),
  ...(spo2 === undefined ? [] : [value('59408-5', spo2, '%')]),
];
const child = patient(bornBefore({ months: 14 }));
const COUGH = diagnosis('R05');
const tell = (seen: Seen, occasion: ChartEntry[] = [COUGH], change: Partial<Facts> = {}, person = child) =>
  told(whoChildPneumoniaRule, [person, ...occasion, ...bedside(seen)], change);

test('fast breathing begins at 50 up to 11 months and at 40 from 12 months', () => {
  expect([2, 11, 12, 59].map(fastBreathingFrom)).toEqual([50, 50, 40, 40]);
});

describe('classes', () => {
  test.each([
    ['39 breaths', { ...CALM, breaths: 39 }, 'cough-or-cold', 'info'],
    ['40 breaths', { ...CALM, breaths: 40 }, 'pneumonia', 'warning'],
    ['chest indrawing', { ...CALM, indrawing: true }, 'pneumonia', 'warning'],
    ['SpO2 90 %', { ...CALM, spo2: 90 }, 'cough-or-cold', 'info'],
    ['SpO2 89 %', { ...CALM, spo2: 89 }, 'severe-pneumonia', 'warning'],
    ['stridor', { ...CALM, stridor: true }, 'severe-pneumonia', 'warning'],
    ['a danger sign', { ...CALM, danger: true }, 'severe-pneumonia', 'warning'],
  ])('%s: %j is %s', (_, seen, expected, severity) => {
    expect(tell(seen)).toMatchObject({ severity, score: { class: expected }, missing: [] });
    expect(tell(seen)).not.toHaveProperty('score.atLeast');
  });
  test('the signs that were found are named, and no others', () => {
    expect(tell({ ...CALM, breaths: 44, indrawing: true })).toMatchObject({
      detail: { en: 'Signs found: chest indrawing, fast breathing for the age.' },
    });
    expect(tell(CALM)).toMatchObject({ detail: { en: 'Signs found: none.' } });
  });
  test('all that was looked at is cited', () => {
    expect(tell(CALM)).toMatchObject({
      cited: [
        expect.stringMatching(/^Date of birth/),
        'Diagnosis: R05',
        'General danger signs: absent',
        'Lower chest wall indrawing: absent',
        'Oxygen saturation (SpO2): 97 %',
        'Respiratory rate: 30 /min',
        'Stridor in a calm child: absent',
      ],
    });
  });
});

describe('what nobody looked for', () => {
  test('does not hold up a severe class, and is not asked for then', () => {
    expect(tell({ danger: true })).toMatchObject({
      score: { class: 'severe-pneumonia' },
      missing: [],
      detail: { en: 'Signs found: general danger sign.' },
    });
  });
  test('SpO2 and stridor are named beside a class that stands without them', () => {
    expect(tell({ breaths: 44, danger: false, indrawing: false })).toMatchObject({
      score: { class: 'pneumonia' },
      missing: ['Stridor in a calm child', 'Oxygen saturation (SpO2)'],
      detail: { en: expect.stringContaining('Not documented: Stridor in a calm child, Oxygen saturation (SpO2).') },
    });
  });
  test('without danger signs looked for it is at least a pneumonia, and one is told to look', () => {
    const { danger: _, ...rest } = CALM;
    expect(tell({ ...rest, breaths: 44 })).toMatchObject({
      score: { class: 'pneumonia', atLeast: true },
      summary: { en: 'WHO classification (2–59 months): at least pneumonia' },
      action: { en: expect.stringMatching(/danger sign/i), ru: expect.stringMatching(/опасност/i) },
    });
    expect(tell(rest)).toMatchObject({ score: undefined, missing: ['General danger signs'] });
  });
  test.each([
    ['breaths', 'Respiratory rate'],
    ['indrawing', 'Lower chest wall indrawing'],
  ] as const)('%s must be known before “cough or cold” is said', (name, missing) => {
    const { [name]: _, ...rest } = CALM;
    expect(tell(rest)).toMatchObject({ score: undefined, missing: [missing] });
  });
  test('45 breaths at about a year: the age is asked for; 55 and 35 decide without it', () => {
    const born = (breaths: number) => tell({ ...CALM, breaths }, [COUGH], {}, patient('2025'));
    expect(born(45)).toMatchObject({ score: undefined, missing: ['Exact date of birth'] });
    expect(born(55)).toMatchObject({ score: { class: 'pneumonia' }, missing: [] });
    expect(born(35)).toMatchObject({ score: { class: 'cough-or-cold' }, missing: [] });
  });
});

test.each([
  [{}, undefined],
  [{ fastBreathing: true }, { is: 'pneumonia', atLeast: true }],
  [
    { chestIndrawing: true, dangerSign: false },
    { is: 'pneumonia', atLeast: false },
  ],
  [{ chestIndrawing: false, fastBreathing: false }, undefined],
  [
    { chestIndrawing: false, fastBreathing: false, dangerSign: false },
    { is: 'cough-or-cold', atLeast: false },
  ],
])('signs %j: %j', (seen, expected) => {
  const unknown = { dangerSign: undefined, stridor: undefined, spo2Below90: undefined };
  expect(classifyChild({ ...unknown, chestIndrawing: undefined, fastBreathing: undefined, ...seen })).toEqual(expected);
});

describe('the occasion', () => {
  const IDLE = 'idle: no cough, difficult breathing or pneumonia in the last 14 days';
  const snomed = (code: string) => {
    const one = diagnosis(code);
    Object.assign(one.resource as object, { code: { coding: [{ system: 'http://snomed.info/sct', code }] } });
    return one;
  };
  const stated = (present: boolean, time: string): ChartEntry =>
    report('…', time, {
      conclusionCode: [{ coding: [{ system: 'http://snomed.info/sct', code: present ? '233604007' : '168733007' }] }],
    });
  test('is a cough or pneumonia of exactly 14 days', () => {
    const on = (code: string, time: string) => tell(CALM, [diagnosis(code, time)]);
    for (const code of ['R05', 'J18.9']) {
      expect(on(code, '2026-02-15T12:00:00Z')).not.toBe(IDLE);
      expect(on(code, '2026-02-15T11:59:00Z')).toBe(IDLE);
    }
    expect(on('K35.8', '2026-03-01T09:00:00Z')).toBe(IDLE);
  });
  test('is a pneumonia in SNOMED CT', () =>
    expect(tell(CALM, [snomed('233604007')])).toHaveProperty('severity', 'info'));
  test('is a signed report of 14 days that states it, not one that denies it', () => {
    expect(tell(CALM, [stated(true, '2026-02-15T12:00:00Z')])).toMatchObject({
      summary: { en: expect.stringContaining('yet a physician stated it') },
    });
    expect(tell(CALM, [stated(true, '2026-02-15T11:59:00Z')])).toBe(IDLE);
    expect(tell(CALM, [stated(false, '2026-03-01T09:00:00Z')])).toBe(IDLE);
  });
  describe('is a finding of a model', () => {
    const by = (change: Parameters<typeof finding>[1], state: 'present' | 'absent' = 'present') =>
      tell(CALM, [], { findings: [finding(state, change)] });
    test('of pneumonia, by SNOMED CT or by ICD-10', () => {
      expect(by({})).toMatchObject({ summary: { en: expect.stringContaining('yet the AI suspects it on the film') } });
      expect(by({ icd10: [] })).toHaveProperty('severity', 'info');
      expect(by({ snomed: '1', icd10: ['S42', 'J18.9'] })).toHaveProperty('severity', 'info');
      expect(by({ snomed: '1', icd10: ['S42'] })).toBe(IDLE);
      expect(by({}, 'absent')).toBe(IDLE);
    });
    test('of the last 14 days', () => {
      expect(by({ time: '2026-02-15T12:00:00Z' })).toHaveProperty('severity', 'info');
      expect(by({ time: '2026-02-15T11:59:00Z' })).toBe(IDLE);
    });
  });
});

describe('calm breathing', () => {
  test('with a cough alone needs no antibiotic', () => {
    expect(tell(CALM)).toMatchObject({
      summary: { en: 'WHO classification (2–59 months): cough or cold, no pneumonia' },
      action: { en: expect.stringMatching(/^No antibiotic/) },
    });
  });
  test('does not argue a physician or a film away, the physician goes first', () => {
    const physician = tell(CALM, [COUGH, diagnosis('J18.9')], { findings: [finding('present')] });
    expect(physician).toMatchObject({
      summary: { en: expect.stringContaining('yet a physician stated it') },
      action: { en: expect.stringContaining('the physician decides on treatment') },
    });
    const film = tell(CALM, [COUGH], { findings: [finding('present')] });
    expect(film).toMatchObject({ summary: { en: expect.stringContaining('yet the AI suspects it') } });
  });
  test('fast breathing with a stated pneumonia is the class and its own advice', () => {
    expect(tell({ ...CALM, breaths: 44 }, [diagnosis('J18.9')])).toMatchObject({
      summary: { en: 'WHO classification (2–59 months): pneumonia' },
      action: { en: expect.stringMatching(/^Oral amoxicillin/) },
    });
  });
});

test('signs of the two days before the newest statement describe this illness', () => {
  const at = (effectiveDateTime: string) =>
    told(whoChildPneumoniaRule, [
      child,
      diagnosis('R05', '2026-03-01T09:00:00Z'),
      value('9279-1', 44, '/min', { effectiveDateTime }),
      ...bedside({ danger: false, indrawing: false }),
    ]);
  expect(at('2026-02-27T09:00:00Z')).toMatchObject({ score: { class: 'pneumonia' } });
  expect(at('2026-02-27T08:59:00Z')).toMatchObject({
    missing: expect.arrayContaining(['Respiratory rate (no recent value)']),
  });
});
