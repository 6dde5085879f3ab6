import { describe, expect, test } from '@jest/globals';
import { isAtc } from '../../../../schemas/codes/check.ts';
import { CLASSES, type ClassName, type DrugClass, SYNONYMS } from './onc-classes.ts';
import { memberByAtc } from './onc-pairs.ts';

const membersOf = (name: string) => (CLASSES as Record<string, DrugClass>)[name]?.members ?? [];

/** As many as the published list maps to each class, with the members that were added here and are commented there. */
test.each([
  ['amphetamines', 12],
  ['maoi', 5],
  ['maoiA', 3],
  ['atazanavir', 1],
  ['ppi', 6],
  ['febuxostat', 1],
  ['thiopurines', 2],
  ['serotonergic', 11],
  ['irinotecan', 1],
  ['cyp3a4OfIrinotecan', 23],
  ['opioids', 6],
  ['tricyclics', 8],
  ['qt', 40],
  ['ramelteon', 1],
  ['cyp1a2OfRamelteon', 4],
  ['proteaseInhibitors', 10],
  ['cyp3a4Inducers', 7],
  ['statins', 2],
  ['cyp3a4OfStatins', 20],
  ['ergots', 4],
  ['cyp3a4OfErgots', 15],
  ['tizanidine', 1],
  ['cyp1a2OfTizanidine', 7],
  ['tranylcypromine', 1],
  ['procarbazine', 1],
  ['triptans', 3],
])('the class %s has %i members, each with an INN of its own and codes that are ATC codes', (name, count) => {
  const members = membersOf(name);
  expect(members).toHaveLength(count);
  expect(new Set(members.map(([inn]) => inn)).size).toBe(count);
  for (const [inn, ...codes] of members) {
    expect(inn).toMatch(/^[a-z][a-z' ]+$/);
    expect(codes.filter((code) => !isAtc(code))).toEqual([]);
  }
});

test('only members that are not marketed have no code', () => {
  const uncoded = Object.keys(CLASSES).flatMap((name) => membersOf(name).filter(([, ...codes]) => !codes.length));
  expect(uncoded.map(([inn]) => inn)).toEqual(['benzfetamine', 'phendimetrazine', 'zileuton']);
});

/** Fixed combinations have codes of their own, which do not begin with that of the ingredient. */
test.each([
  ['proteaseInhibitors', 'J05AR10', 'lopinavir'],
  ['proteaseInhibitors', 'J05AE30', 'ritonavir'],
  ['atazanavir', 'J05AR15', 'atazanavir'],
  ['atazanavir', 'J05AR23', 'atazanavir'],
  ['proteaseInhibitors', 'J05AR14', 'darunavir'],
  ['proteaseInhibitors', 'J05AR22', 'darunavir'],
  ['proteaseInhibitors', 'J05AR26', 'darunavir'],
  ['opioids', 'N02AJ13', 'tramadol'],
  ['opioids', 'N02AB52', 'pethidine'],
  ['opioids', 'N01AH51', 'fentanyl'],
  ['opioids', 'N07XX59', 'dextromethorphan'],
  ['statins', 'C10BA02', 'simvastatin'],
  ['statins', 'C10BX04', 'simvastatin'],
  ['statins', 'C10BA01', 'lovastatin'],
  ['serotonergic', 'N06CA03', 'fluoxetine'],
  ['tricyclics', 'N06CA01', 'amitriptyline'],
  ['ergots', 'N02CA52', 'ergotamine'],
  ['ergots', 'N02CA51', 'dihydroergotamine'],
  ['amphetamines', 'R01BA52', 'pseudoephedrine'],
] as const)('in the class %s the code %s is %s', (name, atc, inn) => {
  expect(memberByAtc(name, atc)).toBe(inn);
});

describe('names under which lists give an ingredient', () => {
  test.each(Object.entries(SYNONYMS))('%s is %s, a member of a class', (_, inn) => {
    const within = (Object.keys(CLASSES) as ClassName[]).filter((name) => membersOf(name).some(([one]) => one === inn));
    expect(within.length).toBeGreaterThan(0);
  });
});
