import { AS_OF, type Chart } from './charts.ts';

const HOURS_24 = 24 * 3_600_000;
const WEEK = 7 * HOURS_24;
const YEAR = 365 * HOURS_24;

/** A chart as flat facts: sex, age, the newest fresh value by LOINC code, codes of medicines and of new diagnoses. */
export type Flat = {
  readonly sex: string;
  readonly age: number;
  readonly medicines: readonly string[];
  readonly diagnoses: readonly string[];
  readonly [code: string]: unknown;
};

/** What the users of a general rule engine write by hand before it: one pass over the resources. */
export function flatFacts({ resources }: Chart): Flat {
  const asOf = Date.parse(AS_OF);
  const newest = new Map<string, { at: number; value: unknown }>();
  const medicines: string[] = [];
  const diagnoses: string[] = [];
  let [sex, age] = ['', 0];
  for (const resource of resources)
    if (resource.resourceType === 'Patient') {
      sex = resource.gender ?? '';
      const [year = 0, month = 0, day = 0] = (resource.birthDate ?? '').split('-').map(Number);
      const had = month < 3 || (month === 3 && day <= 1);
      age = 2026 - year - (had ? 0 : 1);
    } else if (resource.resourceType === 'Observation') {
      const code = resource.code.coding?.[0]?.code ?? '';
      const at = Date.parse(resource.effectiveDateTime ?? '');
      const fresh = asOf - at <= (code === '2160-0' ? YEAR : HOURS_24);
      if (fresh && at > (newest.get(code)?.at ?? 0))
        newest.set(code, { at, value: resource.valueQuantity?.value ?? resource.valueBoolean });
    } else if (resource.resourceType === 'MedicationRequest' && resource.status === 'active')
      medicines.push(resource.medicationCodeableConcept?.coding?.[0]?.code ?? '');
    else if (resource.resourceType === 'Condition' && asOf - Date.parse(resource.recordedDate ?? '') <= WEEK)
      diagnoses.push(resource.code?.coding?.[0]?.code ?? '');
  const values = Object.fromEntries([...newest].map(([code, { value }]) => [code, value]));
  return { ...values, sex, age, medicines, diagnoses };
}
