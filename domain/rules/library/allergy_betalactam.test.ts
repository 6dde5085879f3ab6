import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { allergy, medicine, patient } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { allergyAlert, allergyBetalactamRule } from './allergy_betalactam.ts';
import { betaLactamByAtc, betaLactamByName } from './tables/betalactams.ts';

const alert = (allergy: string, drug: string) => allergyAlert(betaLactamByName(allergy), betaLactamByName(drug));

test.each([
  ['amoxicillin', 'cefadroxil', 'warn-high'],
  ['benzylpenicillin', 'cefalotin', 'warn-high'],
  ['amoxicillin', 'cefoxitin', 'info-low'],
  ['ceftriaxone', 'cefepime', 'warn-high'],
  ['ceftriaxone', 'ceftazidime', 'info-low'],
  ['ceftazidime', 'cefiderocol', 'warn-high'],
  ['benzylpenicillin', 'aztreonam', 'info-low'],
  ['cefazolin', 'cefazolin', 'contraindicated'],
  ['cefalexin', 'amoxicillin', 'warn-high'],
  ['oxacillin', 'piperacillin', 'contraindicated'],
  ['oxacillin', 'cefuroxime', 'info-low'],
  ['cefuroxime', 'cefixime', 'info-low'],
  ['meropenem', 'meropenem', 'contraindicated'],
  ['meropenem', 'ertapenem', 'warn-high'],
  ['meropenem', 'amoxicillin', 'info-low'],
  ['azithromycin', 'amoxicillin', 'none'],
  ['пенициллин', 'ампициллин', 'contraindicated'],
  ['penicillin', 'cefalexin', 'warn-high'],
  ['penicillins', 'cefoxitin', 'warn-high'],
  ['penicillin', 'ceftriaxone', 'info-low'],
  ['penicillin', 'cefazolin', 'info-low'],
  ['penicillin', 'meropenem', 'info-low'],
  ['цефалоспорины', 'ceftriaxone', 'warn-high'],
  ['цефалоспорины', 'cefazolin', 'info-low'],
  ['цефалоспорины', 'amoxicillin', 'warn-high'],
  ['цефалоспорины', 'piperacillin', 'info-low'],
])('allergy to %s, ordered %s: %s', (allergy, drug, expected) => {
  expect(alert(allergy, drug)).toBe(expected);
});

describe('an ATC code', () => {
  test('leads to its ingredient, combinations too, else to its class', () => {
    expect(betaLactamByAtc('J01CR02')).toMatchObject({ inn: 'amoxicillin' });
    expect(betaLactamByAtc('J01DD63')).toMatchObject({ inn: 'ceftriaxone' });
    expect(betaLactamByAtc('J01C')).toEqual({ class: 'penicillin' });
    expect(betaLactamByAtc('J01CA02')).toEqual({ class: 'penicillin' });
    expect(betaLactamByAtc('J01DC03')).toEqual({ class: 'cephalosporin' });
    expect(betaLactamByAtc('J01DF02')).toEqual({ class: 'monobactam' });
    expect(betaLactamByAtc('J01DH05')).toEqual({ class: 'carbapenem' });
    expect(betaLactamByAtc('J01FA10')).toBeUndefined();
  });
});

