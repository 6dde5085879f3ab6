import { describe, expect, test } from '@jest/globals';
import { cardOf } from './cards.ts';
import { RULES } from './catalogue.ts';
import {
  bornBefore,
  diagnosis,
  medicine,
  onlyOf,
  order,
  patient,
  runOf,
  saidBy,
  sign,
  study,
  value,
} from './examples.ts';
import type { Conclusion, Population } from './rule.ts';

const adult = patient(bornBefore({ years: 40 }));
const child = patient(bornBefore({ months: 14 }));
const potassium = (number: number, change = {}, options = {}) => value('2823-3', number, 'mmol/L', change, options);
const creatinine = (number: number) => value('14682-9', number, 'umol/L');
const missingOf = (advice: { missing: readonly { en: string }[] }) => advice.missing.map(({ en }) => en);
const ruleOf = (id: string) => {
  const found = RULES.find((rule) => rule.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
};

describe('ages', () => {
  const everything = [
    diagnosis('J18.9'),
    diagnosis('R05'),
    creatinine(300),
    potassium(7),
    medicine('A10BA02'),
    medicine('B01AA03'),
    medicine('M01AB05'),
    order('now', '2026-03-01T09:00:00Z'),
    study('earlier', '2026-02-25T09:00:00Z'),
  ];
  const all = ['critical_labs', 'duplicate_imaging', 'ddi_warfarin_nsaid'];
  const adults = ['curb65', 'ckdepi2021', 'metformin_egfr', ...all];
  test.each([
    ['newborn', { days: 0 }, all],
    ['28 days', { days: 28 }, all],
    ['1 month', { months: 1, days: 20 }, all],
    ['2 months', { months: 2 }, ['who_child_pneumonia', ...all]],
    ['11 months', { months: 11 }, ['who_child_pneumonia', ...all]],
    ['59 months', { months: 59 }, ['who_child_pneumonia', ...all]],
    ['5 years', { years: 5 }, all],
    ['15 years', { years: 15, months: 11 }, all],
    ['16 years', { years: 16 }, all],
    ['17 years', { years: 17 }, all],
    ['18 years', { years: 18 }, adults],
    ['40 years', { years: 40 }, adults],
    ['70 years', { years: 70 }, adults],
  ])('%s: the rules whose population it is, and no other', (_, age, expected) => {
    const facts = [...everything, patient(bornBefore(age))];
    const spoke = RULES.filter(({ id }) => saidBy(id, facts).length > 0).map(({ id }) => id);
    expect(spoke.sort()).toEqual([...expected].sort());
    for (const { id, population } of RULES.filter(({ id }) => !expected.includes(id))) {
      const outcome = runOf(id, facts);
      if (outcome.state === 'does-not-apply') expect(outcome.why.en).toMatch(/age|pregnan/);
      else expect([id, isOutside(population, age)]).toEqual([id, false]);
    }
  });

  const isOutside = (
    { ageMonths }: Population,
    { years = 0, months = 0 }: { years?: number; months?: number; days?: number },
  ) => {
    const age = years * 12 + months;
    return age < (ageMonths?.min ?? 0) || age > (ageMonths?.max ?? Number.POSITIVE_INFINITY);
  };

  test('a year of birth that reaches across the limit leaves the population unknown, and it is said', () => {
    const advice = onlyOf('curb65', [patient('2008'), diagnosis('J18.9')]);
    expect(advice).toMatchObject({ severity: 'info', missing: [{ en: 'Date of birth of sufficient precision' }] });
    expect(runOf('curb65', [patient('2009'), diagnosis('J18.9')]).state).toBe('does-not-apply');
    expect(missingOf(onlyOf('curb65', [patient('2007'), diagnosis('J18.9')]))).not.toContain(
      'Date of birth of sufficient precision',
    );
  });
});

describe('every card', () => {
  test('has a summary under 140 characters in both languages, sources, and cited facts', () => {
    const people = [bornBefore({ years: 70 }), bornBefore({ months: 14 }), '1961', undefined];
    const conclusions = people.flatMap((birthDate) =>
      RULES.flatMap(({ id }) =>
        saidBy(id, [
          patient(birthDate),
          diagnosis('J18.9'),
          creatinine(300),
          potassium(7),
          medicine('A10BA02'),
          medicine('B01AA03'),
          medicine('M01AB05'),
          order('now', '2026-03-01T09:00:00Z'),
          study('earlier', '2026-02-25T09:00:00Z'),
        ]),
      ),
    );
    expect(conclusions.length).toBeGreaterThan(15);
    for (const { advice } of conclusions) {
      expect(Math.max(advice.summary.en.length, advice.summary.ru.length)).toBeLessThan(140);
      expect(advice.sources.length).toBeGreaterThan(0);
      expect(advice.summary.ru).toMatch(/[а-яё]/i);
    }
  });
});

test('medicines and diagnoses are cited in the words of the order and the record', () => {
  const written = (code: string, text: string) =>
    medicine(code, {
      medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code, display: 'english' }], text },
    });
  const ulcer = diagnosis('K25.4');
  Object.assign(ulcer.resource as fhir4.Condition, {
    code: { ...(ulcer.resource as fhir4.Condition).code, text: 'Язва желудка' },
  });
  const [conclusion] = saidBy('ddi_warfarin_nsaid', [
    adult,
    written('B01AA03', 'Варфарин 2,5 мг'),
    written('M01AB05', 'Диклофенак'),
    ulcer,
  ]);
  const values = conclusion?.cited.map((one) => one.value);
  expect(values).toEqual(
    expect.arrayContaining(['Варфарин 2,5 мг (B01AA03)', 'Диклофенак (M01AB05)', 'K25.4 Язва желудка']),
  );
});

test('a card in Russian quotes its facts in Russian', () => {
  const [conclusion] = saidBy('who_child_pneumonia', [child, diagnosis('R05'), sign('danger-sign', true)]);
  const { detail } = cardOf(conclusion as Conclusion, ruleOf('who_child_pneumonia').title, 'ru');
  expect(detail).toContain('Общие признаки опасности: есть');
  expect(detail).not.toMatch(/present|absent/);
});
