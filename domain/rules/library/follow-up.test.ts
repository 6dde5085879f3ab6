import { describe, expect, test } from '@jest/globals';
import { type assessmentsOf, newestAssessment } from '../assessments.ts';
import {
  bornBefore,
  diagnosis,
  entry,
  factsOf,
  medicine,
  onlyOf,
  order,
  patient,
  runOf,
  saidBy,
  study,
} from '../examples.ts';
import type { ChartEntry } from '../facts.ts';

const ASSESSMENT = 'https://oka.health/fhir/assessment';
const adult = patient(bornBefore({ years: 60 }));
const report = (
  conclusion: string,
  time = '2026-02-10T09:00:00Z',
  change: Partial<fhir4.DiagnosticReport> = {},
): ChartEntry =>
  entry({
    resourceType: 'DiagnosticReport',
    id: conclusion + time,
    status: 'final',
    code: { text: 'Заключение' },
    effectiveDateTime: time,
    conclusion,
    ...change,
  });
const observed = (code: fhir4.Coding, change: Partial<fhir4.Observation>, time = '2026-02-10T09:00:00Z'): ChartEntry =>
  entry({ resourceType: 'Observation', status: 'final', code: { coding: [code] }, effectiveDateTime: time, ...change });
const ordered = (text: string, authoredOn = '2026-02-20T09:00:00Z'): ChartEntry =>
  order(text, authoredOn, { code: { text } });
const category = (scale: Parameters<typeof assessmentsOf>[1], ...entries: ChartEntry[]) =>
  newestAssessment(factsOf(entries), scale)?.category;

describe('a category', () => {
  test.each([
    ['BI-RADS 4a', '4A'],
    ['BI-RADS: 4С слева', '4C'],
    ['BIRADS-3', '3'],
    ['Категория BI-RADS – 0', '0'],
    ['BI-RADS категория 5', '5'],
    ['Справа BI-RADS 2, слева BI-RADS 4', '4'],
    ['BI-RADS 4 в правой молочной железе', '4'],
    ['BI-RADS 4 слева, BI-RADS 4b справа', '4B'],
    ['Норма', undefined],
    ['BI-RADS 7', undefined],
  ])('“%s” of a report is %p', (conclusion, expected) => {
    expect(category('bi-rads', report(conclusion))).toBe(expected);
  });
  test.each([
    ['Lung-RADS 4X', '4X'],
    ['LungRADS: 4В', '4B'],
    ['Lung-RADS 2', '2'],
  ])('“%s” is %s', (conclusion, expected) => {
    expect(category('lung-rads', report(conclusion))).toBe(expected);
  });
  test('is read from codes of conclusions and answers, and from our own', () => {
    const snomed = (code: string) => ({ coding: [{ system: 'http://snomed.info/sct', code }] });
    expect(category('bi-rads', report('…', undefined, { conclusionCode: [snomed('397144001')] }))).toBe('4');
    const left = { system: 'http://loinc.org', code: '71490-7' };
    const answer = (code: string) => ({ valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code }] } });
    expect(category('retinopathy', observed(left, answer('LA18646-2')))).toBe('3');
    const own = { system: ASSESSMENT, code: 'macular-oedema' };
    expect(category('macular-oedema', observed(own, { valueString: 'centre-involving' }))).toBe('centre-involving');
    expect(category('retinopathy', observed({ system: ASSESSMENT, code: 'retinopathy' }, { valueInteger: 0 }))).toBe(
      '0',
    );
    expect(
      category('retinopathy', observed({ system: ASSESSMENT, code: 'retinopathy' }, { valueInteger: 7 })),
    ).toBeUndefined();
    expect(
      category('retinopathy', observed({ system: 'x', code: 'retinopathy' }, { valueInteger: 2 })),
    ).toBeUndefined();
  });
  test('of a preliminary report or observation is none, a doubtful time is none', () => {
    expect(category('bi-rads', report('BI-RADS 5', undefined, { status: 'preliminary' }))).toBeUndefined();
    const own = { system: ASSESSMENT, code: 'bi-rads' };
    expect(category('bi-rads', observed(own, { valueString: '5', status: 'preliminary' }))).toBeUndefined();
    expect(category('bi-rads', report('BI-RADS 5', '2026-04-01T09:00:00Z'))).toBeUndefined();
  });
  test('the gravest of the newest day counts, an older one does not', () => {
    const eyes = [
      observed({ system: ASSESSMENT, code: 'retinopathy' }, { id: 'l', valueInteger: 1 }),
      observed({ system: ASSESSMENT, code: 'retinopathy' }, { id: 'r', valueInteger: 3 }, '2026-02-10T08:00:00Z'),
      observed({ system: ASSESSMENT, code: 'retinopathy' }, { id: 'o', valueInteger: 4 }, '2026-01-10T08:00:00Z'),
    ];
    expect(category('retinopathy', ...eyes)).toBe('3');
  });
});

