import { describe, expect, test } from '@jest/globals';
import { ask } from './ask.ts';
import { GRADES, type GradeName, SIGNS, type SignName } from './bedside-codes.ts';
import { RULES } from './catalogue.ts';
import {
  answer,
  bornBefore,
  diagnosis,
  factsOf,
  grade,
  medicine,
  order,
  patient,
  sign,
  study,
  value,
  visit,
} from './examples.ts';
import type { ChartEntry, Facts } from './facts.ts';
import { personOf } from './person.ts';
import { checkPopulation, conclude, type Population, populationNeeds, type Rule, runRule } from './rule.ts';
import { chosen } from './settings.ts';

/** A chart that gives every rule an occasion: values out of bounds, signs, medicines, diagnoses, orders and studies. */
const EVERYTHING: readonly ChartEntry[] = [
  ...['J18.9', 'R05', 'I48.0', 'K92.2', 'N18.4', 'E11.9', 'H36.0'].map((code) => diagnosis(code)),
  ...(Object.keys(SIGNS) as SignName[]).map((name) => sign(name, true)),
  ...(Object.keys(GRADES) as GradeName[]).map((name) => grade(name, 2)),
  value('9279-1', 30, '/min'),
  value('59408-5', 85, '%'),
  value('8480-6', 85, 'mm[Hg]'),
  value('8462-4', 50, 'mm[Hg]'),
  value('8867-4', 135, '/min'),
  value('8310-5', 39.5, 'Cel'),
  value('8634-8', 520, 'ms'),
  value('29463-7', 70, 'kg'),
  value('2823-3', 7, 'mmol/L'),
  value('14682-9', 300, 'umol/L'),
  value('14682-9', 90, 'umol/L', { effectiveDateTime: '2026-02-26T08:00:00Z' }),
  value('14647-2', 7.5, 'mmol/L'),
  value('14646-4', 0.8, 'mmol/L'),
  value('14749-6', 30, 'mmol/L'),
  answer('67775-7', '300202002'),
  answer('72166-2', '449868002'),
  ...['A10BA02', 'B01AA03', 'M01AB05', 'B01AF02', 'N06AB03', 'C01BD01'].map((code) => medicine(code)),
  order('now', '2026-03-01T09:00:00Z'),
  study('earlier', '2026-02-25T09:00:00Z'),
];

const AGES = [
  ['0 days', { days: 0 }, 0],
  ['28 days', { days: 28 }, 0],
  ['11 months', { months: 11 }, 11],
  ['5 years', { years: 5 }, 60],
  ['15 years', { years: 15 }, 180],
  ['17 years', { years: 17 }, 204],
  ['18 years', { years: 18 }, 216],
  ['40 years', { years: 40 }, 480],
  ['70 years', { years: 70 }, 840],
] as const;

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
  const { min = 0, max = Number.POSITIVE_INFINITY } = rule.population.ageMonths ?? {};
  test.each(AGES)('at %s says whether it applies, and why not', (__, age, months) => {
    for (const gender of ['male', 'female', 'unknown'] as const) {
      const outcome = ask(rule, [...EVERYTHING, patient(bornBefore(age), gender)]);
      if (months < min || months > max) expect(outcome.state).toBe('does-not-apply');
      if (outcome.state !== 'said')
        expect(outcome.why).toEqual({ en: expect.any(String), ru: expect.stringMatching(/[а-яё]/i) });
    }
  });
  test('in pregnancy and on dialysis it keeps to its population; without a birth date it says what is missing', () => {
    const adult = patient(bornBefore({ years: 45 }));
    const pregnant = ask(rule, [...EVERYTHING, adult, diagnosis('Z34.0')]);
    if (rule.population.pregnancy === 'excluded')
      expect(pregnant).toMatchObject({ state: 'does-not-apply', why: { en: 'not in pregnancy' } });
    const dialysed = ask(rule, [...EVERYTHING, adult, diagnosis('Z99.2')]);
    if (rule.population.dialysis)
      expect(dialysed).toMatchObject({ state: 'does-not-apply', why: { en: 'not on dialysis' } });
    // Nobody's age is guessed: a rule for some ages names the missing birth date, or had nothing to check.
    const ageless = ask(rule, [...EVERYTHING, patient(undefined)]);
    if (rule.population.ageMonths && ageless.state === 'said' && rule.whenUnsure !== 'evaluate')
      expect(ageless.conclusions.map(({ advice }) => [advice.score, advice.missing.map(({ en }) => en)])).toEqual([
        [undefined, expect.arrayContaining(['Date of birth of sufficient precision'])],
      ]);
    expect(ask(rule, []).state).toMatch(/^(idle|does-not-apply)$/);
  });
  test('what it says is short, in both languages, sourced and cited', () => {
    for (const birthDate of [
      bornBefore({ years: 70 }),
      bornBefore({ years: 45 }),
      bornBefore({ months: 14 }),
      '1961',
    ]) {
      const outcome = ask(rule, [...EVERYTHING, patient(birthDate)]);
      for (const { advice, cited } of outcome.state === 'said' ? outcome.conclusions : []) {
        for (const language of ['en', 'ru'] as const) {
          expect(advice.summary[language].length).toBeLessThan(140);
          expect(`${advice.summary[language]}${advice.detail[language]}${advice.action[language]}`).not.toMatch(
            /undefined|NaN|\[object/,
          );
        }
        for (const text of [advice.summary, advice.detail, advice.action]) expect(text.ru).toMatch(/[а-яё]/i);
        expect(cited.length).toBeGreaterThan(0);
      }
    }
    expect(rule.sources.length).toBeGreaterThan(0);
    for (const { value: preset, options } of rule.settings ?? []) expect(Object.keys(options)).toContain(preset);
    for (const limit of rule.limits ?? []) expect(limit.ru).toMatch(/[а-яё]/i);
  });
});

