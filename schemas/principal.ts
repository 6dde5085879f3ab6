import { z } from 'zod';
import { ReadBack } from './delivery.ts';
import { ClinicId } from './input.ts';

/** Who asks: a clinic's edge, a record system, a signed-in person or an operator of the region. */
export const Principal = z.strictObject({
  kind: z.enum(['edge', 'ehr', 'person', 'operator']),
  /** `sub` of the token; for an edge `edge:<clinic>`. */
  id: z.string().min(1),
  /** Clinics whose data it may see; an operator has none and sees no patient data. */
  clinics: z.array(ClinicId),
  roles: z.array(z.string()),
  name: z.string().optional(),
  /** Numbers by which record systems name him (XCN.1): a physician's own appointments are found by them. */
  staff: z.array(z.string().min(1)).optional(),
  /** By which sign-in a person speaks: a signed statement names it. `authTime`: when he last proved who he is (OIDC Core §2). */
  session: z
    .strictObject({ iss: z.string().min(1), jti: z.string().min(1), authTime: z.iso.datetime().optional() })
    .optional(),
  /** Of a token that may be used once (CDS Hooks): its name, and when it ends. */
  once: z.strictObject({ jti: z.string(), until: z.iso.datetime() }).optional(),
});
export type Principal = z.infer<typeof Principal>;

/**
 * Claims of a token (RFC 7519). Edge: `iss` = `sub` = `edge:<clinic>`. Person: `clinic`, `roles`, `name`, `staff`; who works
 * for several clinics of the region (its duty radiologist) has `clinics`.
 */
export const TokenClaims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  jti: z.string().min(1),
  clinic: ClinicId.optional(),
  clinics: z.array(ClinicId).max(200).optional(),
  auth_time: z.number().int().nonnegative().optional(),
  roles: z.array(z.string()).optional(),
  name: z.string().optional(),
  staff: z.array(z.string().min(1)).max(10).optional(),
});

/** Claims of what a radiologist says of a study of the blind sample. */
export const BlindReadClaims = TokenClaims.extend({
  oka: z.strictObject({
    act: z.literal('blind-read'),
    model: z.string(),
    study: z.string(),
    says: z.enum(['present', 'absent', 'unsure']),
  }),
});

/** Claims of a physician's signed acknowledgement. */
export const AcknowledgementClaims = TokenClaims.extend({
  oka: z.strictObject({
    act: z.literal('acknowledge'),
    record: z.string(),
    resultId: z.string(),
    version: z.number().int(),
    /** What the person repeated of a critical result. */
    readBack: ReadBack.optional(),
  }),
});
