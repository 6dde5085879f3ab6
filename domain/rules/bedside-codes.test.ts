import { describe, expect, test } from '@jest/globals';
import { newestConsciousness } from './acvpu.ts';
import { SIGNS } from './bedside-codes.ts';
import { answer, entry, factsOf } from './examples.ts';
import { newestSmoking } from './smoking.ts';

test('only two signs have a SNOMED CT code whose meaning is the sign', () => {
  const coded = Object.entries(SIGNS).filter(([, { codes }]) => codes.length > 0);
  expect(coded.map(([name, { codes }]) => [name, codes])).toEqual([
    ['confusion', ['40917007']],
    ['haemoptysis', ['66857006']],
  ]);
});

describe.each(['67775-7', '80288-4'])('consciousness asked as LOINC %s', (loinc) => {
  test.each([
    ['248234008', 'A'],
    ['130987000', 'C'],
    ['300202002', 'V'],
    ['450847001', 'P'],
    ['422768004', 'U'],
  ])('%s is %s', (snomed, level) => {
    expect(newestConsciousness(factsOf([answer(loinc, snomed)]), 0)).toMatchObject({ found: { level } });
  });
});

describe('tobacco (US Core)', () => {
  test.each([
    ['every day', '449868002', true],
    ['some days', '428041000124106', true],
    ['smoker, not told how much', '77176002', true],
    ['in the past', '8517006', false],
    ['never', '266919005', false],
    ['not now', '8392000', false],
  ])('%s (%s): smokes %p', (_, snomed, smokes) => {
    expect(newestSmoking(factsOf([answer('72166-2', snomed)]), 0)).toMatchObject({ found: { smokes } });
  });
  test('another answer is none', () => {
    expect(newestSmoking(factsOf([answer('72166-2', '1')]), 0)).toHaveProperty('missing');
    expect(newestSmoking(factsOf([answer('67775-7', '449868002')]), 0)).toHaveProperty('missing');
  });
});

describe('an answer', () => {
  const asked = (loinc: string, change: Partial<fhir4.Observation>) => {
    const { valueCodeableConcept: _, ...bare } = answer(loinc, '1').resource as fhir4.Observation;
    return factsOf([entry({ ...bare, ...change })]);
  };
  const smoking = (change: Partial<fhir4.Observation>) => newestSmoking(asked('72166-2', change), 0);
  const consciousness = (change: Partial<fhir4.Observation>) => newestConsciousness(asked('67775-7', change), 0);
  const SNOMED = 'http://snomed.info/sct';
  test('that is none, is in words alone, or in another system says nothing', () => {
    for (const change of [
      {},
      { valueCodeableConcept: {} },
      { valueCodeableConcept: { text: 'A' } },
      { valueCodeableConcept: { coding: [{ code: '449868002' }, { system: SNOMED }] } },
    ]) {
      expect(smoking(change)).toMatchObject({ missing: { en: 'Smoking' } });
      expect(consciousness(change)).toMatchObject({ missing: { en: 'Consciousness (ACVPU)' } });
    }
  });
  test('on tobacco is shown in its words, else by its display, else as there or not', () => {
    const shown = (text: string | undefined, display: string | undefined, code = '449868002') => {
      const found = smoking({
        valueCodeableConcept: {
          coding: [{ system: SNOMED, code, ...(display ? { display } : {}) }],
          ...(text ? { text } : {}),
        },
      });
      return 'found' in found ? found.found.cited.value : undefined;
    };
    expect([
      shown('Курит', 'Smokes'),
      shown(undefined, 'Smokes'),
      shown(undefined, undefined),
      shown(undefined, undefined, '266919005'),
    ]).toEqual([...['Курит', 'Smokes', 'present', 'absent']]);
  });
  test('lets the one before speak where it says nothing', () => {
    const before = answer('67775-7', '300202002');
    const silent = entry({
      ...(before.resource as fhir4.Observation),
      id: 'later',
      effectiveDateTime: '2026-03-01T11:00:00Z',
      valueCodeableConcept: { text: '?' },
    });
    expect(newestConsciousness(factsOf([before, silent]), 0)).toMatchObject({
      found: { level: 'V', cited: { value: 'V' } },
    });
  });
});
