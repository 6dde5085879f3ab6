import { describe, expect, test } from '@jest/globals';
import type { CitedFact } from '../../schemas/result.ts';
import { needsOfRules, RULES } from './catalogue.ts';
import { bornBefore, factsOf, patient, visit } from './examples.ts';
import { checkPopulation, conclude, listOf, notComputable, type Population, type Rule } from './rule.ts';

const [SOME] = RULES as readonly [Rule, ...Rule[]];
const TEXT = { en: 'said', ru: 'сказано' };
const rule: Rule = {
  ...SOME,
  id: 'r',
  version: '2.3.4',
  title: { en: 'Rule', ru: 'Правило' },
  form: 'DetectedIssue',
  sources: [{ cite: 'S' }],
};
const fact = (reference: string, value: string, label = 'Urea'): CitedFact => ({
  reference,
  label: { en: label, ru: 'х' },
  value,
});

describe('an advice', () => {
  const said = { severity: 'info' as const, summary: TEXT, detail: TEXT, action: TEXT, cited: [] };
  test('is of the rule in its version, with its form and sources; its matter is the rule unless it says another', () => {
    expect(conclude(rule, said).advice).toEqual({
      kind: 'advice',
      rule: { id: 'r', version: '2.3.4' },
      matter: 'r',
      severity: 'info',
      summary: TEXT,
      detail: TEXT,
      action: TEXT,
      missing: [],
      sources: [{ cite: 'S' }],
      form: 'DetectedIssue',
    });
    expect(conclude(rule, { ...said, matter: 'r:x', score: { total: 1 }, missing: [TEXT] }).advice).toMatchObject({
      matter: 'r:x',
      score: { total: 1 },
      missing: [TEXT],
    });
  });
  test('cites each fact once, in one order whatever the order they came in', () => {
    const [a, b, c, d] = [fact('R/1', '1'), fact('R/1', '2'), fact('R/2', '1'), fact('R/1', '1', 'Age')];
    const cited = (...facts: CitedFact[]) => conclude(rule, { ...said, cited: facts }).cited;
    expect(cited(c, b, a, a, d)).toEqual([d, a, b, c]);
    expect(cited(a, b, d, c, b)).toEqual([d, a, b, c]);
  });
});

describe('what cannot be computed', () => {
  test('is told with what to add, inside a sentence; abbreviations keep their capitals', () => {
    const missing = [
      { en: 'Exact age', ru: 'Точный возраст' },
      { en: 'ECG of today', ru: 'ЭКГ' },
      { en: 'eGFR', ru: 'рСКФ' },
    ];
    const { advice, cited } = notComputable(rule, missing, [fact('R/1', '1')]);
    expect(advice).toMatchObject({
      severity: 'info',
      summary: { en: 'Rule: not computable, data are missing', ru: 'Правило: не рассчитано, нет данных' },
      action: {
        en: 'Add to the record: exact age, ECG of today, eGFR.',
        ru: 'Внесите в карту: точный возраст, ЭКГ, рСКФ.',
      },
      missing,
    });
    expect(cited).toHaveLength(1);
  });
  test('has a summary of fewer than 140 signs, cut only where it must be', () => {
    const summaryOf = (length: number) => {
      const tail = ': not computable, data are missing';
      const title = 'x'.repeat(length - tail.length);
      return notComputable({ ...rule, title: { en: title, ru: 'х' } }, []).advice.summary.en;
    };
    expect(summaryOf(139)).toMatch(/^x+: not computable, data are missing$/);
    expect([summaryOf(140).length, summaryOf(140).at(-1), summaryOf(200).length]).toEqual([139, '…', 139]);
  });
});

test('a list is written with commas, in either language', () => {
  const two = [TEXT, { en: 'b', ru: 'б' }];
  expect([listOf(two, 'en'), listOf(two, 'ru'), listOf([], 'en')]).toEqual(['said, b', 'сказано, б', '']);
});

describe('a population', () => {
  const check = (
    population: Population,
    gender: 'male' | 'female' | 'unknown',
    ...more: Parameters<typeof factsOf>[0]
  ) => {
    const { outside, missing } = checkPopulation(
      population,
      factsOf([patient(bornBefore({ years: 30 }), gender), ...more]),
    );
    return outside?.en ?? missing.map(({ en }) => en);
  };
  test('of one sex: the other is outside, an unknown one is missing', () => {
    expect([
      check({ sex: 'male' }, 'male'),
      check({ sex: 'male' }, 'female'),
      check({ sex: 'female' }, 'male'),
    ]).toEqual([...[[], 'for men', 'for women']]);
    expect(check({ sex: 'female' }, 'unknown')).toEqual(['Sex']);
    expect(check({}, 'unknown')).toEqual([]);
  });
  test('of one setting: another is outside, an unknown one is missing, its own is neither', () => {
    const ward: Population = { setting: ['inpatient'] };
    expect(check(ward, 'male', visit('IMP'))).toEqual([]);
    expect(check(ward, 'male', visit('AMB'))).toBe('only in hospital');
    expect(check(ward, 'male')).toEqual(['An open visit (where the patient is)']);
  });
});

describe('what is read before rules run', () => {
  const needs = (...rules: Rule[]) => needsOfRules(rules).map(({ facet, newest }) => `${facet} ${newest}`);
  const asking = (population: Population, ...asked: Rule['needs']): Rule => ({ ...rule, population, needs: asked });
  const ALWAYS = [
    ...['Patient 10', 'ServiceRequest 200', 'ImagingStudy 200', 'DiagnosticReport 1000'],
    'Observation:http://snomed.info/sct|233604007 1000',
  ];
  test('the person, orders, studies and reports in any case', () => expect(needs()).toEqual(ALWAYS));
  test('each facet once, as many as the rule that wants most', () => {
    const [few, many] = [
      { facet: 'X', newest: 3 },
      { facet: 'X', newest: 20 },
    ];
    expect(needs(asking({}, few), asking({}, many, { facet: 'Patient', newest: 1 }))).toEqual([...ALWAYS, 'X 20']);
    expect(needs(asking({}, many), asking({}, few))).toEqual([...ALWAYS, 'X 20']);
  });
  test('what the populations are read from', () => {
    expect(needs(asking({ pregnancy: 'excluded', setting: ['inpatient'] }))).toEqual([
      ...ALWAYS,
      'Condition 200',
      'Encounter 20',
    ]);
  });
});