describe('population', () => {
  const adult = patient(bornBefore({ years: 30 }));
  const outside = (population: Population, ...entries: ChartEntry[]) =>
    checkPopulation(population, factsOf([adult, ...entries])).outside?.en;

  test('pregnancy is known from a diagnosis of 40 weeks until one that ends it', () => {
    const pregnant = (...entries: ChartEntry[]) => outside({ pregnancy: 'excluded' }, ...entries) !== undefined;
    expect(pregnant()).toBe(false);
    expect(pregnant(diagnosis('Z34.0'))).toBe(true);
    expect(pregnant(diagnosis('O10.0', '2025-05-26'))).toBe(true);
    expect(pregnant(diagnosis('O10.0', '2025-05-20'))).toBe(false);
    expect(pregnant(diagnosis('O10.0', '2025-12-01'), diagnosis('O80.0', '2026-02-01'))).toBe(false);
    expect(pregnant(diagnosis('O10.0', '2026-02-20'), diagnosis('O03.9', '2025-08-01'))).toBe(true);
    expect(pregnant(diagnosis('O03.9'))).toBe(false);
    expect(pregnant(diagnosis('O50.0'))).toBe(false);
    expect(outside({ pregnancy: 'only' })).toBe('in pregnancy only');
    expect(outside({ pregnancy: 'only' }, diagnosis('Z34.0'))).toBeUndefined();
  });
  test('a diagnosis that was refuted or is past makes nobody pregnant or dialysed', () => {
    const refuted = (code: string, change: Partial<fhir4.Condition>) => {
      const one = diagnosis(code);
      return { ...one, resource: { ...one.resource, ...change } as fhir4.Condition };
    };
    const not = { verificationStatus: { coding: [{ code: 'refuted' }] } };
    const past = { clinicalStatus: { coding: [{ code: 'resolved' }] } };
    for (const change of [not, past]) {
      expect(outside({ pregnancy: 'excluded' }, refuted('Z34.0', change))).toBeUndefined();
      expect(outside({ dialysis: 'excluded' }, refuted('Z99.2', change))).toBeUndefined();
    }
    expect(outside({ dialysis: 'excluded' }, diagnosis('Z99.2', '2015-01-01'))).toBe('not on dialysis');
    expect(outside({ dialysis: 'excluded' }, diagnosis('Z99.1'))).toBeUndefined();
  });
  test.each([
    ['EMER', 'emergency'],
    ['IMP', 'inpatient'],
    ['ACUTE', 'inpatient'],
    ['AMB', 'outpatient'],
    ['HH', 'outpatient'],
    ['UNK', undefined],
  ])('an open visit of class %s: %s', (code, expected) => {
    expect(personOf(factsOf([visit(code)])).setting).toBe(expected);
  });
  test('a visit that is planned, finished or over says nothing of where the patient is', () => {
    const setting = (...entries: ChartEntry[]) => personOf(factsOf(entries)).setting;
    expect(setting(visit('IMP', { status: 'planned' }))).toBeUndefined();
    expect(setting(visit('IMP', { status: 'finished' }))).toBeUndefined();
    expect(
      setting(visit('IMP', { period: { start: '2026-02-01T00:00:00Z', end: '2026-02-05T00:00:00Z' } })),
    ).toBeUndefined();
    expect(setting(visit('AMB', { period: { start: '2026-02-01T00:00:00Z' } }), visit('IMP'))).toBe('inpatient');
  });
  test('a setting that is not the rule’s is said, an unknown one is missing', () => {
    const ward: Population = { setting: ['inpatient', 'emergency'] };
    expect(outside(ward, visit('AMB'))).toBe('only in hospital, in an emergency department');
    expect(outside(ward, visit('EMER'))).toBeUndefined();
    expect(checkPopulation(ward, factsOf([adult])).missing).toMatchObject([
      { en: expect.stringContaining('open visit') },
    ]);
  });
  test('what the population is read from is asked of the chart', () => {
    expect(populationNeeds({})).toEqual([]);
    expect(populationNeeds({ pregnancy: 'excluded' }).map(({ facet }) => facet)).toEqual(['Condition']);
    expect(populationNeeds({ dialysis: 'excluded', setting: ['inpatient'] }).map(({ facet }) => facet)).toEqual([
      'Condition',
      'Encounter',
    ]);
  });
  test.each([
    [{ min: 216 }, 'from 18 years of age', 'с 18 лет', 1],
    [{ max: 203 }, 'up to 16 years of age', 'до 16 лет включительно', 204],
    [{ max: 11 }, 'up to 11 months of age', 'до 11 мес. включительно', 12],
    [{ max: 71 }, 'up to 71 months of age', 'до 71 мес. включительно', 72],
    [{ max: 72 }, 'up to 6 years of age', 'до 6 лет включительно', 73],
    [{ min: 2, max: 59 }, 'for ages 2 to 59 months', 'для возраста от 2 до 59 мес.', 60],
    [{ min: 480, max: 1079 }, 'for ages 40 to 89 years', 'для возраста от 40 до 89 лет', 1080],
  ])('ages %j are told as “%s”', (ageMonths, en, ru, months) => {
    const person = patient(bornBefore({ months }));
    expect(checkPopulation({ ageMonths }, factsOf([person])).outside).toEqual({ en, ru });
  });
  test('both ends of an age belong to it', () => {
    const at = (months: number) =>
      checkPopulation({ ageMonths: { min: 2, max: 59 } }, factsOf([patient(bornBefore({ months }))]));
    expect([1, 2, 59, 60].map((months) => at(months).outside === undefined)).toEqual([false, true, true, false]);
    expect(at(2).missing).toEqual([]);
    expect(at(59).missing).toEqual([]);
  });
  test('an end on the day of a new pregnancy diagnosis counts as the end', () => {
    const day = '2026-02-01T09:00:00Z';
    expect(outside({ pregnancy: 'excluded' }, diagnosis('O10.0', day), diagnosis('O80.0', day))).toBeUndefined();
  });
  test('a rule for men is not for women, and asks for an unknown sex', () => {
    expect(outside({ sex: 'male' })).toBe('for men');
    expect(outside({ sex: 'female' })).toBeUndefined();
    const unknown = factsOf([patient(bornBefore({ years: 30 }), 'unknown')]);
    expect(checkPopulation({ sex: 'male' }, unknown).missing).toMatchObject([{ en: 'Sex' }]);
  });
});

