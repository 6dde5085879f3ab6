import type { z } from 'zod';
import { Refusal } from '../../schemas/api/answers.ts';
import {
  ClinicAppointmentsAnswer,
  ClinicOrdersAnswer,
  ClinicResultsAnswer,
  type PageAct,
  PageActsAnswer,
} from '../../schemas/api/clinic-day.ts';
import { OkaError } from '../../schemas/errors.ts';
import { type Answered, type Ask, isGood } from '../region/region.ts';

export type RegionOptions = {
  readonly ask: Ask;
  readonly clinic: string;
  readonly token: () => Promise<string>;
  readonly timeoutMs?: number;
};

type Query = Readonly<Record<string, string | undefined>>;
/** An answer and its tag; undefined: what the caller holds under the tag still stands. */
type Tagged<T> = { readonly answer: T; readonly etag: string } | undefined;

/** What the edge asks of the region for its own page (schemas/api/clinic-day.ts). */
export type RegionReader = {
  readonly results: (since?: string) => Promise<ClinicResultsAnswer>;
  readonly appointments: (date: string, after?: string, etag?: string) => Promise<Tagged<ClinicAppointmentsAnswer>>;
  readonly orders: (etag?: string) => Promise<Tagged<ClinicOrdersAnswer>>;
  /** What was seen and done at the edge's page, for the audit of the region. */
  readonly acts: (acts: readonly PageAct[]) => Promise<void>;
};

/** The line may be thin: an answer of 50 KB takes two seconds of all that 256 kbit/s carry. */
const TIMEOUT_MS = 60_000;
/** No answer of the region to the page is larger, unpacked. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads the day of the clinic from the region; each call is one small request, compressed on its way.
 * @throws OkaError `unavailable` when it does not answer, else the region's own code
 */
export function regionReader(options: RegionOptions): RegionReader {
  const { ask, clinic, token, timeoutMs = TIMEOUT_MS } = options;

  async function send(path: string, query: Query, headers: Record<string, string>, said?: string): Promise<Answered> {
    const parameters = new URLSearchParams({ clinic });
    for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
    return ask({
      method: said === undefined ? 'GET' : 'POST',
      path: `${path}?${parameters}`,
      headers: { authorization: `Bearer ${await token()}`, 'accept-encoding': 'gzip', ...headers },
      ...(said === undefined ? {} : { body: [Buffer.from(said)] }),
      timeoutMs,
      mostBytes: MOST_BYTES,
    });
  }
  function read<T>({ status, body: bytes }: Answered, schema: z.ZodType<T>): T {
    const body = jsonOf(bytes);
    if (!isGood(status)) throw refusalOf(status, body);
    const answer = schema.safeParse(body);
    if (!answer.success) throw new OkaError('unavailable', 'an answer of the region does not have its form');
    return answer.data;
  }
  async function unlessHeld<T>(path: string, query: Query, schema: z.ZodType<T>, etag?: string): Promise<Tagged<T>> {
    const response = await send(path, query, etag ? { 'if-none-match': etag } : {});
    if (response.status === 304) return undefined;
    return { answer: read(response, schema), etag: response.headers.etag ?? '' };
  }

  return {
    results: async (since) => read(await send('/clinic-day/results', { since }, {}), ClinicResultsAnswer),
    appointments: (date, after, etag) =>
      unlessHeld('/clinic-day/appointments', { date, after }, ClinicAppointmentsAnswer, etag),
    orders: (etag) => unlessHeld('/clinic-day/orders', {}, ClinicOrdersAnswer, etag),
    async acts(acts) {
      const headers = { 'content-type': 'application/json' };
      const answer = read(await send('/clinic-day/acts', {}, headers, JSON.stringify({ acts })), PageActsAnswer);
      if (answer.kept !== acts.length) throw new OkaError('unavailable', 'not all acts were kept');
    },
  };
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function refusalOf(status: number, body: unknown): OkaError {
  const said = Refusal.safeParse(body);
  if (said.success) return new OkaError(said.data.code, said.data.path);
  if (status === 401) return new OkaError('unauthenticated');
  if (status === 403) return new OkaError('forbidden');
  return new OkaError('unavailable', `status ${status}`);
}
