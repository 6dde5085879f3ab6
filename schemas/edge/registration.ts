import { z } from 'zod';
import { ClinicId } from '../input.ts';
import { PublicJwk } from '../region.ts';
import { isZone } from '../zone.ts';

/**
 * What an edge shows to its region so that it is let in: written by `oka edge init`, read by `oka trust add`. It holds no
 * secret; that it comes from the right clinic, people make sure of by reading the thumbprint to one another.
 */
export const Registration = z.strictObject({
  clinic: ClinicId,
  oid: z.string().optional(),
  zone: z.string().refine(isZone, 'an IANA time zone'),
  /** `ES256` on P-256 (RFC 7518 §3.4). */
  key: PublicJwk,
  /** RFC 7638, SHA-256. */
  thumbprint: z.string(),
  /** HL7 senders that the edge was told of, and those that it has heard. */
  senders: z.array(z.strictObject({ application: z.string(), facility: z.string() })).default([]),
});
export type Registration = z.infer<typeof Registration>;
