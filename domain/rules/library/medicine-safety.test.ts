import { describe, expect, test } from '@jest/globals';
import { allergy, medicine, onlyOf, patient, runOf, saidBy } from '../examples.ts';

const ddi = 'ddi_onc_high_priority';
const betaLactam = 'allergy_betalactam';
const adult = patient('1980-05-05');
const named = (code: string, text: string, change: Partial<fhir4.MedicationRequest> = {}) =>
  medicine(code, {
    medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code }], text },
    ...change,
  });
const uncoded = (text: string) => medicine('', { id: text, medicationCodeableConcept: { text } });
const missingOf = ({ missing }: { missing: readonly { en: string }[] }) => missing.map(({ en }) => en);

describe('medicines never to be combined', () => {
  test('a draft order with a medicine that is taken: critical, named as the orders name them', () => {
    const entries = [
      adult,
      named('C10AA01', 'Симвастатин 20 мг'),
      named('J01FA09', 'Кларитромицин', { status: 'draft' }),
    ];
    const advice = onlyOf(ddi, entries);
    expect(advice).toMatchObject({
      matter: 'ddi_onc_high_priority:statins-cyp3a4',
      severity: 'critical',
      form: 'DetectedIssue',
      score: { interaction: true, pair: 'statins-cyp3a4' },
      missing: [],
    });
    expect(advice.summary.ru).toBe('Симвастатин 20 мг + Кларитромицин: рабдомиолиз');
    expect(advice.action.ru).toMatch(/Приостановите статин/);
    const [conclusion] = saidBy(ddi, entries);
    expect(conclusion?.cited.map(({ value }) => value).sort()).toEqual([
      'Кларитромицин (J01FA09)',
      'Симвастатин 20 мг (C10AA01)',
    ]);
  });
  test('two QT-prolonging agents are a warning, three are one matter with every two of them', () => {
    const [two, three] = [
      [adult, medicine('C01BD01'), medicine('A04AA01')],
      [adult, medicine('C01BD01'), medicine('A04AA01'), medicine('N05AD01')],
    ];
    expect(onlyOf(ddi, two)).toMatchObject({ severity: 'warning', matter: 'ddi_onc_high_priority:qt-qt' });
    expect(onlyOf(ddi, three).detail.en.match(/\+/g)).toHaveLength(3);
  });
  test('two orders of one ingredient are no pair, nor is one order of two classes', () => {
    expect(saidBy(ddi, [adult, medicine('C01BD01', { id: 'a' }), medicine('C01BD01', { id: 'b' })])).toEqual([]);
    expect(runOf(ddi, [adult, medicine('N06AB04')]).state).toBe('idle');
    expect(runOf(ddi, [adult, medicine('J05AR10')]).state).toBe('idle');
  });
  test('several pairs are several matters', () => {
    const entries = [adult, medicine('N06AF03'), medicine('N06AB06'), medicine('N02CC01')];
    expect(saidBy(ddi, entries).map(({ advice }) => advice.score?.pair)).toEqual([
      'serotonergic-maoi',
      'triptans-maoi',
    ]);
  });
  test('a stopped or ended order, and eye drops, combine with nothing', () => {
    const tizanidine = medicine('M03BX02');
    expect(saidBy(ddi, [adult, tizanidine, medicine('J01MA02')])).toHaveLength(1);
    expect(runOf(ddi, [adult, tizanidine, medicine('J01MA02', { status: 'stopped' })]).state).toBe('idle');
    const ended = { dispenseRequest: { validityPeriod: { end: '2026-02-25' } } };
    expect(runOf(ddi, [adult, tizanidine, medicine('J01MA02', ended)]).state).toBe('idle');
    const drops = { dosageInstruction: [{ route: { text: 'глазные капли, местно' } }] };
    expect(runOf(ddi, [adult, tizanidine, medicine('J01MA02', drops)]).state).toBe('idle');
    expect(saidBy(ddi, [adult, tizanidine, medicine('S01AE03')])).toEqual([]);
  });
  test('a medicine without a code is named as what could not be checked', () => {
    const advice = onlyOf(ddi, [adult, medicine('M03BX02'), uncoded('Ципро')]);
    expect(advice).toMatchObject({ severity: 'info', missing: [{ ru: 'Код АТХ препарата «Ципро»' }] });
    const pair = onlyOf(ddi, [adult, medicine('M03BX02'), medicine('N06AB08'), uncoded('Ципро')]);
    expect([pair.severity, missingOf(pair)]).toEqual(['critical', ['ATC code of “Ципро”']]);
    expect(runOf(ddi, [adult, medicine('A10BA02'), uncoded('Ципро')]).state).toBe('idle');
  });
  test('a macrolide in a pack against Helicobacter is a macrolide, and its acid inhibitor is one', () => {
    const pairOf = (...codes: string[]) => onlyOf(ddi, [adult, ...codes.map((code) => medicine(code))]).matter;
    expect(pairOf('C10AA01', 'A02BD05')).toBe('ddi_onc_high_priority:statins-cyp3a4');
    expect(pairOf('J05AE08', 'A02BD01')).toBe('ddi_onc_high_priority:atazanavir-ppi');
    expect(saidBy(ddi, [adult, medicine('C10AA01'), medicine('A02BD01')])).toEqual([]);
  });
  test('long names leave the summary under 140 characters', () => {
    const long = 'Кларитромицин, таблетки, покрытые плёночной оболочкой, 500 мг, по 1 таблетке два раза в день';
    const { summary } = onlyOf(ddi, [adult, named('N02CA02', long), named('J01FA09', long)]);
    expect(Math.max(summary.ru.length, summary.en.length)).toBeLessThan(140);
    expect(summary.ru).toContain('…');
  });
});