describe('BI-RADS', () => {
  const rule = 'birads';
  test.each([
    ['0', 'warning', /дообследование/],
    ['3', 'info', /через 6 месяцев/],
    ['4', 'warning', /биопсия/],
    ['4C', 'warning', /биопсия/],
    ['5', 'warning', /биопсия/],
  ])('%s: %s', (given, severity, words) => {
    const advice = onlyOf(rule, [adult, report(`BI-RADS ${given}`)]);
    expect(advice).toMatchObject({ severity, score: { category: given, overdue: false } });
    expect(advice.summary.ru).toMatch(words);
  });
  test.each(['1', '2', '6'])('%s asks for nothing', (given) => {
    expect(runOf(rule, [adult, report(`BI-RADS ${given}`)]).state).toBe('idle');
  });
  test.each([
    ['0', 'УЗИ молочных желёз', 'idle'],
    ['3', 'Маммография', 'idle'],
    ['4', 'Маммография', 'said'],
    ['4', 'Трепан-биопсия молочной железы', 'idle'],
    ['5', 'Консультация онколога', 'idle'],
    ['0', 'Рентгенография ОГК', 'said'],
  ])('%s, and then ordered: %s: %s', (given, text, state) => {
    expect(runOf(rule, [adult, report(`BI-RADS ${given}`), ordered(text)]).state).toBe(state);
    expect(runOf(rule, [adult, report(`BI-RADS ${given}`), ordered(text, '2026-02-01T09:00:00Z')]).state).toBe('said');
  });
  test('a biopsy that was made since answers it, one before it or another procedure does not', () => {
    const procedure = (text: string, performedDateTime: string) =>
      entry({ resourceType: 'Procedure', status: 'completed', subject: {}, code: { text }, performedDateTime });
    const state = (one: ChartEntry) => runOf(rule, [adult, report('BI-RADS 5'), one]).state;
    expect(state(procedure('Трепан-биопсия', '2026-02-20T09:00:00Z'))).toBe('idle');
    expect(state(procedure('Трепан-биопсия', '2026-02-01T09:00:00Z'))).toBe('said');
    expect(state(procedure('Трепан-биопсия', '2026-02-10T09:00:00Z'))).toBe('said');
    expect(state(procedure('Маммография', '2026-02-20T09:00:00Z'))).toBe('said');
  });
  test('a study made since, a diagnosis, or a newer category answers it', () => {
    const film = study('mg', '2026-02-20T09:00:00Z', { modality: [{ code: 'MG' }], series: [] });
    expect(runOf(rule, [adult, report('BI-RADS 0'), film]).state).toBe('idle');
    expect(runOf(rule, [adult, report('BI-RADS 5'), diagnosis('C50.4')]).state).toBe('idle');
    expect(runOf(rule, [adult, report('BI-RADS 0'), report('BI-RADS 2', '2026-02-20T09:00:00Z')]).state).toBe('idle');
  });
  test('what is late is said, and what is two years old is not', () => {
    const at = (time: string, given = '3') => saidBy(rule, [adult, report(`BI-RADS ${given}`, time)])[0]?.advice;
    expect(at('2025-08-01T09:00:00Z')).toMatchObject({ severity: 'info', score: { overdue: false } });
    expect(at('2025-07-20T09:00:00Z')).toMatchObject({ severity: 'warning', score: { overdue: true } });
    expect(at('2025-07-20T09:00:00Z')?.summary.ru).toContain('срок прошёл');
    expect(at('2026-01-10T09:00:00Z', '0')?.score?.overdue).toBe(true);
    expect(at('2024-02-01T09:00:00Z')).toBeUndefined();
  });
});

