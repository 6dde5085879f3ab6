import { z } from 'zod';

/** Any FHIR resource: its type is checked here, its members where they are read. Hidden members stay. */
export const AnyResource = z.looseObject({ resourceType: z.string().min(1) });

/** FHIR R4 §2.24.0.1 `id`. It is put into queries, so nothing else may pass. */
const FhirId = z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/, 'a FHIR id, without its type');
const LocalReference = z.string().regex(/^[A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/, 'Type/id');

const bundleOf = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ resource: AnyResource.optional() })).optional(),
});

const patient = { patientId: FhirId };
const user = { userId: LocalReference, ...patient, encounterId: FhirId.optional() };

/**
 * What each hook says of where the physician is (HL7/cds-hooks-library, one page for each hook; the encounter is required
 * there for encounter-start and encounter-discharge). Members that are not named here are left out: other versions add some.
 */
export const CONTEXTS = {
  'patient-view': z.object(user),
  'encounter-start': z.object({ ...user, encounterId: FhirId }),
  'encounter-discharge': z.object({ ...user, encounterId: FhirId }),
  'appointment-book': z.object({ ...user, appointments: bundleOf }),
  'order-select': z.object({ ...user, selections: z.array(z.string().min(1)), draftOrders: bundleOf }),
  'order-sign': z.object({ ...user, draftOrders: bundleOf }),
  'order-dispatch': z.object({
    ...patient,
    dispatchedOrders: z.array(LocalReference).min(1),
    performer: z.string().min(1).optional(),
    fulfillmentTasks: z.array(AnyResource).optional(),
  }),
} as const;

export type HookName = keyof typeof CONTEXTS;
export const HOOK_NAMES = Object.keys(CONTEXTS) as readonly HookName[];