describe('a beta-lactam in an allergy', () => {
  const alertOf = (code: string, ...allergies: ReturnType<typeof allergy>[]) =>
    onlyOf(betaLactam, [adult, medicine(code), ...allergies]);

  test.each([
    ['Пенициллин', 'J01CA04', 'contraindicated', 'critical'],
    ['Аллергия на пенициллины', 'J01CR02', 'contraindicated', 'critical'],
    ['Аугментин', 'J01DB01', 'warn-high', 'warning'],
    ['Амоксициллин', 'J01DD04', 'info-low', 'info'],
    ['amoxicillin', 'J01DH02', 'info-low', 'info'],
    ['Цефтриаксон (Роцефин)', 'J01DD01', 'warn-high', 'warning'],
  ])('“%s” and an order of %s: %s', (text, code, alert, severity) => {
    expect(alertOf(code, allergy(text))).toMatchObject({
      severity,
      score: { alert },
      matter: `allergy_betalactam:${code}`,
      form: 'DetectedIssue',
    });
  });
  test('a code of the allergen counts before its words', () => {
    const coded = allergy('ПЕН', {
      code: { text: 'ПЕН', coding: [{ system: 'http://www.whocc.no/atc', code: 'J01CA04', display: 'amoxicillin' }] },
    });
    expect(alertOf('J01DB01', coded)).toMatchObject({ score: { alert: 'warn-high' } });
    expect(alertOf('J01DB01', coded).summary).toEqual({
      en: 'J01DB01 in allergy to amoxicillin: similar side chain, high risk of a cross-reaction',
      ru: 'J01DB01 при аллергии (амоксициллин): сходная боковая цепь, высокий риск перекрёстной реакции',
    });
  });
  test('a similar side chain after a severe reaction is critical', () => {
    const severe = { reaction: [{ manifestation: [{ text: 'анафилаксия' }], severity: 'severe' as const }] };
    expect(alertOf('J01DB01', allergy('Амоксициллин', severe)).severity).toBe('critical');
    expect(alertOf('J01DB01', allergy('Амоксициллин', { criticality: 'high' })).severity).toBe('critical');
    expect(alertOf('J01DD04', allergy('Амоксициллин', severe)).severity).toBe('info');
  });
  test('the worst of several allergies counts, each medicine is a matter of its own', () => {
    const both = [allergy('Цефтриаксон'), allergy('Амоксициллин')];
    expect(alertOf('J01DD01', ...both)).toMatchObject({ score: { alert: 'warn-high' } });
    const conclusions = saidBy(betaLactam, [adult, medicine('J01DD01'), medicine('J01CA04'), ...both]);
    expect(conclusions.map(({ advice }) => advice.matter)).toEqual(
      expect.arrayContaining(['allergy_betalactam:J01DD01', 'allergy_betalactam:J01CA04']),
    );
    expect(conclusions[0]?.cited.map(({ label }) => label.en)).toContain('Allergy');
  });
  test.each([
    ['refuted', { verificationStatus: { coding: [{ code: 'refuted' }] } }],
    ['resolved', { clinicalStatus: { coding: [{ code: 'resolved' }] } }],
    ['inactive', { clinicalStatus: { coding: [{ code: 'inactive' }] } }],
  ])('a %s allergy is none', (_, change) => {
    expect(runOf(betaLactam, [adult, medicine('J01CA04'), allergy('Пенициллин', change)]).state).toBe('idle');
  });
  test('a stated absence, an allergy to another medicine that is coded, or to food, is no occasion', () => {
    const absent = allergy('Нет', {
      code: { text: 'Нет', coding: [{ system: 'http://snomed.info/sct', code: '716186003' }] },
    });
    const other = allergy('Лидокаин', { code: { coding: [{ system: 'http://www.whocc.no/atc', code: 'N01BB02' }] } });
    const food = allergy('Орехи', { category: ['food'] });
    for (const one of [absent, other, food])
      expect(runOf(betaLactam, [adult, medicine('J01CA04'), one]).state).toBe('idle');
    expect(runOf(betaLactam, [adult, medicine('J01FA10'), allergy('Пенициллин')]).state).toBe('idle');
  });
  test('a code of the clinic alone tells nobody what it is against, a SNOMED code does', () => {
    const coded = (system: string) => allergy('Х-1', { code: { coding: [{ system, code: '1', display: 'Х-1' }] } });
    expect(onlyOf(betaLactam, [adult, medicine('J01CA04'), coded('urn:local')]).missing).toHaveLength(1);
    expect(runOf(betaLactam, [adult, medicine('J01CA04'), coded('http://snomed.info/sct')]).state).toBe('idle');
  });
  test('an allergy that nobody can read is named', () => {
    const advice = onlyOf(betaLactam, [adult, medicine('J01CA04'), allergy('Антибиотик, не помнит')]);
    expect(advice).toMatchObject({ severity: 'info', missing: [{ ru: 'На что аллергия «Антибиотик, не помнит»' }] });
    const known = onlyOf(betaLactam, [adult, medicine('J01CA04'), allergy('Антибиотик'), allergy('Пенициллин')]);
    expect([known.severity, missingOf(known)]).toEqual(['critical', ['What the allergy “Антибиотик” is against']]);
  });
});