test('a rule is not evaluated while its population is unknown, unless it asks to be', () => {
  const rule: Rule = {
    ...(RULES[0] as Rule),
    population: { ageMonths: { min: 216 } },
    idle: () => undefined,
    evaluate: () => [conclude(rule, { severity: 'info', summary: TEXT, detail: TEXT, action: TEXT, cited: [] })],
  };
  const run = (whenUnsure?: 'evaluate') =>
    runRule(whenUnsure ? { ...rule, whenUnsure } : rule, factsOf([patient('2008')]));
  expect(run()).toMatchObject({
    conclusions: [{ advice: { missing: [{ en: 'Date of birth of sufficient precision' }] } }],
  });
  expect(run('evaluate')).toMatchObject({ conclusions: [{ advice: { summary: TEXT, missing: [] } }] });
});
const TEXT = { en: 'said', ru: 'сказано' };

test('a choice of the region that a rule does not offer is refused by its name', () => {
  const setting = { name: 'limit', title: TEXT, value: 'a', options: { a: { cite: 'A' }, b: { cite: 'B' } } } as const;
  const of = (value?: string): Pick<Facts, 'settings'> => ({ settings: value ? { r: { limit: value } } : {} });
  expect(chosen({}, 'r', setting)).toBe('a');
  expect(chosen(of(), 'r', setting)).toBe('a');
  expect(chosen(of('b'), 'r', setting)).toBe('b');
  expect(chosen(of('b'), 'other', setting)).toBe('a');
  expect(() => chosen(of('c'), 'r', setting)).toThrow(/rules\.r\.settings\.limit: “c” is none of a, b/);
  expect(() => chosen(of('toString'), 'r', setting)).toThrow(/toString/);
});
