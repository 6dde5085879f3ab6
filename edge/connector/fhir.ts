import type { ConnectorSettings } from '../../schemas/edge/connector.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Destination, Said } from './destination.ts';
import { resultQuery, transactionOf, versionIn } from './fhir-transaction.ts';

export type FhirDestinationOptions = {
  readonly settings: Pick<NonNullable<ConnectorSettings['fhir']>, 'url' | 'reads' | 'answerSeconds'>;
  readonly replaces: boolean;
  /** API of the region, where pictures lie. */
  readonly apiUrl: string;
  /** Bearer token for the record system; undefined: it asks for none. */
  readonly token?: () => Promise<string | undefined>;
  readonly answerMs?: number;
};

const FHIR_JSON = 'application/fhir+json';

type Reply = { readonly status: number; readonly body: unknown; readonly retryAfterMs?: number };
/** `left`: the request went out, so it may have been carried out. */
class NoReply extends Error {
  readonly left: boolean;
  constructor(left: boolean, cause: unknown) {
    super('no reply', { cause });
    this.left = left;
  }
}

/**
 * A record system with a FHIR R4 server: a transaction of conditional updates (PUT by identifier). Where it may be searched, it is
 * asked first what it holds: an answer that got lost is found so, and `ifMatch` keeps another's change from being overwritten.
 */
export function fhirDestination(options: FhirDestinationOptions): Destination {
  const { settings, replaces, apiUrl, token = async () => undefined } = options;
  const base = settings.url.replace(/\/$/, '');
  const answerMs = options.answerMs ?? settings.answerSeconds * 1000;
  const closing = new AbortController();

  async function ask(method: 'GET' | 'POST', path: string, body?: string): Promise<Reply> {
    const bearer = await token();
    const headers = {
      accept: FHIR_JSON,
      ...(body === undefined ? {} : { 'content-type': FHIR_JSON }),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    };
    const signal = AbortSignal.any([AbortSignal.timeout(answerMs), closing.signal]);
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      return { status: response.status, body: jsonIn(text), ...retryAfter(response) };
    } catch (cause) {
      throw new NoReply(!NEVER_LEFT.has(codeOf(cause)), cause);
    }
  }

  /** What it holds of this result: nothing, a version of ours, or that it may not be asked. */
  async function held(
    type: string,
    resultId: string,
  ): Promise<Said | { match?: string; version?: number } | 'unknown'> {
    const { status, body, retryAfterMs } = await ask('GET', `/${type}?${resultQuery(resultId)}`);
    if ([403, 404, 405, 501].includes(status)) return 'unknown';
    if (status !== 200) return saidOf({ status, body, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
    const entries = ((body as fhir4.Bundle | undefined)?.entry ?? []).flatMap(({ resource }) =>
      resource ? [resource] : [],
    );
    const [found, second] = entries.filter(({ resourceType }) => resourceType === type);
    if (second !== undefined) return { class: 'permanent', code: 'AE', why: 'it holds this result more than once' };
    if (found === undefined) return {};
    const version = versionIn(found);
    return { match: found.meta?.versionId ?? '', ...(version === undefined ? {} : { version }) };
  }

  async function deliver(
    wire: Uint8Array,
    { resultId, version }: { resultId: string; version: number },
  ): Promise<Said> {
    const transaction = JSON.parse(Buffer.from(wire).toString('utf8')) as fhir4.Bundle;
    const [first] = transaction.entry ?? [];
    const type = first?.resource?.resourceType ?? '';
    let hasLeft = false;
    try {
      const now = settings.reads ? await held(type, resultId) : 'unknown';
      if (now !== 'unknown' && 'class' in now) return now;
      if (now !== 'unknown' && (now.version ?? 0) >= version) return { class: 'accepted', text: 'it had it already' };
      if (now !== 'unknown' && now.match && first?.request) first.request.ifMatch = `W/"${now.match}"`;
      hasLeft = true;
      return saidOf(await ask('POST', '', JSON.stringify(transaction)), first?.request?.ifMatch !== undefined);
    } catch (cause) {
      const left = hasLeft && cause instanceof NoReply && cause.left;
      if (left && !replaces && !settings.reads) return { class: 'ambiguous', why: 'no answer' };
      return { class: 'transient', answered: false, why: 'silent or not there' };
    }
  }

  return {
    kind: 'fhir',
    asks: settings.reads,
    write({ result, bundle }) {
      const transaction = transactionOf(bundle, { resultId: result.resultId, apiUrl });
      if (transaction === undefined) throw new OkaError('no-identity', 'the patient has no number');
      return Buffer.from(JSON.stringify(transaction));
    },
    deliver,
    probe: () =>
      ask('GET', '/metadata').then(
        ({ status }) => status < 500,
        () => false,
      ),
    close: () => closing.abort(),
  };
}

/** Faults of a connection that was never made. */
const NEVER_LEFT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

const codeOf = (cause: unknown): string => String((cause as { cause?: { code?: unknown } })?.cause?.code ?? '');

/**
 * HTTP status → class of contract 7. 401, 403, 405, and 404 without a word of FHIR, speak of our access or its address, not of
 * this result: everything waits. 409, and 412 to a version of theirs, mean that somebody changed it meanwhile: asked again.
 * 404 with an OperationOutcome is a reference that leads nowhere: mostly a patient whom the record system does not know.
 */
export function saidOf({ status, body, retryAfterMs }: Reply, wasMatched = false): Said {
  const why = `HTTP ${status}`;
  if (status === 200 || status === 201) {
    const refused = ((body as fhir4.Bundle | undefined)?.entry ?? []).find(
      ({ response }) => response !== undefined && !/^2/.test(response.status),
    );
    if (refused === undefined) return { class: 'accepted' };
    return {
      class: 'permanent',
      code: 'AE',
      why: `an entry of the transaction: ${refused.response?.status.slice(0, 3)}`,
    };
  }
  const isFhir = (body as { resourceType?: unknown } | undefined)?.resourceType === 'OperationOutcome';
  if (status === 404 && isFhir) return { class: 'permanent', code: 'AE', why: `${why}: it does not know the patient` };
  if (status === 412 && !wasMatched)
    return { class: 'permanent', code: 'AE', why: `${why}: it holds the patient or this result more than once` };
  const isForNow = status >= 500 || [401, 403, 404, 405, 408, 409, 412, 425, 429].includes(status);
  if (isForNow)
    return { class: 'transient', answered: true, why, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
  return { class: 'permanent', code: status === 415 || status === 413 ? 'AR' : 'AE', why };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 9110 §10.2.3: seconds or a date. */
function retryAfter({ headers }: Response): { retryAfterMs?: number } {
  const said = headers.get('retry-after');
  if (said === null) return {};
  const ms = /^\d+$/.test(said) ? Number(said) * 1000 : Date.parse(said) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? { retryAfterMs: Math.min(ms, 60 * 60 * 1000) } : {};
}
