import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../schemas/result.ts';
import { cardOf } from './cards.ts';
import { RULES } from './catalogue.ts';
import { PNEUMONIA } from './codes.ts';
import {
  bornBefore,
  diagnosis,
  entry,
  factsOf,
  medicine,
  order,
  patient,
  RECORD,
  sign,
  study,
  value,
} from './examples.ts';
import type { ChartEntry, Facts } from './facts.ts';
import { type Conclusion, type Outcome, type Population, runRule } from './rule.ts';

const ruleOf = (id: string) => {
  const found = RULES.find((rule) => rule.id === id);
  if (!found) throw new Error(`no rule ${id}`);
  return found;
};
const run = (id: string, entries: readonly ChartEntry[], change: Partial<Facts> = {}): Outcome =>
  runRule(ruleOf(id), factsOf(entries, change));
const said = (id: string, entries: readonly ChartEntry[], change: Partial<Facts> = {}): Conclusion[] => {
  const outcome = run(id, entries, change);
  return outcome.state === 'said' ? [...outcome.conclusions] : [];
};
const only = (id: string, entries: readonly ChartEntry[], change: Partial<Facts> = {}) => {
  const conclusions = said(id, entries, change);
  expect(conclusions).toHaveLength(1);
  return (conclusions[0] as Conclusion).advice;
};
const missingOf = (advice: { missing: readonly { en: string }[] }) => advice.missing.map(({ en }) => en);

const adult = patient(bornBefore({ years: 40 }));
const child = patient(bornBefore({ months: 14 }));
const potassium = (number: number, change = {}, options = {}) => value('2823-3', number, 'mmol/L', change, options);
const creatinine = (number: number) => value('14682-9', number, 'umol/L');

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
    const spoke = RULES.filter(({ id }) => said(id, facts).length > 0).map(({ id }) => id);
    expect(spoke.sort()).toEqual([...expected].sort());
    for (const { id, population } of RULES.filter(({ id }) => !expected.includes(id))) {
      const outcome = run(id, facts);
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
    const advice = only('curb65', [patient('2008'), diagnosis('J18.9')]);
    expect(advice).toMatchObject({ severity: 'info', missing: [{ en: 'Date of birth of sufficient precision' }] });
    expect(run('curb65', [patient('2009'), diagnosis('J18.9')]).state).toBe('does-not-apply');
    expect(missingOf(only('curb65', [patient('2007'), diagnosis('J18.9')]))).not.toContain(
      'Date of birth of sufficient precision',
    );
  });
});

