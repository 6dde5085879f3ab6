import { describe, expect, test } from '@jest/globals';
import { factsOf, medicine } from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { medicinesOf, uncodedMedicines } from './medicines.ts';

const read = (prefixes: readonly string[], ...entries: ChartEntry[]) =>
  medicinesOf(factsOf(entries), prefixes).map(({ atc, stage, local, cited }) => ({
    atc,
    stage,
    local,
    shown: cited.value,
  }));
const DICLOFENAC = 'M01AB05';
const local = (change: Partial<fhir4.MedicationRequest>) => read(['M'], medicine(DICLOFENAC, change))[0]?.local;

describe('an order counts', () => {
  test('while active or a draft, and until the end it names', () => {
    const state = (change: Partial<fhir4.MedicationRequest>) => read(['M01'], medicine(DICLOFENAC, change)).length;
    expect([
      state({ status: 'active' }),
      state({ status: 'draft' }),
      state({ status: 'on-hold' }),
      state({ status: 'completed' }),
    ]).toEqual([...[1, 1, 0, 0]]);
    const until = (end: string) => state({ dispenseRequest: { validityPeriod: { end } } });
    expect([until('2026-03-01T11:59:59Z'), until('2026-03-01T12:00:00Z'), until('soon')]).toEqual([0, 1, 1]);
    expect(state({ dispenseRequest: {} })).toBe(1);
    // On its last day it is still taken, wherever on Earth that day is.
    expect([until('2026-03-01'), until('2026-02-28'), until('2026-02')]).toEqual([1, 0, 0]);
  });
  test('by the beginning of its ATC code, in the system of ATC alone', () => {
    expect(read(['M01A', 'B01'], medicine(DICLOFENAC), medicine('B01AA03'), medicine('A10BA02'))).toHaveLength(2);
    expect(read(['01AB'], medicine(DICLOFENAC))).toEqual([]);
    const own = { medicationCodeableConcept: { coding: [{ system: 'urn:own', code: DICLOFENAC }] } };
    expect(read(['M01'], medicine('', own))).toEqual([]);
    expect(read(['M01'], medicine('', { medicationCodeableConcept: { text: 'x' } }))).toEqual([]);
    expect(
      read([''], medicine('', { medicationCodeableConcept: { coding: [{ system: 'http://www.whocc.no/atc' }] } })),
    ).toEqual([]);
  });
});

test('a draft, a proposal and a plan are about to start, everything else is taken', () => {
  const stage = (change: Partial<fhir4.MedicationRequest>) => read(['M'], medicine(DICLOFENAC, change))[0]?.stage;
  expect([stage({ status: 'draft' }), stage({ intent: 'proposal' }), stage({ intent: 'plan' })]).toEqual([
    ...['starting', 'starting', 'starting'],
  ]);
  expect([stage({}), stage({ intent: 'order' })]).toEqual(['taken', 'taken']);
});

test('is shown as the order writes it, with its code', () => {
  const concept = (text: string | undefined, display: string | undefined) => ({
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.whocc.no/atc', code: DICLOFENAC, ...(display ? { display } : {}) }],
      ...(text ? { text } : {}),
    },
  });
  const shown = (text?: string, display?: string) => read(['M'], medicine('', concept(text, display)))[0]?.shown;
  expect([shown('Диклофенак', 'diclofenac'), shown(undefined, 'diclofenac'), shown()]).toEqual([
    ...['Диклофенак (M01AB05)', 'diclofenac (M01AB05)', 'M01AB05'],
  ]);
});

describe('is given on the skin or into the eye', () => {
  test.each(['M02AA15', 'S01BC03'])('by its group: %s', (code) => {
    expect(read([''], medicine(code))).toMatchObject([{ local: true }]);
  });
  test.each(['M02B', 'S01AE03', 'XM02A'])('not %s', (code) =>
    expect(read([''], medicine(code))).toMatchObject([{ local: false }]),
  );
  test.each(['наружно', 'Местно', 'накожно', 'глазные капли', 'topical', 'cutaneous use', 'Ophthalmic'])(
    'by the words “%s”',
    (text) => {
      expect(local({ dosageInstruction: [{ text: 'x' }, { route: { text } }] })).toBe(true);
      expect(local({ dosageInstruction: [{ route: { coding: [{ code: 'x' }, { display: text }] } }] })).toBe(true);
    },
  );
  test.each(['6064005', '448598008', '54485002'])('by SNOMED CT %s', (code) => {
    expect(local({ dosageInstruction: [{ route: { coding: [{ code }] } }] })).toBe(true);
  });
  test('not by mouth, nor where nobody said', () => {
    expect(
      local({ dosageInstruction: [{ route: { text: 'внутрь', coding: [{ code: '26643006', display: 'Oral' }] } }] }),
    ).toBe(false);
    expect(local({ dosageInstruction: [{ route: {} }] })).toBe(false);
    expect(local({})).toBe(false);
  });
});

describe('without an ATC code', () => {
  const uncoded = (concept: fhir4.CodeableConcept, change: Partial<fhir4.MedicationRequest> = {}) =>
    uncodedMedicines(factsOf([medicine('', { medicationCodeableConcept: concept, ...change })])).map(
      ({ value }) => value,
    );
  test('is known by its text, else its display', () => {
    expect(uncoded({ text: 'Ципро', coding: [{ display: 'cipro' }] })).toEqual(['Ципро']);
    expect(uncoded({ coding: [{ system: 'urn:own', code: '1', display: 'cipro' }] })).toEqual(['cipro']);
    expect(uncoded({})).toEqual(['?']);
  });
  test('only while it is ordered, and only if no coding is one of ATC', () => {
    expect(uncoded({ text: 'Ципро' }, { status: 'stopped' })).toEqual([]);
    expect(uncoded({ coding: [{ code: '1' }, { system: 'http://www.whocc.no/atc', code: 'J01MA02' }] })).toEqual([]);
    expect(uncoded({ text: 'x', coding: [{ system: 'http://www.whocc.no/atc' }] })).toEqual(['x']);
  });
});