describe('Lung-RADS', () => {
  const rule = 'lung_rads_v2022';
  test.each([
    ['0', 'warning'],
    ['3', 'info'],
    ['4A', 'warning'],
    ['4B', 'warning'],
    ['4X', 'warning'],
  ])('%s: %s', (given, severity) => {
    expect(onlyOf(rule, [adult, report(`Lung-RADS ${given}`)])).toMatchObject({ severity, score: { category: given } });
  });
  test('1 and 2 go on with screening; CT, a referral or a diagnosis answers the others', () => {
    expect(runOf(rule, [adult, report('Lung-RADS 1')]).state).toBe('idle');
    expect(runOf(rule, [adult, report('Lung-RADS 2')]).state).toBe('idle');
    expect(runOf(rule, [adult, report('Lung-RADS 3'), ordered('КТ органов грудной клетки')]).state).toBe('idle');
    expect(runOf(rule, [adult, report('Lung-RADS 4B'), ordered('Консультация торакального хирурга')]).state).toBe(
      'idle',
    );
    expect(runOf(rule, [adult, report('Lung-RADS 4B'), diagnosis('C34.1')]).state).toBe('idle');
    expect(runOf(rule, [adult, report('Lung-RADS 3'), ordered('Рентгенография ОГК')]).state).toBe('said');
  });
  test('late after the months of the category and one of grace', () => {
    const at = (given: string, time: string) => onlyOf(rule, [adult, report(`Lung-RADS ${given}`, time)]);
    expect(at('3', '2025-08-01T09:00:00Z')).toMatchObject({ severity: 'info', score: { overdue: false } });
    expect(at('3', '2025-07-25T09:00:00Z')).toMatchObject({ severity: 'warning', score: { overdue: true } });
    expect(at('4A', '2025-11-05T09:00:00Z').score?.overdue).toBe(false);
    expect(at('4A', '2025-10-25T09:00:00Z').score?.overdue).toBe(true);
  });
});

describe('retina', () => {
  const rule = 'diabetic_retinopathy_followup';
  const grade = (valueInteger: number, time?: string) =>
    observed({ system: ASSESSMENT, code: 'retinopathy' }, { valueInteger }, time);
  const macula = (valueString: string) => observed({ system: ASSESSMENT, code: 'macular-oedema' }, { valueString });
  test.each([
    [2, 'info', 'within 3-6 months'],
    [3, 'warning', 'immediate'],
    [4, 'warning', 'immediate'],
  ])('grade %i: %s', (given, severity, referral) => {
    expect(onlyOf(rule, [adult, grade(given)])).toMatchObject({
      severity,
      score: { grade: given, referral, overdue: false },
    });
  });
  test('the macula decides where it is worse', () => {
    const advice = onlyOf(rule, [adult, grade(1), macula('centre-involving')]);
    expect(advice).toMatchObject({ severity: 'warning', score: { referral: 'immediate', dme: 'centre-involving' } });
    expect(advice.summary.ru).toBe(
      'Глазное дно: лёгкая непролиферативная ретинопатия, макулярный отёк с вовлечением центра – к офтальмологу сейчас',
    );
    expect(onlyOf(rule, [adult, macula('non-centre-involving')]).severity).toBe('info');
  });
  test('below grade 2 only a late examination is told', () => {
    expect(saidBy(rule, [adult, grade(1)])).toEqual([]);
    expect(saidBy(rule, [adult, grade(1, '2025-03-05T09:00:00Z')])).toEqual([]);
    expect(onlyOf(rule, [adult, grade(1, '2025-02-20T09:00:00Z')])).toMatchObject({
      severity: 'warning',
      score: { overdue: true, referable: false },
    });
    expect(saidBy(rule, [adult, grade(0, '2024-03-10T09:00:00Z')])).toEqual([]);
    expect(saidBy(rule, [adult, grade(0, '2024-02-20T09:00:00Z')])).toHaveLength(1);
  });
  test('an order or a visit to the ophthalmologist since answers it', () => {
    expect(saidBy(rule, [adult, grade(4), ordered('Консультация офтальмолога')])).toEqual([]);
    expect(saidBy(rule, [adult, grade(4), ordered('Консультация офтальмолога', '2026-02-01T09:00:00Z')])).toHaveLength(
      1,
    );
    const booked = entry({
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-03-05T09:00:00Z',
      serviceType: [{ text: 'Приём врача-офтальмолога' }],
      participant: [],
    });
    expect(saidBy(rule, [adult, grade(4), booked])).toEqual([]);
  });
});

