import { describe, expect, test } from '@jest/globals';
import { isAtc } from '../../../../schemas/codes/check.ts';
import { BETA_LACTAMS, betaLactamByAtc, betaLactamByName } from './betalactams.ts';

/** Groups of similar R1 side chains, as Zagursky and Pichichero (2018) and Romano (2021) list them, with their names in orders. */
const GROUPS = {
  A: 'benzylpenicillin/бензилпенициллин phenoxymethylpenicillin/феноксиметилпенициллин cefalotin/цефалотин cefoxitin/цефокситин',
  B: 'amoxicillin/амоксициллин ampicillin/ампициллин cefalexin/цефалексин cefadroxil/цефадроксил cefaclor/цефаклор cefprozil/цефпрозил',
  C: 'cefotaxime/цефотаксим ceftriaxone/цефтриаксон cefepime/цефепим cefpodoxime/цефподоксим',
  D: 'ceftazidime/цефтазидим cefiderocol/цефидерокол aztreonam/азтреонам',
  unique: 'cefazolin/цефазолин',
  none: 'oxacillin/оксациллин piperacillin/пиперациллин ticarcillin/тикарциллин cefuroxime/цефуроксим cefixime/цефиксим cefoperazone/цефоперазон meropenem/меропенем ertapenem/эртапенем doripenem/дорипенем imipenem/имипенем',
};
const LINES = Object.entries(GROUPS).flatMap(([sideChain, names]) =>
  names.split(' ').map((pair) => [...pair.split('/'), sideChain] as unknown as [string, string, string]),
);

test.each(LINES)('%s (%s) has the side chain %s, in either language', (inn, ru, sideChain) => {
  expect(betaLactamByName(inn)).toMatchObject({ inn, ru, sideChain });
  expect(betaLactamByName(`  ${ru.toUpperCase()} `)).toEqual(betaLactamByName(inn));
});
test('the table has these and no others', () => {
  expect(BETA_LACTAMS.map(({ inn }) => inn).sort()).toEqual(LINES.map(([inn]) => inn).sort());
});

test('the class of each is that of its ATC codes, which lead back to it', () => {
  const CLASSES = {
    A02BD: 'penicillin',
    J01C: 'penicillin',
    J01DF: 'monobactam',
    J01DH: 'carbapenem',
  };
  for (const { inn, atc, class: kind } of BETA_LACTAMS) {
    expect([inn, atc.length > 0 && atc.every(isAtc)]).toEqual([inn, true]);
    for (const code of atc) {
      const expected = Object.entries(CLASSES).find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'cephalosporin';
      expect([inn, code, kind]).toEqual([inn, code, expected]);
      expect(betaLactamByAtc(code)).toMatchObject({ inn });
    }
  }
});

describe('a code that is not in the table is known by its class', () => {
  test.each([
    ['J01CE05', 'penicillin'],
    ['J01DB10', 'cephalosporin'],
    ['J01DC07', 'cephalosporin'],
    ['J01DD17', 'cephalosporin'],
    ['J01DE03', 'cephalosporin'],
    ['J01DI02', 'cephalosporin'],
    ['J01DF02', 'monobactam'],
    ['J01DH05', 'carbapenem'],
  ])('%s: %s', (code, kind) => expect(betaLactamByAtc(code)).toEqual({ class: kind }));
  test('a package code of the ingredient is the ingredient', () => {
    expect(betaLactamByAtc('J01CA0401')).toMatchObject({ inn: 'amoxicillin' });
  });
});

test.each([
  ['Penicillins', 'penicillin'],
  ['penicillin', 'penicillin'],
  [' пенициллины', 'penicillin'],
  ['пенициллин', 'penicillin'],
  ['цефалоспорин', 'cephalosporin'],
  ['карбапенемы', 'carbapenem'],
  ['monobactams', 'monobactam'],
])('“%s” is the class of %ss', (name, kind) => expect(betaLactamByName(name)).toEqual({ class: kind }));
