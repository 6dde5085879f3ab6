import { z } from 'zod';
import { dayPatient } from '../../domain/clinic-day/patient.ts';
import { dayResult } from '../../domain/clinic-day/result.ts';
import { RESULT_EXTENSION, Result } from '../../schemas/result.ts';
import type { ResultFact } from './facts.ts';

const Extended = z.looseObject({
  resourceType: z.string(),
  id: z.string().optional(),
  extension: z.array(z.looseObject({ url: z.string(), valueString: z.string().optional() })).optional(),
});
const PublishedBundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ resource: Extended })),
});

/** As much of a Patient as `dayPatient` reads; what has another form is left out. */
const PatientForm = z.looseObject({
  resourceType: z.literal('Patient'),
  name: z.array(z.looseObject({ text: z.string().optional(), family: z.string().optional() })).optional(),
  birthDate: z.string().optional(),
  gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  identifier: z.array(z.looseObject({ value: z.string().optional() })).optional(),
});

/**
 * The result of a published Bundle as the cache keeps it: its own Result, put into the same words as the region puts it.
 * Undefined for a Bundle that carries none of ours: the connector delivers it, the page waits for the region's own list.
 */
export function resultOfBundle(bundle: unknown, learnedAt: string): ResultFact | undefined {
  const parsed = PublishedBundle.safeParse(bundle);
  if (!parsed.success) return undefined;
  const resources = parsed.data.entry.map(({ resource }) => resource);
  const text = resources
    .flatMap(({ extension = [] }) => extension)
    .find(({ url }) => url === RESULT_EXTENSION)?.valueString;
  const result = Result.safeParse(jsonOf(text));
  if (!result.success) return undefined;
  const patient = PatientForm.safeParse(resources.find(({ resourceType }) => resourceType === 'Patient'));
  const { record } = result.data;
  return {
    kind: 'result',
    result: dayResult(result.data),
    ...(patient.success ? { patient: dayPatient(record, patient.data as fhir4.Patient) } : {}),
    learnedAt,
  };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
