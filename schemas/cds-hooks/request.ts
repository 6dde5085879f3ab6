import { z } from 'zod';
import { AnyResource, CONTEXTS, HOOK_NAMES, type HookName } from './context.ts';

/** The token by which what is missing may be read (CDS Hooks 2.0.1, "FHIR Resource Access"). */
const FhirAuthorization = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i, 'Bearer'),
  expires_in: z.number().int(),
  scope: z.string(),
  subject: z.string().min(1),
  patient: z.string().min(1).optional(),
});

/** A key that is absent was not supplied; `null` says that there is nothing (CDS Hooks 2.0.1, "Prefetch Template"). */
const Prefetch = z.record(z.string(), AnyResource.nullable());
export type Prefetch = z.infer<typeof Prefetch>;

const common = {
  hookInstance: z.guid(),
  fhirServer: z.url({ protocol: /^https?$/ }).optional(),
  fhirAuthorization: FhirAuthorization.optional(),
  prefetch: Prefetch.optional(),
};

const hookCall = <const H extends HookName>(hook: H) =>
  z
    .object({ ...common, hook: z.literal(hook), context: CONTEXTS[hook] })
    .refine(({ fhirAuthorization, fhirServer }) => fhirAuthorization === undefined || fhirServer !== undefined, {
      path: ['fhirServer'],
      message: 'is required where fhirAuthorization is given',
    });

/**
 * A call of a service (CDS Hooks 2.0.1, "Calling a CDS Service"). Extensions and members of later versions are left out;
 * null and wrong types are refused everywhere but in `prefetch`.
 */
export const HookRequest = z.discriminatedUnion('hook', [
  hookCall('patient-view'),
  hookCall('encounter-start'),
  hookCall('encounter-discharge'),
  hookCall('appointment-book'),
  hookCall('order-select'),
  hookCall('order-sign'),
  hookCall('order-dispatch'),
]);
export type HookRequest = z.infer<typeof HookRequest>;

export const isHookName = (hook: unknown): hook is HookName => (HOOK_NAMES as readonly unknown[]).includes(hook);