describe('what the advice says of the order and the allergy', () => {
  const adult = patient('1980-05-05');
  const named = (code: string, text: string) =>
    medicine(code, { medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc', code }], text } });
  const tell = (...entries: ChartEntry[]) => told(allergyBetalactamRule, [adult, ...entries]);
  const summaryOf = (...entries: ChartEntry[]) => (tell(...entries) as { summary: { en: string } }).summary.en;
  test('the medicine stands in the words of the order, without its code and cut at 40 signs', () => {
    const penicillin = allergy('Пенициллин');
    expect(summaryOf(named('J01CA04', 'Амоксициллин (Флемоксин)'), penicillin)).toBe(
      'Амоксициллин (Флемоксин) in allergy to penicillins: contraindicated',
    );
    expect(summaryOf(named('J01CA04', 'АМОКСИЦИЛЛИН (A) таблетки'), penicillin)).toMatch(
      /^АМОКСИЦИЛЛИН \(A\) таблетки in/,
    );
    expect(summaryOf(named('J01CA04', 'А'.repeat(60)), penicillin)).toMatch(/^А{40} in allergy/);
  });
  test('only allergies that speak against the medicine are cited', () => {
    const lidocaine = allergy('Лидокаин', {
      code: { text: 'Лидокаин', coding: [{ system: 'http://www.whocc.no/atc', code: 'N01BB02' }] },
    });
    expect(tell(medicine('J01CA04'), allergy('Пенициллин'), lidocaine)).toMatchObject({
      cited: ['Allergy: Пенициллин', 'Medicine: J01CA04'],
    });
  });
  test('where nothing can be judged both the allergy and the medicine are cited', () => {
    expect(tell(medicine('J01CA04'), allergy('Антибиотик'))).toMatchObject({
      severity: 'info',
      cited: ['Allergy: Антибиотик', 'Medicine: J01CA04'],
    });
  });
  test.each(['J01CA04', 'J01DD04'])('an order of %s is one of a beta-lactam, one of a macrolide is not', (code) => {
    expect(tell(medicine(code), allergy('Пенициллин'))).toHaveProperty('score');
    expect(tell(medicine('J01FA10'), allergy('Пенициллин'))).toMatch(/^idle/);
  });
});

test.each([
  ['carbapenem', 'imipenem', 'warn-high'],
  ['meropenem', 'carbapenem', 'warn-high'],
  ['carbapenems', 'ceftriaxone', 'info-low'],
  ['monobactam', 'ceftazidime', 'warn-high'],
  ['monobactam', 'ceftriaxone', 'info-low'],
])('where only a class is known, the worst of its members counts: %s, ordered %s: %s', (allergic, drug, expected) => {
  expect(alert(allergic, drug)).toBe(expected);
});

describe('a medicine or an allergy that bears no code', () => {
  const adult = patient('1980-05-05');
  const tell = (...entries: ChartEntry[]) => told(allergyBetalactamRule, [adult, ...entries]);
  const uncoded = (text: string) => medicine('', { id: text, medicationCodeableConcept: { text } });
  const penicillin = allergy('Пенициллин');
  test('a beta-lactam is known by the words of its order', () => {
    expect(tell(uncoded('Амоксициллин 500 мг'), penicillin)).toMatchObject({
      severity: 'critical',
      summary: { en: 'Амоксициллин 500 мг in allergy to penicillins: contraindicated' },
      cited: ['Allergy: Пенициллин', 'Medicine: Амоксициллин 500 мг'],
    });
  });
  test('one that nobody knows leaves the check open where an allergy to a beta-lactam is known, and not otherwise', () => {
    expect(tell(uncoded('Антибиотик'), penicillin)).toMatchObject({
      severity: 'info',
      score: undefined,
      missing: ['ATC code of “Антибиотик”'],
    });
    expect(tell(uncoded('Антибиотик'))).toMatch(/^idle/);
    expect(tell(uncoded('Антибиотик'), allergy('на таблетки'))).toBe('nothing to say');
  });
  test('amoxicillin in a pack against Helicobacter is a penicillin, a pack without it is none', () => {
    for (const code of ['A02BD01', 'A02BD05', 'A02BD07', 'A02BD17'])
      expect(tell(medicine(code), penicillin)).toMatchObject({ severity: 'critical' });
    for (const code of ['A02BD02', 'A02BD08', 'A02BD09']) expect(tell(medicine(code), penicillin)).toMatch(/^idle/);
  });
  test('an allergy with a code that no words explain is not taken for one to something else', () => {
    const coded = (display?: string) =>
      allergy('', {
        code: { coding: [{ system: 'http://snomed.info/sct', code: '91936005', ...(display ? { display } : {}) }] },
      });
    expect(tell(medicine('J01CA04'), coded())).toMatchObject({
      severity: 'info',
      missing: [expect.stringMatching(/allergy/)],
    });
    expect(tell(medicine('J01CA04'), coded('Allergy to penicillin'))).toMatchObject({ severity: 'critical' });
    expect(tell(medicine('J01CA04'), coded('Allergy to lidocaine'))).toMatch(/^idle/);
  });
  test('of two allergies of one rank the severe one counts', () => {
    const mild = allergy('Цефалексин');
    const grave = allergy('Цефаклор', { criticality: 'high' });
    expect(tell(medicine('J01CA04'), mild, grave)).toMatchObject({ severity: 'critical' });
    expect(tell(medicine('J01CA04'), grave, mild)).toMatchObject({ severity: 'critical' });
  });
});
