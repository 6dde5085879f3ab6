import { describe, expect, test } from '@jest/globals';
import { isAtc } from '../../../../schemas/codes/check.ts';
import { INTERACTING } from '../../../codes/base/interacting.ts';
import { CLASSES, type DrugClass } from './onc-classes.ts';
import { ONC_PAIRS, pairsOfIngredients } from './onc-pairs.ts';

const idOf = (a: string, b: string) => pairsOfIngredients(a, b).map(({ id }) => id);

test('there are the fifteen pairs of the list', () => {
  expect(ONC_PAIRS).toHaveLength(15);
  expect(new Set(ONC_PAIRS.map(({ id }) => id)).size).toBe(15);
});

/** One pair of ingredients of each pair of classes, in the order of the publication. */
test.each([
  ['dextroamphetamine', 'selegiline', 'amphetamines-maoi'],
  ['atazanavir', 'esomeprazole', 'atazanavir-ppi'],
  ['febuxostat', 'azathioprine', 'febuxostat-thiopurines'],
  ['febuxostat', 'mercaptopurine', 'febuxostat-thiopurines'],
  ['sertraline', 'procarbazine', 'serotonergic-maoi'],
  ['irinotecan', 'verapamil', 'irinotecan-cyp3a4'],
  ['meperidine', 'tranylcypromine', 'opioids-maoi'],
  ['clomipramine', 'isocarboxazid', 'tricyclics-maoi'],
  ['sotalol', 'moxifloxacin', 'qt-qt'],
  ['ramelteon', 'ciprofloxacin', 'ramelteon-cyp1a2'],
  ['darunavir', 'rifampin', 'protease-inhibitors-inducers'],
  ['lovastatin', 'itraconazole', 'statins-cyp3a4'],
  ['ergonovine', 'erythromycin', 'ergots-cyp3a4'],
  ['tizanidine', 'propafenone', 'tizanidine-cyp1a2'],
  ['tranylcypromine', 'procarbazine', 'tranylcypromine-procarbazine'],
  ['rizatriptan', 'phenelzine', 'triptans-maoi'],
])('%s with %s, in either order: %s', (a, b, id) => {
  expect(idOf(a, b)).toEqual([id]);
  expect(idOf(b, a)).toEqual([id]);
});

test.each([
  ['atorvastatin', 'clarithromycin'],
  ['rosuvastatin', 'ritonavir'],
  ['sumatriptan', 'sertraline'],
  ['naratriptan', 'phenelzine'],
  ['allopurinol', 'azathioprine'],
  ['amiodarone', 'amiodarone'],
  ['linezolid', 'fluoxetine'],
])('%s with %s is not on the list', (a, b) => {
  expect(idOf(a, b)).toEqual([]);
});

describe('the table of classes', () => {
  const members = Object.values(CLASSES).flatMap((one: DrugClass) => one.members);
  test('has ATC codes of the right form, and one set of codes for an ingredient', () => {
    const codes = new Map<string, string>();
    for (const [inn, ...atc] of members) {
      for (const code of atc) expect([inn, code, isAtc(code)]).toEqual([inn, code, true]);
      const known = codes.get(inn);
      if (known !== undefined && inn !== 'fluoxetine') expect([inn, atc.join()]).toEqual([inn, known]);
      codes.set(inn, atc.join());
    }
  });
  test('agrees with the names by which orders are coded', () => {
    const named = new Map(INTERACTING.map(([atc, inn]) => [inn, atc]));
    for (const [inn, atc] of members)
      if (atc !== undefined && named.has(inn)) expect([inn, named.get(inn)]).toEqual([inn, atc]);
  });
});
