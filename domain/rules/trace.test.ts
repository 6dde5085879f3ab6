import { describe, expect, test } from '@jest/globals';
import { some } from '../../test/some.ts';
import { entryOf } from './book/entries.ts';
import { RULES } from './catalogue.ts';
import {
  answer,
  bornBefore,
  diagnosis,
  entry,
  factsOf,
  medicine,
  patient,
  report,
  sign,
  study,
  value,
  visit,
} from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { type Rule, runRule } from './rule.ts';
import { traceOf } from './trace.ts';

const ruleOf = (id: string): Rule => {
  const found = RULES.find((rule) => rule.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
};
const adult = patient(bornBefore({ years: 70 }));
const trace = (id: string, ...entries: ChartEntry[]) => traceOf(ruleOf(id), factsOf(entries));
const inputOf = (of: ReturnType<typeof trace>, title: string) => of.inputs.find((one) => one.title.en === title);
const told = (of: ReturnType<typeof trace>, title: string) =>
  inputOf(of, title)?.facts.map(({ shown, converted, why }) => [shown, converted, why.en]);

describe('the trace of a rule', () => {
  test.each(RULES.map(({ id }) => id))('%s says what the rule says, and marks every cited fact as used', (id) => {
    for (const { entries, findings = [] } of some(entryOf(id).examples)) {
      const facts = factsOf(entries, { findings });
      const outcome = runRule(ruleOf(id), facts);
      const traced = traceOf(ruleOf(id), facts);
      expect(traced.outcome).toEqual(outcome);
      const used = new Set(
        traced.inputs.flatMap((one) => one.facts.filter((fact) => fact.used).map((fact) => fact.reference)),
      );
      const cited = outcome.state === 'said' ? outcome.conclusions.flatMap((one) => one.cited) : [];
      const elsewhere = /^Patient\/|^Observation\/finding$/;
      for (const { reference } of cited)
        expect([reference, elsewhere.test(reference) || used.has(reference)]).toEqual([reference, true]);
    }
  });

  test('names a value with its conversion, and why another one was not taken', () => {
    const of = trace(
      'news2',
      adult,
      answer('67775-7', '300202002'),
      value('8310-5', 101.3, '[degF]'),
      value('9279-1', 32, '/min'),
      value('9279-1', 18, '/min', { effectiveDateTime: '2026-02-20T10:00:00Z' }),
      value('8480-6', 85, 'furlong'),
      value('8867-4', 900, '/min'),
      value('59408-5', 85, '%', {}, { doubtful: true }),
    );
    expect(told(of, 'Body temperature')).toEqual([['101.3 [degF]', '38.5 Cel', 'used']]);
    expect(told(of, 'Respiratory rate')).toEqual([
      ['32 /min', undefined, 'used'],
      ['18 /min', undefined, 'too old'],
    ]);
    expect(told(of, 'Systolic blood pressure')).toEqual([['85 furlong', undefined, 'value or unit not readable']]);
    expect(told(of, 'Heart rate')).toEqual([['900 /min', undefined, 'value not plausible']]);
    expect(told(of, 'Oxygen saturation (SpO2)')).toEqual([['85 %', undefined, 'its time is doubtful']]);
    expect(told(of, 'Oxygen flow')).toEqual([]);
    expect(inputOf(of, 'Respiratory rate')?.facts.map(({ hoursOld }) => hoursOld)).toEqual([7, 218]);
  });
  test('leaves out diagnoses and medicines that the rule does not look for, and counts them', () => {
    const of = trace(
      'ddi_warfarin_nsaid',
      adult,
      medicine('B01AA03'),
      medicine('M01AB05'),
      medicine('C10AA01'),
      diagnosis('I10'),
    );
    expect(
      told(of, 'Medicines ordered or taken')
        ?.map(([shown]) => shown)
        .sort(),
    ).toEqual(['B01AA03', 'M01AB05']);
    expect(inputOf(of, 'Medicines ordered or taken')?.others).toBe(1);
    expect(inputOf(of, 'Diagnoses')).toMatchObject({ facts: [], others: 1 });
  });
  test('a newer fact that was taken is why the older one was not', () => {
    const of = trace(
      'curb65',
      adult,
      diagnosis('J18.9'),
      sign('confusion', true),
      sign('confusion', false, { effectiveDateTime: '2026-02-28T23:00:00Z' }),
    );
    expect(told(of, 'New confusion')).toEqual([
      ['true', undefined, 'used'],
      ['false', undefined, 'not used: another one was'],
    ]);
  });
  test('checks each condition of the population by itself', () => {
    const answers = (...entries: ChartEntry[]) =>
      trace('cockcroft_gault', ...entries).population.map(({ asks, answer }) => [asks.en, answer]);
    expect(answers(adult, diagnosis('Z99.2'))).toEqual([
      ['from 18 years of age', 'inside'],
      ['not in pregnancy', 'inside'],
      ['not on dialysis', 'outside'],
    ]);
    expect(answers(patient('2008'))[0]).toEqual(['from 18 years of age', 'unknown']);
    expect(answers(patient(bornBefore({ years: 10 })))[0]).toEqual(['from 18 years of age', 'outside']);
    expect(trace('critical_labs', adult).population).toEqual([]);
  });
});

describe('a fact is shown', () => {
  const observed = (change: Partial<fhir4.Observation>) => {
    const { valueQuantity: _, ...bare } = value('9279-1', 20, '/min').resource as fhir4.Observation;
    return told(trace('news2', adult, entry({ ...bare, ...change })), 'Respiratory rate')?.[0]?.[0];
  };
  test('by the first value that it has', () => {
    expect(observed({ valueQuantity: { value: 20, comparator: '>', unit: 'в мин', code: 'x' } })).toBe('>20 в мин');
    expect(observed({ valueQuantity: { value: 20, code: 'furlong' } })).toBe('20 furlong');
    expect(observed({ valueQuantity: {} })).toBe('?');
    expect(observed({ valueBoolean: false })).toBe('false');
    expect(observed({ valueString: '20, глубокое' })).toBe('20, глубокое');
    expect(observed({ valueCodeableConcept: { text: 'частое', coding: [{ code: 'x' }] } })).toBe('частое');
    expect(
      observed({ valueCodeableConcept: { coding: [{ display: 'no code' }, { code: 'F', display: 'fast' }] } }),
    ).toBe('F fast');
    expect(observed({ valueCodeableConcept: { coding: [{ code: 'F' }] } })).toBe('F');
    expect(observed({})).toBe('9279-1');
  });
  test('in words, by what it concludes, or by how it stands', () => {
    const of = (rule: string, title: string, ...entries: ChartEntry[]) =>
      told(trace(rule, adult, ...entries), title)?.map(([shown]) => shown);
    const titles = trace('follow_up_not_ordered', adult).inputs.map(({ title }) => title.en);
    const [reports = ''] = titles.filter((title) => /report/i.test(title));
    expect(of('follow_up_not_ordered', reports, report('Норма'))).toEqual(['Норма']);
    const named = medicine('B01AA03', {
      medicationCodeableConcept: { text: 'Варфарин', coding: [{ system: 'http://www.whocc.no/atc', code: 'B01AA03' }] },
    });
    expect(of('ddi_warfarin_nsaid', 'Medicines ordered or taken', named)).toEqual(['Варфарин']);
  });
});

test('a blood pressure is found in a panel, and in no other one', () => {
  const panel = (code: string) =>
    entry({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '55284-4' }] },
      effectiveDateTime: '2026-03-01T10:00:00+05:00',
      component: [
        { code: { text: 'x' } },
        {
          code: { coding: [{ system: 'urn:own' }, { system: 'http://loinc.org', code }] },
          valueQuantity: { value: 85, code: 'mm[Hg]' },
        },
      ],
    });
  const read = (code: string) =>
    told(trace('news2', adult, value('9279-1', 32, '/min'), panel(code)), 'Systolic blood pressure');
  expect(read('8480-6')).toEqual([['85 mm[Hg]', undefined, 'used']]);
  expect(read('8462-4')).toEqual([]);
});

test('a rule that looks for no codes is told of every fact of its kind', () => {
  const of = trace('duplicate_imaging', adult, study('film', '2026-02-20T09:00:00Z'));
  const [studies] = of.inputs.filter(({ facts }) => facts.length > 0);
  expect(studies).toMatchObject({
    facts: [{ used: false, why: { en: 'read; the outcome does not rest on it' } }],
    others: 0,
  });
});

test('the conditions of sex and place stand by themselves too', () => {
  const asking = (population: Rule['population']) =>
    traceOf({ ...ruleOf('curb65'), population }, factsOf([patient(bornBefore({ years: 70 }), 'male'), visit('AMB')]))
      .population;
  expect(
    asking({ sex: 'female', setting: ['inpatient'] }).map(({ answer: stands, by }) => [stands, by.length]),
  ).toEqual([
    ['outside', 1],
    ['outside', 0],
  ]);
  expect(asking({ sex: 'male', setting: ['outpatient'] }).map(({ answer: stands }) => stands)).toEqual([
    'inside',
    'inside',
  ]);
  expect(asking({ ageMonths: { min: 216 } })[0]?.by).toHaveLength(1);
});
