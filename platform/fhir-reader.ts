import type { FetchPlan } from '../domain/cds-hooks/fetch-plan.ts';
import { AnyResource } from '../schemas/cds-hooks/context.ts';
import type { Prefetch } from '../schemas/cds-hooks/request.ts';

/** One answer of a record system; what is larger holds more than the query asked for. */
const MAX_ANSWER_BYTES = 2 * 1024 * 1024;

/** The server answered, and not with what was asked for: told as an error of the record system, never as "nothing". */
const FAILED = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'processing' }] };

/** What a server answered for one key; undefined: nothing in time. */
type FhirAnswer = Prefetch[string] | undefined;

/**
 * Reads what a hook call did not bring from the client's own FHIR server: GET only, all at once, no redirects, at most 2 MiB
 * an answer, until `signal` ends it. A key whose answer has not come by then is undefined; one that came as an error, or as
 * no FHIR resource, is an OperationOutcome. Never rejects, and never says more of a fault than that there was one.
 * @param plan base address of the allow-list, token and reads (`fetchPlan`)
 */
export const readFhir = (plan: FetchPlan, signal: AbortSignal): ReadonlyMap<string, Promise<FhirAnswer>> =>
  new Map(plan.reads.map(({ key, path }) => [key, readOne(`${plan.base}/${path}`, plan.token, signal)]));

async function readOne(url: string, token: string, signal: AbortSignal): Promise<FhirAnswer> {
  try {
    const response = await fetch(url, {
      signal,
      redirect: 'error',
      headers: { accept: 'application/fhir+json', authorization: `Bearer ${token}` },
    });
    if (!response.ok) {
      await response.body?.cancel();
      return FAILED;
    }
    const text = await limitedText(response);
    return AnyResource.parse(JSON.parse(text));
  } catch {
    return signal.aborted ? undefined : FAILED;
  }
}

async function limitedText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop by an error cancels the body, so a server that never stops sending is let go.
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > MAX_ANSWER_BYTES) throw new RangeError('larger than an answer may be');
    chunks.push(chunk);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
}
