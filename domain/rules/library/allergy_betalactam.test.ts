import { describe, expect, test } from '@jest/globals';
import { allergyAlert } from './allergy_betalactam.ts';
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
