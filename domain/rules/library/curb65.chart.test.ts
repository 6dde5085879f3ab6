import { describe, expect, test } from '@jest/globals';
import { PNEUMONIA } from '../codes.ts';
import { bornBefore, diagnosis, entry, onlyOf, patient, runOf, sign, value } from '../examples.ts';

const adult = patient(bornBefore({ years: 40 }));
const missingOf = (advice: { missing: readonly { en: string }[] }) => advice.missing.map(({ en }) => en);

describe('CURB-65', () => {
  const vitals = [
    value('9279-1', 32, '/min'),
    value('8480-6', 118, 'mm[Hg]'),
    value('8462-4', 58, 'mm[Hg]'),
    sign('confusion', false),
  ];
  const pneumonia = diagnosis('J18.9');

  test('is computed from a physician’s diagnosis, urea as nitrogen in mg/dL too', () => {
    const facts = [adult, pneumonia, ...vitals, value('3094-0', 20, 'mg/dL')];
    expect(onlyOf('curb65', facts)).toMatchObject({ severity: 'warning', score: { total: 3, risk: 'severe' } });
  });
  test('without urea the class may still be certain, and the urea is named', () => {
    const old = patient(bornBefore({ years: 70 }));
    const advice = onlyOf('curb65', [old, pneumonia, ...vitals]);
    expect(advice.score).toMatchObject({ least: 3, most: 4, risk: 'severe' });
    expect(missingOf(advice)).toEqual(['Urea']);
  });
  test('where the class depends on what is missing nothing is computed', () => {
    const advice = onlyOf('curb65', [adult, pneumonia, ...vitals]);
    expect(advice.score).toBeUndefined();
    expect(missingOf(advice)).toEqual(['Urea']);
  });
  test('a signed report with the coded statement is enough; a preliminary or a negative one is not', () => {
    const statement = (present: boolean) =>
      entry({
        resourceType: 'Observation',
        id: 'statement',
        status: 'final',
        code: { coding: [{ system: 'http://snomed.info/sct', code: PNEUMONIA }] },
        valueCodeableConcept: {
          coding: [{ system: 'http://snomed.info/sct', code: present ? '52101004' : '2667000' }],
        },
      });
    const report = (status: fhir4.DiagnosticReport['status'], present: boolean) => [
      statement(present),
      entry({
        resourceType: 'DiagnosticReport',
        status,
        code: { text: 'X-ray' },
        effectiveDateTime: '2026-03-01T06:00:00Z',
        result: [{ reference: `Observation/${statement(present).id}` }],
      }),
    ];
    expect(runOf('curb65', [adult, ...report('final', true)]).state).toBe('said');
    expect(runOf('curb65', [adult, ...report('preliminary', true)]).state).toBe('idle');
    expect(runOf('curb65', [adult, ...report('final', false)]).state).toBe('idle');
  });
  test('a refuted diagnosis is no occasion', () => {
    const refuted = {
      ...pneumonia,
      resource: { ...pneumonia.resource, verificationStatus: { coding: [{ code: 'refuted' }] } } as fhir4.Condition,
    };
    expect(runOf('curb65', [adult, refuted, ...vitals]).state).toBe('idle');
  });
});
