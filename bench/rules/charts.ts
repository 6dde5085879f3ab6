import { ATC, ICD10, LOINC, UCUM } from '../../domain/fhir/systems.ts';
import { SIGN_SYSTEM } from '../../domain/rules/bedside-codes.ts';

/** The moment at which every chart is judged. */
export const AS_OF = '2026-03-01T12:00:00.000Z';
const TODAY = '2026-03-01T06:00:00.000Z';
const BEFORE = '2026-01-20T06:00:00.000Z';

export type Chart = { readonly id: string; readonly resources: readonly fhir4.FhirResource[] };

/** The same pseudo-random numbers on every machine (Lehmer, 48271 modulo 2³¹ − 1), 0 to 1. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** LOINC, UCUM, least and most of what is drawn, decimals. */
const MEASURED = [
  ['2160-0', 'mg/dL', 0.6, 5, 2],
  ['22664-7', 'mmol/L', 3, 15, 1],
  ['9279-1', '/min', 12, 36, 0],
  ['8480-6', 'mm[Hg]', 80, 160, 0],
  ['8462-4', 'mm[Hg]', 50, 100, 0],
  ['9269-2', '{score}', 12, 15, 0],
  ['59408-5', '%', 88, 100, 0],
  ['8867-4', '/min', 55, 130, 0],
  ['8310-5', 'Cel', 36, 39.5, 1],
  ['2823-3', 'mmol/L', 3.6, 5.2, 1],
  ['2951-2', 'mmol/L', 134, 146, 0],
  ['718-7', 'g/L', 90, 160, 0],
  ['777-3', '10*9/L', 120, 400, 0],
] as const;
const ORDERED = ['B01AA03', 'M01AE01', 'A10BA02', 'A02BC01', 'H02AB06', 'C03DA01', 'C07AB02', 'C10AA05'];
const STATED = ['J18.9', 'N10', 'K25.9', 'I10', 'E11.9'];

/** Complete charts of adults, about 41 resources each, in canonical units, so that each engine can judge all of it. */
export function benchCharts(count: number): Chart[] {
  const next = numbers(20_260_301);
  const chance = (share: number): boolean => next() < share;
  return Array.from({ length: count }, (_, index) => {
    const id = `chart-${index + 1}`;
    const subject = { reference: `Patient/${id}` };
    const resources: fhir4.FhirResource[] = [
      {
        resourceType: 'Patient',
        id,
        gender: chance(0.5) ? 'female' : 'male',
        birthDate: `${1935 + Math.floor(next() * 65)}-05-17`,
      },
    ];
    const take = (resource: fhir4.FhirResource): void =>
      void resources.push({ ...resource, id: `${id}-${resources.length}` });
    const measure = (effectiveDateTime: string): void => {
      for (const [code, unit, least, most, decimals] of MEASURED)
        take({
          resourceType: 'Observation',
          status: 'final',
          code: { coding: [{ system: LOINC, code }] },
          effectiveDateTime,
          valueQuantity: {
            value: Number((least + next() * (most - least)).toFixed(decimals)),
            unit,
            system: UCUM,
            code: unit,
          },
          subject,
        });
    };
    measure(BEFORE);
    measure(TODAY);
    take({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: SIGN_SYSTEM, code: 'confusion' }] },
      effectiveDateTime: TODAY,
      valueBoolean: chance(0.3),
      subject,
    });
    for (const code of ORDERED)
      if (chance(0.7))
        take({
          resourceType: 'MedicationRequest',
          status: 'active',
          intent: 'order',
          medicationCodeableConcept: { coding: [{ system: ATC, code }] },
          authoredOn: BEFORE,
          subject,
        });
    for (const code of STATED)
      if (chance(0.6))
        take({ resourceType: 'Condition', code: { coding: [{ system: ICD10, code }] }, recordedDate: TODAY, subject });
    for (const name of ['E-1', 'E-2'])
      take({
        resourceType: 'Encounter',
        status: 'finished',
        class: { code: 'AMB' },
        identifier: [{ value: name }],
        subject,
      });
    return { id, resources };
  });
}