describe('a lung nodule', () => {
  const rule = 'fleischner2017';
  const part = (code: string, change: Partial<fhir4.ObservationComponent>): fhir4.ObservationComponent => ({
    code: { coding: [{ system: ASSESSMENT, code }] },
    ...change,
  });
  const nodule = (
    type: string | undefined,
    mm: number | undefined,
    number: string | undefined,
    unit = 'mm',
    time?: string,
  ) =>
    observed(
      { system: ASSESSMENT, code: 'lung-nodule' },
      {
        component: [
          ...(type ? [part('nodule-type', { valueString: type })] : []),
          ...(mm ? [part('nodule-size', { valueQuantity: { value: mm, code: unit } })] : []),
          ...(number ? [part('nodule-number', { valueString: number })] : []),
        ],
      },
      time,
    );
  const smoker = diagnosis('F17.2', '2020-01-01');
  const missingOf = (entries: ChartEntry[]) => onlyOf(rule, entries).missing.map(({ en }) => en);

  test('of 7 mm in a smoker: CT at 6–12 months, then at 18–24', () => {
    const advice = onlyOf(rule, [adult, nodule('solid', 7, 'single'), smoker]);
    expect(advice).toMatchObject({ severity: 'info', score: { action: 'CT', fromMonths: 6, toMonths: 12 } });
    expect(advice.summary).toEqual({
      en: 'Solid nodule, 7 mm: CT at 6–12 months, then at 18–24',
      ru: 'Солидный очаг, 7 мм: КТ через 6–12 мес., затем через 18–24',
    });
    expect(onlyOf(rule, [adult, nodule('solid', 0.7, 'single', 'cm'), smoker]).summary.en).toContain('7 mm');
  });
  test('number and risk stand in the detail, the described nodule is cited', () => {
    const one = saidBy(rule, [adult, nodule('solid', 7, 'single'), smoker])[0];
    expect(one?.advice.detail.en).toMatch(/^One nodule; high risk by the chart/);
    expect(one?.advice.detail.ru).toMatch(/^Один очаг; высокий риск/);
    expect(one?.cited.map(({ value }) => value)).toContain('solid, 7 mm, single');
    const several = onlyOf(rule, [adult, nodule('part-solid', 7, 'multiple')]);
    expect(several.detail.en).toMatch(/^Several nodules; the risk does not change the row/);
    expect(several.detail.ru).toMatch(/^Несколько очагов; риск на строку таблицы не влияет/);
    expect(saidBy(rule, [adult, nodule(undefined, undefined, undefined)])[0]?.cited[0]?.value).toBe('?');
  });
  test('of another system, another code or a preliminary observation is none', () => {
    const like = (code: fhir4.Coding, status: fhir4.Observation['status'] = 'final') =>
      runOf(rule, [adult, observed(code, { status, component: [] })]).state;
    expect(like({ system: ASSESSMENT, code: 'lung-nodule' })).toBe('said');
    expect(like({ system: 'x', code: 'lung-nodule' })).toBe('idle');
    expect(like({ system: ASSESSMENT, code: 'lung-rads' })).toBe('idle');
    expect(like({ system: ASSESSMENT, code: 'lung-nodule' }, 'preliminary')).toBe('idle');
  });
  test('above 8 mm is a warning whatever the risk', () => {
    expect(onlyOf(rule, [adult, nodule('solid', 9, 'single')])).toMatchObject({ severity: 'warning' });
  });
  test('what decides and is missing is named', () => {
    expect(missingOf([adult, nodule('solid', 7, 'single')])).toEqual([
      'Risk of lung cancer (smoking, family, emphysema)',
    ]);
    expect(missingOf([adult, nodule('subsolid', 7, 'single')])).toEqual([
      'Kind of the nodule (solid, part-solid, ground-glass)',
    ]);
    expect(missingOf([adult, nodule(undefined, undefined, undefined)])).toHaveLength(3);
    expect(missingOf([adult, nodule('solid', 7, 'single', 'inch')])).toEqual(['Mean size of the nodule in mm']);
  });
  test.each([
    ['a known cancer', diagnosis('C18.0', '2021-01-01')],
    ['HIV', diagnosis('B20.0', '2021-01-01')],
    ['an immunosuppressant', medicine('L04AD01')],
    ['screening', ordered('Скрининговая низкодозная КТ ОГК', '2026-02-01T09:00:00Z')],
    ['CT ordered since', ordered('КТ органов грудной клетки')],
  ])('with %s there is no occasion', (_, more) => {
    expect(runOf(rule, [adult, nodule('solid', 9, 'single'), more]).state).toBe('idle');
  });
  test('skin cancer, an earlier CT and an X-ray do not matter', () => {
    const more = [diagnosis('C44.1'), ordered('КТ ОГК', '2026-02-01T09:00:00Z'), ordered('Рентгенография ОГК')];
    expect(runOf(rule, [adult, nodule('solid', 9, 'single'), ...more]).state).toBe('said');
  });
  test('of a person under 35, or of more than a year ago, it says nothing', () => {
    const at = (years: number) => runOf(rule, [patient(bornBefore({ years })), nodule('solid', 9, 'single')]).state;
    expect([at(34), at(35)]).toEqual(['does-not-apply', 'said']);
    expect(runOf(rule, [adult, nodule('solid', 9, 'single', 'mm', '2025-02-20T09:00:00Z')]).state).toBe('idle');
  });
});
