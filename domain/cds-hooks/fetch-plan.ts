import type { HookRequest } from '../../schemas/cds-hooks/request.ts';
import { filled } from './queries.ts';
import type { Service } from './services.ts';

/** What is to be read from the client's own server in place of absent prefetch keys; nothing else is ever asked of it. */
export type FetchPlan = {
  /** An address of the allow-list, as the list writes it: never the one of the call. */
  readonly base: string;
  readonly token: string;
  readonly reads: readonly { readonly key: string; readonly path: string }[];
};

/**
 * The reads that a call lets us make, or undefined: nothing is absent, there is no token, it has ended, or its server is not
 * on the list of the client (CDS Hooks 2.0.1, "FHIR Resource Access"). Only the whole base address counts: a listed host
 * with another path, port, scheme or user in it is another server. Redirects and time are the caller's to refuse.
 */
export function fetchPlan(call: HookRequest, { keys }: Service, allowed: readonly string[]): FetchPlan | undefined {
  const { fhirServer, fhirAuthorization, prefetch = {}, context } = call;
  const reads = keys
    .filter(({ key }) => !Object.hasOwn(prefetch, key))
    .map((one) => ({ key: one.key, path: filled(one, context.patientId) }));
  if (!reads.length || fhirServer === undefined || fhirAuthorization === undefined) return undefined;
  const base = allowed.find((one) => baseOf(one) === baseOf(fhirServer));
  if (base === undefined || fhirAuthorization.expires_in <= 0) return undefined;
  return { base: base.replace(/\/+$/, ''), token: fhirAuthorization.access_token, reads };
}

/** Scheme, user, host, port, path and query as the URL Standard reads them, so that two spellings are one address. */
const baseOf = (address: string): string => new URL(address).href.replace(/\/+$/, '');
