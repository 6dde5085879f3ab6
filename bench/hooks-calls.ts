import { randomUUID } from 'node:crypto';
import { servicesOf } from '../domain/cds-hooks/services.ts';
import { activeRules } from '../domain/delivery/results.ts';
import { ATC, LOINC, UCUM } from '../domain/fhir/systems.ts';
import type { RegionFile } from '../schemas/region.ts';

const subject = { reference: 'Patient/bench' };
const bundle = (...resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
const medicine = (id: string, code: string, text: string, status = 'active') => ({
  ...{ resourceType: 'MedicationRequest', id, status, intent: 'order', subject },
  authoredOn: new Date(Date.now() - 86_400_000).toISOString(),
  medicationCodeableConcept: { coding: [{ system: ATC, code }], text },
});
const measured = (code: string, value: number, unit: string) => ({
  ...{ resourceType: 'Observation', id: `o-${code}`, status: 'final', subject },
  code: { coding: [{ system: LOINC, code }] },
  effectiveDateTime: new Date(Date.now() - 3_600_000).toISOString(),
  valueQuantity: { value, unit, system: UCUM, code: unit },
});

/** What a record system sends of a woman of 64 with warfarin, metformin and a poor kidney: each call has something to say. */
const HELD: Readonly<Record<string, () => object>> = {
  patient: () => ({ resourceType: 'Patient', id: 'bench', gender: 'female', birthDate: '1960-05-04' }),
  medications: () => bundle(medicine('w', 'B01AA03', 'Варфарин'), medicine('m', 'A10BA02', 'Метформин')),
  observations: () =>
    bundle(measured('2823-3', 6.8, 'mmol/L'), measured('14682-9', 240, 'umol/L'), measured('718-7', 118, 'g/L')),
};
const CALLS = [
  ['oka-critical-values', 'patient-view'],
  ['oka-kidneys', 'patient-view'],
  ['oka-kidney-medicines', 'patient-view'],
  ['oka-interactions', 'order-sign'],
] as const;

/** Bodies of calls, one for each of four services of the region. */
export function callBodies(region: RegionFile): { readonly service: string; readonly body: string }[] {
  const services = servicesOf(activeRules(region));
  return CALLS.map(([service, hook]) => {
    const keys = services.find(({ matter }) => matter.id === service)?.keys ?? [];
    const prefetch = Object.fromEntries(keys.map(({ key }) => [key, HELD[key]?.() ?? bundle()]));
    const context = {
      ...{ userId: 'Practitioner/bench', patientId: 'bench' },
      ...(hook === 'order-sign' ? { draftOrders: bundle(medicine('d', 'M01AB05', 'Диклофенак', 'draft')) } : {}),
    };
    return { service, body: JSON.stringify({ hook, hookInstance: randomUUID(), context, prefetch }) };
  });
}
