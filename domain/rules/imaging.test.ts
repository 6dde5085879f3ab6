import { describe, expect, test } from '@jest/globals';
import { entry, factsOf, order, study } from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { isMadeFor, numbersOf, ORDERS, ordersOf, STUDIES, studiesOf } from './imaging.ts';

const LOINC = 'http://loinc.org';
const asked = (coding: fhir4.Coding[], text?: string): ChartEntry =>
  order('asked', '2026-02-20', { code: { coding, ...(text ? { text } : {}) } });
const orders = (...entries: ChartEntry[]) => ordersOf(factsOf(entries)).map(({ kind, name }) => [kind, name]);
const film = (change: Partial<fhir4.ImagingStudy>): ChartEntry => {
  const { modality: _, series: __, ...bare } = study('film', '2026-02-20').resource as fhir4.ImagingStudy;
  return entry({ ...bare, id: 'film', ...change });
};
const kinds = (change: Partial<fhir4.ImagingStudy>) => studiesOf(factsOf([film(change)])).map(({ kind }) => kind);

describe('an order is of a known kind', () => {
  test.each([
    ['36643-5', 'XR chest'],
    ['30745-4', 'XR chest'],
    ['30746-2', 'XR chest'],
    ['36554-4', 'XR chest'],
    ['24627-2', 'CT chest'],
    ['24606-6', 'MG breast'],
  ])('by LOINC %s: %s', (code, kind) => {
    expect(
      orders(
        asked([
          { system: 'urn:own', code: 'x' },
          { system: LOINC, code },
        ]),
      ),
    ).toEqual([[kind, kind]]);
  });
  test('not by another code, in another system, or without a code', () => {
    for (const coding of [
      [{ system: LOINC, code: '2823-3' }],
      [{ system: 'urn:own', code: '36643-5' }],
      [{ system: LOINC }],
      [],
    ])
      expect(orders(asked(coding))).toEqual([]);
    expect(orders(entry({ resourceType: 'ServiceRequest', status: 'active', intent: 'order', subject: {} }))).toEqual(
      [],
    );
  });
  test('and is named as the physician wrote it, else by the display', () => {
    const coding = [{ system: LOINC, code: '36643-5', display: 'XR Chest 2 Views' }];
    expect(orders(asked(coding, 'Рентген'))).toEqual([['XR chest', 'Рентген']]);
    expect(orders(asked(coding))).toEqual([['XR chest', 'XR Chest 2 Views']]);
  });
});

describe('a study is of a kind', () => {
  const chest = { description: 'Chest' };
  test.each([
    ['CR', 'XR chest'],
    ['DX', 'XR chest'],
    ['RG', 'XR chest'],
    ['DR', 'XR chest'],
    ['CT', 'CT chest'],
  ])('by the modality %s: %s', (code, kind) => {
    expect(kinds({ ...chest, modality: [{ code }] })).toEqual([kind]);
    expect(
      kinds({
        ...chest,
        modality: [{ display: 'x' }],
        series: [
          { uid: '1', modality: {} },
          { uid: '2', modality: { code } },
        ],
      }),
    ).toEqual([kind]);
  });
  const CT = { modality: [{ code: 'CT' }] };
  test.each([
    'CHEST',
    'thorax',
    'Lung',
    'Органы грудной клетки',
    'Орган грудной',
    'грудная клетка',
    'Лёгкие',
    'легкие',
    '51185008',
    '43799004',
  ])('by the part “%s”', (word) => {
    expect(kinds({ ...CT, description: word })).toEqual(['CT chest']);
    expect(kinds({ ...CT, procedureCode: [{ text: word }] })).toEqual(['CT chest']);
    expect(kinds({ ...CT, procedureCode: [{ coding: [{ code: 'x' }, { display: word }] }] })).toEqual(['CT chest']);
    expect(kinds({ ...CT, series: [{ uid: '1', modality: {}, bodySite: { code: word } }] })).toEqual(['CT chest']);
    expect(kinds({ ...CT, series: [{ uid: '1', modality: {}, bodySite: { display: word } }] })).toEqual(['CT chest']);
    expect(kinds({ ...CT, series: [{ uid: '1', modality: {}, description: word }] })).toEqual(['CT chest']);
  });
  test.each(['Breast', 'MAMMA', 'Молочная железа', '76752008'])('by the part “%s” of the breast', (word) => {
    expect(kinds({ modality: [{ code: 'MG' }], description: word })).toEqual(['MG breast']);
  });
  test('not without a modality or a known part', () => {
    expect([kinds(chest), kinds(CT), kinds({ ...CT, description: 'Head' })]).toEqual([[], [], []]);
  });
});

test('numbers know the domain in which they were given; an empty one is none', () => {
  expect([...numbersOf([{ system: 'urn:a', value: '1' }, { value: '1' }, { system: 'urn:a' }])]).toEqual([
    'urn:a|1',
    '|1',
  ]);
  expect([...numbersOf(undefined)]).toEqual([]);
});

test('a study is made for an order that it names, or whose number it has', () => {
  const numbered = [{ system: 'urn:a', value: '1' }];
  const made = (ordered: Partial<fhir4.ServiceRequest>, change: Partial<fhir4.ImagingStudy>) => {
    const one = order('asked', '2026-02-20', ordered);
    const facts = factsOf([one, film({ modality: [{ code: 'DX' }], description: 'Chest', ...change })]);
    const [[examined], [by]] = [studiesOf(facts), ordersOf(facts)];
    return examined && by && isMadeFor(examined, by);
  };
  const own = order('asked', '2026-02-20', {}).id;
  expect(made({}, { basedOn: [{ reference: 'ServiceRequest/other' }, { reference: `ServiceRequest/${own}` }] })).toBe(
    true,
  );
  expect(made({}, { basedOn: [{ reference: 'ServiceRequest/other' }] })).toBe(false);
  expect(made({ identifier: numbered }, { identifier: [{ value: 'x' }, ...numbered] })).toBe(true);
  expect(made({ identifier: numbered }, { identifier: [{ system: 'urn:b', value: '1' }] })).toBe(false);
  expect(made({}, {})).toBe(false);
});

test('two hundred of each are read', () => {
  expect([ORDERS, STUDIES]).toEqual([
    { facet: 'ServiceRequest', newest: 200 },
    { facet: 'ImagingStudy', newest: 200 },
  ]);
});