describe('every card', () => {
  test('has a summary under 140 characters in both languages, sources, and cited facts', () => {
    const people = [bornBefore({ years: 70 }), bornBefore({ months: 14 }), '1961', undefined];
    const conclusions = people.flatMap((birthDate) =>
      RULES.flatMap(({ id }) =>
        said(id, [
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
  const [conclusion] = said('ddi_warfarin_nsaid', [
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
  const [conclusion] = said('who_child_pneumonia', [child, diagnosis('R05'), sign('danger-sign', true)]);
  const { detail } = cardOf(conclusion as Conclusion, ruleOf('who_child_pneumonia').title, 'ru');
  expect(detail).toContain('Общие признаки опасности: есть');
  expect(detail).not.toMatch(/present|absent/);
});

describe('WHO: child with cough', () => {
  const cough = diagnosis('R05');
  const documented = [value('9279-1', 30, '/min'), sign('chest-indrawing', false), sign('danger-sign', false)];

  test.each([
    ['не выявлены', false],
    ['Отсутствуют', false],
    ['выявлено', true],
    ['имеются', true],
  ])('a sign answered in words, “%s”, is read', (valueString, present) => {
    const { valueBoolean: _, ...told } = sign('danger-sign', true).resource as fhir4.Observation;
    const advice = only('who_child_pneumonia', [
      child,
      cough,
      ...documented.slice(0, 2),
      entry({ ...told, valueString }),
    ]);
    expect(advice.score).toEqual({ class: present ? 'severe-pneumonia' : 'cough-or-cold' });
  });
  test('a sign answered with doubt stays unknown', () => {
    const { valueBoolean: _, ...told } = sign('danger-sign', true).resource as fhir4.Observation;
    const doubt = entry({ ...told, valueString: 'нельзя исключить' });
    expect(missingOf(only('who_child_pneumonia', [child, cough, ...documented.slice(0, 2), doubt]))).toContain(
      'General danger signs',
    );
  });
  test('a calm child is a cough or cold; no SpO2 is named but does not hold it up', () => {
    const advice = only('who_child_pneumonia', [child, cough, ...documented]);
    expect(advice).toMatchObject({ severity: 'info', score: { class: 'cough-or-cold' } });
    expect(missingOf(advice)).toContain('Oxygen saturation (SpO2)');
  });
  test('fast breathing at 14 months is pneumonia', () => {
    const facts = [child, cough, value('9279-1', 40, '/min'), ...documented.slice(1)];
    expect(only('who_child_pneumonia', facts)).toMatchObject({ severity: 'warning', score: { class: 'pneumonia' } });
  });
  test('SpO2 of 89 % alone is severe', () => {
    const facts = [child, cough, value('59408-5', 89, '%')];
    expect(only('who_child_pneumonia', facts).score).toEqual({ class: 'severe-pneumonia' });
  });
  test('breaths that nobody counted are named, not guessed', () => {
    const advice = only('who_child_pneumonia', [child, cough, ...documented.slice(1)]);
    expect(missingOf(advice)).toContain('Respiratory rate');
    expect(advice.score).toBeUndefined();
    expect(advice.summary.ru).toContain('не рассчитано');
  });
  test('45 breaths of a child of about one year: the missing fact is the age', () => {
    const facts = [patient('2025'), cough, value('9279-1', 45, '/min'), ...documented.slice(1)];
    const advice = only('who_child_pneumonia', facts);
    expect(missingOf(advice)).toContain('Exact date of birth');
  });
  test('breaths counted two days before the cough began are not taken', () => {
    const old = value('9279-1', 60, '/min', { effectiveDateTime: '2026-02-27T03:00:00Z' });
    expect(missingOf(only('who_child_pneumonia', [child, cough, old, ...documented.slice(1)]))).toContain(
      'Respiratory rate (no recent value)',
    );
  });
  test('a pneumonia that a physician stated is not argued away by calm breathing', () => {
    const advice = only('who_child_pneumonia', [child, diagnosis('J18.9'), ...documented]);
    expect(advice).toMatchObject({ severity: 'info', score: { class: 'cough-or-cold' } });
    expect(advice.summary.ru).toContain('указана врачом');
    expect(advice.action.ru).not.toContain('антибиотик не показан');
    expect(advice.action.ru).toContain('решает врач');
  });
  test('signs of a visit a week ago do not describe the child of today', () => {
    const earlier = [cough, ...documented].map((one) => structuredClone(one));
    for (const { resource } of earlier)
      Object.assign(
        resource as object,
        resource?.resourceType === 'Condition'
          ? { recordedDate: '2026-02-22T09:00:00+05:00' }
          : { effectiveDateTime: '2026-02-22T10:00:00+05:00' },
      );
    expect(only('who_child_pneumonia', [child, ...earlier]).score).toEqual({ class: 'cough-or-cold' });
    expect(missingOf(only('who_child_pneumonia', [child, ...earlier, diagnosis('J18.9')]))).toContain(
      'Respiratory rate (no recent value)',
    );
  });
  test('a diagnosis dated by a clock that runs ahead does not hide the signs', () => {
    const ahead = diagnosis('R05', '2026-03-04T09:00:00+05:00');
    expect(only('who_child_pneumonia', [child, ahead, ...documented]).score).toEqual({ class: 'cough-or-cold' });
  });
  test('a diagnosis without a date is as old as the message that stated it', () => {
    const undated = (stamp: string) =>
      entry(
        {
          resourceType: 'Condition',
          code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'R05' }] },
          subject: {},
        },
        { stamp },
      );
    expect(run('who_child_pneumonia', [child, undated('2025-06-01T09:00:00.000Z')]).state).toBe('idle');
    expect(run('who_child_pneumonia', [child, undated('2026-03-01T09:00:00.000Z')]).state).toBe('said');
  });
  test('amoxicillin is advised with the question of an allergy', () => {
    const facts = [child, cough, value('9279-1', 40, '/min'), ...documented.slice(1)];
    expect(only('who_child_pneumonia', facts).action.ru).toContain('аллерг');
  });
  test('a cough of a month ago is no occasion', () => {
    expect(run('who_child_pneumonia', [child, diagnosis('R05', '2026-01-20'), ...documented]).state).toBe('idle');
  });
  test('a present pneumonia finding of an active model is an occasion, an absent one is none', () => {
    const stated = (state: Finding['state']) => ({
      findings: [
        {
          record: RECORD,
          reference: 'Observation/x',
          time: '2026-03-01T08:00:00Z',
          finding: {
            state,
            label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: PNEUMONIA, icd10: ['J18'] },
          } as unknown as Finding,
        },
      ],
    });
    expect(run('who_child_pneumonia', [child, ...documented], stated('present')).state).toBe('said');
    const [conclusion] = said('who_child_pneumonia', [child, ...documented], stated('present'));
    expect(conclusion?.cited.find(({ reference }) => reference === 'Observation/x')?.label.ru).toMatch(/^ИИ/);
    expect(run('who_child_pneumonia', [child, ...documented], stated('absent')).state).toBe('idle');
  });
});

describe('CURB-65', () => {
  const vitals = [
    value('9279-1', 32, '/min'),
    value('8480-6', 118, 'mm[Hg]'),
    value('8462-4', 58, 'mm[Hg]'),
    sign('confusion', false),
  ];
  const pneumonia = diagnosis('J18.9');

  test('is computed from a physician’s diagnosis, urea as nitrogen in mg/dL too', () => {
    const facts = [adult, pneumonia, ...vitals, value('3094-0', 20, 'mg/dL')];
    expect(only('curb65', facts)).toMatchObject({ severity: 'warning', score: { total: 3, risk: 'severe' } });
  });
  test('without urea the class may still be certain, and the urea is named', () => {
    const old = patient(bornBefore({ years: 70 }));
    const advice = only('curb65', [old, pneumonia, ...vitals]);
    expect(advice.score).toMatchObject({ least: 3, most: 4, risk: 'severe' });
    expect(missingOf(advice)).toEqual(['Urea']);
  });
  test('where the class depends on what is missing nothing is computed', () => {
    const advice = only('curb65', [adult, pneumonia, ...vitals]);
    expect(advice.score).toBeUndefined();
    expect(missingOf(advice)).toEqual(['Urea']);
  });
  test('a signed report with the coded statement is enough; a preliminary or a negative one is not', () => {
    const statement = (present: boolean) =>
      entry({
        resourceType: 'Observation',
        id: 'statement',
        status: 'final',
        code: { coding: [{ system: 'http://snomed.info/sct', code: PNEUMONIA }] },
        valueCodeableConcept: {
          coding: [{ system: 'http://snomed.info/sct', code: present ? '52101004' : '2667000' }],
        },
      });
    const report = (status: fhir4.DiagnosticReport['status'], present: boolean) => [
      statement(present),
      entry({
        resourceType: 'DiagnosticReport',
        status,
        code: { text: 'X-ray' },
        effectiveDateTime: '2026-03-01T06:00:00Z',
        result: [{ reference: `Observation/${statement(present).id}` }],
      }),
    ];
    expect(run('curb65', [adult, ...report('final', true)]).state).toBe('said');
    expect(run('curb65', [adult, ...report('preliminary', true)]).state).toBe('idle');
    expect(run('curb65', [adult, ...report('final', false)]).state).toBe('idle');
  });
  test('a refuted diagnosis is no occasion', () => {
    const refuted = {
      ...pneumonia,
      resource: { ...pneumonia.resource, verificationStatus: { coding: [{ code: 'refuted' }] } } as fhir4.Condition,
    };
    expect(run('curb65', [adult, refuted, ...vitals]).state).toBe('idle');
  });
});

describe('kidneys', () => {
  test('G3a is said, G2 is not', () => {
    expect(only('ckdepi2021', [adult, creatinine(140)]).score).toMatchObject({ stage: 'G3b' });
    expect(said('ckdepi2021', [adult, creatinine(90)])).toEqual([]);
  });
  test('G4 is a warning', () => {
    expect(only('ckdepi2021', [adult, creatinine(300)])).toMatchObject({ severity: 'warning', score: { stage: 'G4' } });
  });
  test('an unknown sex is named where it decides the stage', () => {
    const unknown = patient(bornBefore({ years: 40 }), 'unknown');
    expect(missingOf(only('ckdepi2021', [unknown, creatinine(130)]))).toEqual(['Sex']);
    expect(said('ckdepi2021', [unknown, creatinine(70)])).toEqual([]);
  });
  test('an unknown unit is not guessed', () => {
    expect(run('ckdepi2021', [adult, value('14682-9', 300, 'furlong')]).state).toBe('idle');
  });
  test('pregnancy takes the formula away', () => {
    expect(run('ckdepi2021', [adult, creatinine(300), diagnosis('O10.0')])).toMatchObject({ state: 'does-not-apply' });
  });
  test('metformin goes on to be taken with eGFR below 30: stop', () => {
    expect(only('metformin_egfr', [adult, creatinine(300), medicine('A10BD08')])).toMatchObject({
      severity: 'warning',
      form: 'DetectedIssue',
      score: { result: 'stop' },
    });
  });
  test('metformin that is being ordered at eGFR 30–45 is not recommended', () => {
    const draft = medicine('A10BA02', { status: 'draft' });
    expect(only('metformin_egfr', [adult, creatinine(140), draft]).score).toMatchObject({ result: 'not-recommended' });
  });
  test('metformin without a creatinine: it is named', () => {
    expect(missingOf(only('metformin_egfr', [adult, medicine('A10BA02')]))).toEqual([
      'Creatinine of the last 12 months',
    ]);
    expect(run('metformin_egfr', [adult, creatinine(300), medicine('A10BA02', { status: 'stopped' })]).state).toBe(
      'idle',
    );
  });
});

describe('critical potassium', () => {
  test('is critical and cites the value', () => {
    const [conclusion] = said('critical_labs', [adult, potassium(6.5)]);
    expect(conclusion?.advice).toMatchObject({ severity: 'critical', matter: 'potassium' });
    expect(conclusion?.advice.summary).toEqual({
      en: 'Critically high potassium: 6.5 mmol/L',
      ru: 'Критически высокий калий: 6,5 ммоль/л',
    });
    expect(conclusion?.cited).toContainEqual(expect.objectContaining({ value: '6.5 mmol/L' }));
  });
  test('6.4 says nothing, and a newer normal value takes the place of an older critical one', () => {
    expect(said('critical_labs', [adult, potassium(6.4)])).toEqual([]);
    const older = potassium(7.2, { effectiveDateTime: '2026-02-28T10:00:00Z' });
    expect(said('critical_labs', [adult, older, potassium(4.4)])).toEqual([]);
  });
  test.each(['Сыворотка с гемолизом', 'haemolysed sample', 'Hemolysis +++', 'ГЕМОЛИЗ', 'Гемолиз: 2+', 'Гемолиз (+)'])(
    '“%s”: repeat the sample',
    (text) => {
      const advice = only('critical_labs', [adult, potassium(7, { note: [{ text }] })]);
      expect(advice).toMatchObject({ severity: 'warning', score: { flag: 'critical-high', haemolysed: true } });
      expect(advice.summary.ru).toContain('повторите забор');
    },
  );
  test.each([
    'Гемолиза нет',
    'без признаков гемолиза',
    'Гемолиз: отсутствует',
    'no haemolysis',
    'not haemolysed',
    'Hemolysis: none',
    'Индекс гемолиза: 12',
    'Hemolysis index 4 (normal below 50)',
    'Гемолиз: 0',
    'Гемолиз (-)',
    'гемолиз исключён',
  ])('“%s” does not say haemolysis: still critical', (text) => {
    expect(only('critical_labs', [adult, potassium(7, { note: [{ text }] })]).severity).toBe('critical');
  });
  test('the comment that asks for a repeat is cited', () => {
    const [conclusion] = said('critical_labs', [adult, potassium(7, { note: [{ text: 'Сыворотка с гемолизом' }] })]);
    expect(conclusion?.cited).toContainEqual(
      expect.objectContaining({
        value: 'Сыворотка с гемолизом',
        label: expect.objectContaining({ ru: 'Комментарий лаборатории' }),
      }),
    );
  });
  test('a comment on the whole sample counts for its potassium, one on another sample does not', () => {
    const critical = potassium(7);
    const report = (conclusion: string, reference: string) =>
      entry({
        resourceType: 'DiagnosticReport',
        id: 'report',
        status: 'final',
        code: { text: 'Биохимия' },
        result: [{ reference }],
        conclusion,
      });
    const own = `Observation/${critical.id}`;
    expect(only('critical_labs', [adult, critical, report('Проба: гемолиз', own)]).severity).toBe('warning');
    expect(only('critical_labs', [adult, critical, report('Липемии нет\nГемолиза нет', own)]).severity).toBe(
      'critical',
    );
    expect(only('critical_labs', [adult, critical, report('гемолиз', 'Observation/other')]).severity).toBe('critical');
  });
  test('a low value stays critical in a haemolysed sample: the true one is lower still', () => {
    expect(only('critical_labs', [adult, potassium(2.4, { note: [{ text: 'гемолиз' }] })]).severity).toBe('critical');
  });
  test('“more than 7” is critical; “less than 3” is open and says nothing', () => {
    const above = potassium(7, { valueQuantity: { value: 7, comparator: '>', code: 'mmol/L' } });
    const below = potassium(3, { valueQuantity: { value: 3, comparator: '<', code: 'mmol/L' } });
    expect(only('critical_labs', [adult, above]).severity).toBe('critical');
    expect(said('critical_labs', [adult, below])).toEqual([]);
  });
  test('without a birth date the adult limits are applied, and it is said', () => {
    const advice = only('critical_labs', [patient(undefined), potassium(7)]);
    expect(advice.severity).toBe('critical');
    expect(missingOf(advice)).toEqual(['Date of birth of sufficient precision']);
  });
  test('a critical value whose time is doubtful is told with its doubt, and hides no newer believable one', () => {
    const ahead = potassium(7, { effectiveDateTime: '2026-03-01T20:00:00Z' }, { doubtful: true });
    expect(missingOf(only('critical_labs', [adult, ahead]))).toEqual(['Believable time of the sample']);
    expect(only('critical_labs', [adult, ahead, potassium(8)]).summary.en).toContain('8 mmol/L');
  });
  test('a newest value that cannot be read is named, and does not pass for "no potassium"', () => {
    const odd = value('2823-3', 7, 'ед');
    const flagged = potassium(7, { valueQuantity: undefined, valueString: '7,1 *' });
    const before = potassium(4, { effectiveDateTime: '2026-02-27T10:00:00Z' });
    for (const facts of [
      [adult, odd],
      [adult, odd, before],
      [adult, flagged],
    ])
      expect(only('critical_labs', facts)).toMatchObject({
        severity: 'info',
        missing: [{ en: 'Potassium (value or unit not readable)' }],
      });
    const after = potassium(4, { effectiveDateTime: '2026-03-01T10:30:00+05:00' });
    expect(said('critical_labs', [adult, odd, after])).toEqual([]);
  });
  test('a value whose sender left its status out is told all the same', () => {
    expect(only('critical_labs', [adult, potassium(7, { status: 'unknown' })]).severity).toBe('critical');
    expect(only('critical_labs', [adult, potassium(7, { status: 'preliminary' })]).severity).toBe('critical');
  });
  test('a cancelled value is no value', () => {
    expect(said('critical_labs', [adult, potassium(7, { status: 'cancelled' }), potassium(4)])).toEqual([]);
  });
});

describe('duplicate imaging', () => {
  const now = order('now', '2026-03-01T09:00:00Z');
  test.each([
    ['14 days', '2026-02-15T09:00:00Z', 1],
    ['15 days', '2026-02-14T09:00:00Z', 0],
  ])('a study %s before', (_, started, count) => {
    expect(said('duplicate_imaging', [now, study('earlier', started)])).toHaveLength(count);
  });
  test('the window of a kind is the region’s to choose', () => {
    const within = (xrChest: string, started: string) =>
      said('duplicate_imaging', [now, study('earlier', started)], { settings: { duplicate_imaging: { xrChest } } });
    expect(within('7', '2026-02-21T09:00:00Z')).toEqual([]);
    expect(within('7', '2026-02-22T09:00:00Z')[0]?.advice.summary.en).toContain('within 7 days');
    expect(within('30', '2026-01-30T09:00:00Z')).toHaveLength(1);
    const others = { settings: { duplicate_imaging: { others: '30' } } };
    expect(said('duplicate_imaging', [now, study('earlier', '2026-02-14T09:00:00Z')], others)).toEqual([]);
  });
  test('an earlier order counts as a study does, another modality does not', () => {
    expect(said('duplicate_imaging', [now, order('before', '2026-02-20T09:00:00Z')])).toHaveLength(1);
    const ct = study('ct', '2026-02-20T09:00:00Z', {
      modality: [{ code: 'CT' }],
      series: [{ uid: '1', modality: { code: 'CT' }, bodySite: { code: 'CHEST' } }],
    });
    expect(said('duplicate_imaging', [now, ct])).toEqual([]);
  });
  test('the study of the order itself is no duplicate, and once it is made nothing is said', () => {
    const accession = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
    const numbered = order('now', '2026-03-01T09:00:00Z', { identifier: accession });
    const own = study('own', '2026-03-01T09:30:00Z', { identifier: accession });
    expect(said('duplicate_imaging', [numbered, own])).toEqual([]);
    expect(said('duplicate_imaging', [numbered, own, study('earlier', '2026-02-25T09:00:00Z')])).toEqual([]);
  });
  test('an order that two systems number is one order, and an order with its film is one examination', () => {
    const accession = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
    const [his, ris] = ['his', 'ris'].map((id, index) =>
      order(id, `2026-03-01T09:0${index}:00Z`, { identifier: accession }),
    ) as [ChartEntry, ChartEntry];
    expect(said('duplicate_imaging', [his, ris])).toEqual([]);
    const done = order('done', '2026-02-25T08:00:00Z', { identifier: accession, status: 'completed' });
    const film = study('film', '2026-02-25T09:00:00Z', { identifier: accession });
    const [conclusion] = said('duplicate_imaging', [now, done, film]);
    expect(conclusion?.advice.detail.en).toContain('Of the same modality and region: 1,');
    expect(conclusion?.cited).toHaveLength(2);
  });
  test('the order is named as the physician wrote it, and no raw time stands in the sentence', () => {
    const written = order('now', '2026-03-01T09:00:00Z', {
      code: {
        coding: [{ system: 'http://loinc.org', code: '36643-5', display: 'XR Chest 2 Views' }],
        text: 'Рентгенография ОГК',
      },
    });
    const { detail } = only('duplicate_imaging', [written, study('earlier', '2026-02-25T09:00:00Z')]);
    expect(detail.ru).toContain('Назначено: Рентгенография ОГК');
    expect(detail.ru).toContain('25.02.2026');
    expect(detail.ru).not.toContain('T09');
  });
  test('a revoked order prevents nothing', () => {
    const revoked = order('now', '2026-03-01T09:00:00Z', { status: 'revoked' });
    expect(said('duplicate_imaging', [revoked, study('earlier', '2026-02-25T09:00:00Z')])).toEqual([]);
  });
});

describe('warfarin with an NSAID', () => {
  const warfarin = medicine('B01AA03');
  test('over 65: only if the benefit outweighs the risk', () => {
    const facts = [patient(bornBefore({ years: 66 })), warfarin, medicine('M01AE02')];
    expect(only('ddi_warfarin_nsaid', facts)).toMatchObject({
      severity: 'warning',
      form: 'DetectedIssue',
      score: { recommendation: 'use-only-if-benefit-outweighs-risk' },
    });
  });
  test.each([
    ['plain', [], 'assess-risk'],
    ['with a proton pump inhibitor', [medicine('A02BC01'), diagnosis('K25.4')], 'assess-risk'],
    ['with an ulcer in the history', [diagnosis('K26.9', '2020-05')], 'use-only-if-benefit-outweighs-risk'],
    ['with prednisolone', [medicine('H02AB06')], 'use-only-if-benefit-outweighs-risk'],
    ['with spironolactone', [medicine('C03DA01')], 'use-only-if-benefit-outweighs-risk'],
    ['with a second NSAID', [medicine('M01AB05')], 'use-only-if-benefit-outweighs-risk'],
  ])('at 40, %s', (_, more, recommendation) => {
    expect(only('ddi_warfarin_nsaid', [adult, warfarin, medicine('M01AE02'), ...more]).score).toEqual({
      recommendation,
    });
  });
  test('a diclofenac gel needs no precautions, by ATC group and by route', () => {
    expect(said('ddi_warfarin_nsaid', [adult, warfarin, medicine('M02AA15')])).toEqual([]);
    const gel = medicine('M01AB05', { dosageInstruction: [{ route: { text: 'наружно' } }] });
    expect(said('ddi_warfarin_nsaid', [adult, warfarin, gel])).toEqual([]);
  });
  test('an unknown age is named where it decides', () => {
    const advice = only('ddi_warfarin_nsaid', [patient(undefined), warfarin, medicine('M01AE02')]);
    expect(missingOf(advice)).toEqual(['Age (over 65 or not)']);
  });
});
