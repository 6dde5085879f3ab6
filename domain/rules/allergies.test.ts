import { describe, expect, test } from '@jest/globals';
import { allergiesOf } from './allergies.ts';
import { allergy, factsOf } from './examples.ts';
import type { ChartEntry } from './facts.ts';

const read = (...entries: ChartEntry[]) => allergiesOf(factsOf(entries));
const one = (text: string, change: Partial<fhir4.AllergyIntolerance> = {}) => read(allergy(text, change))[0];
const coded = (system: string, code: string, display?: string) => ({
  code: { coding: [{ system, code, ...(display ? { display } : {}) }] },
});
const ATC = 'http://www.whocc.no/atc';
const SNOMED = 'http://snomed.info/sct';

describe('words', () => {
  test.each([
    ['Амоксициллин', { inn: 'amoxicillin' }],
    ['Аллергия на Амоксиклав', { inn: 'amoxicillin' }],
    ['ceftriaxone (rash)', { inn: 'ceftriaxone' }],
    ['пенициллины', { class: 'penicillin' }],
    ['Реакция на пеницилин', { class: 'penicillin' }],
    ['Penicillin allergy', { class: 'penicillin' }],
    ['Аллергия на цефалоспорины', { class: 'cephalosporin' }],
    ['any cephalosporin', { class: 'cephalosporin' }],
  ])('“%s” are understood', (text, betaLactam) => {
    expect(one(text)).toMatchObject({ understood: true, betaLactam });
  });
  test.each(['Антибиотик', 'антипенициллиназа', 'xpenicillin', 'нецефалоспорин', 'Лидокаин'])(
    '“%s” are not',
    (text) => {
      expect(one(text)).toMatchObject({ understood: false, betaLactam: undefined });
    },
  );
});

describe('codes', () => {
  test('of ATC go before the words, of a beta-lactam or not', () => {
    expect(one('', { code: { text: 'Лидокаин', coding: [{ system: ATC, code: 'J01CA04' }] } })).toMatchObject({
      understood: true,
      betaLactam: { inn: 'amoxicillin' },
    });
    expect(one('', { code: { text: 'Пенициллин', coding: [{ system: ATC, code: 'N01BB02' }] } })).toMatchObject({
      understood: true,
      betaLactam: undefined,
    });
  });
  test('of SNOMED CT are understood, of the clinic alone are not', () => {
    expect(one('', coded(SNOMED, '1', 'Х'))?.understood).toBe(true);
    expect(one('', coded('urn:own', '1', 'Х'))?.understood).toBe(false);
    expect(one('', coded('urn:own', '1', 'Ampicillin'))).toMatchObject({
      understood: true,
      betaLactam: { inn: 'ampicillin' },
    });
  });
  test.each(['716186003', '409137002', '428607008', '429625007', '428197003'])(
    '%s of SNOMED CT says that there is none',
    (code) => {
      expect(read(allergy('', coded(SNOMED, code)))).toEqual([]);
      expect(read(allergy('', coded('urn:own', code)))).toHaveLength(1);
    },
  );
});

describe('stands unless', () => {
  const status = (code: string) => ({ coding: [{ code }] });
  test.each(['refuted', 'entered-in-error'])('it was %s', (code) => {
    expect(one('Пенициллин', { verificationStatus: status(code) })).toBeUndefined();
  });
  test.each(['inactive', 'resolved'])('it is %s', (code) => {
    expect(one('Пенициллин', { clinicalStatus: status(code) })).toBeUndefined();
  });
  test('and does when confirmed and active', () => {
    const stands = one('Пенициллин', { verificationStatus: status('confirmed'), clinicalStatus: status('active') });
    expect(stands).toMatchObject({ severe: false });
  });
});

test('a severe reaction or high criticality is severe', () => {
  const reaction = (severity: 'mild' | 'severe') => ({ manifestation: [{ text: 'x' }], severity });
  expect(one('Пенициллин')?.severe).toBe(false);
  expect(one('Пенициллин', { criticality: 'high' })?.severe).toBe(true);
  expect(one('Пенициллин', { criticality: 'low' })?.severe).toBe(false);
  expect(one('Пенициллин', { reaction: [reaction('mild'), reaction('severe')] })?.severe).toBe(true);
  expect(one('Пенициллин', { reaction: [reaction('mild')] })?.severe).toBe(false);
});
test('one that is stated to be against food or surroundings is not of a medicine', () => {
  expect(one('Х')?.ofMedicine).toBe(true);
  expect(one('Х', { category: ['food', 'medication'] })?.ofMedicine).toBe(true);
  expect(one('Х', { category: ['food'] })?.ofMedicine).toBe(false);
});
test('is shown in its words, else by a display, else by its code', () => {
  const shown = (code: fhir4.CodeableConcept) => one('', { code })?.cited.value;
  expect(shown({ text: 'Пенициллин', coding: [{ display: 'Penicillin' }] })).toBe('Пенициллин');
  expect(shown({ coding: [{ code: 'x' }, { display: 'Penicillin' }] })).toBe('Penicillin');
  expect(shown({ coding: [{ system: ATC, code: 'J01CA04' }] })).toBe('J01CA04');
  expect(shown({})).toBe('?');
});
