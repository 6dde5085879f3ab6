import { prefixOf } from '../config.ts';
import { accessToken, signInExpired } from '../session/current.ts';
import { languageNow } from '../words/use-words.tsx';
import type { Bilingual } from '../words/words.ts';
import { regionClock } from './clock.ts';
import { heardNothing, heardRegion } from './line.ts';

/** What the API refuses with (schemas/api/answers.ts, Refusal). */
export type Refusal = {
  readonly code: string;
  readonly message: string | Bilingual;
  readonly whatToDo: string | Bilingual;
  readonly path?: string;
  readonly traceId?: string;
};

/** The region's refusal, with its status. */
export class Refused extends Error {
  readonly status: number;
  readonly refusal: Refusal;
  constructor(status: number, refusal: Refusal) {
    super(refusal.code);
    this.name = 'Refused';
    this.status = status;
    this.refusal = refusal;
  }
}

/** The region did not answer: no line, or no answer in time. */
export class Unreached extends Error {
  constructor(cause: unknown) {
    super('the region did not answer', { cause });
    this.name = 'Unreached';
  }
}

export type Asking = {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
};

/** Address of a path of the API: it lies beside the desk, under whatever prefix that is. */
export const apiUrl = (path: string): string => `${prefixOf(location.pathname)}${path}`;

/**
 * Asks the API in the name of who is signed in, in his language. 304 comes back as an answer.
 * @throws Refused with the catalogue's words, Unreached without an answer (30 s by default)
 */
export async function ask(path: string, asking: Asking = {}): Promise<Response> {
  const { method = 'GET', json, headers = {}, signal, timeoutMs = 30_000 } = asking;
  const limit = AbortSignal.timeout(timeoutMs);
  const askedAt = Date.now();
  let response: Response;
  try {
    response = await fetch(apiUrl(path), {
      method,
      headers: {
        authorization: `Bearer ${accessToken() ?? ''}`,
        'accept-language': languageNow(),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    heardNothing();
    throw new Unreached(cause);
  }
  heardRegion();
  regionClock.heard(response.headers.get('date'), askedAt, Date.now());
  if (response.ok || response.status === 304) return response;
  if (response.status === 401) signInExpired();
  throw new Refused(response.status, await refusalOf(response));
}

async function refusalOf(response: Response): Promise<Refusal> {
  const body = (await response.json().catch(() => undefined)) as Partial<Refusal> | undefined;
  return {
    ...body,
    code: body?.code ?? String(response.status),
    message: body?.message ?? response.statusText,
    whatToDo: body?.whatToDo ?? '',
  };
}

/**
 * Sends something a person did. Never sent twice by itself: what became of one without an answer is not known, and the page says so.
 * @throws Refused, Unreached
 */
export async function post<Answer>(path: string, json: unknown, asking: Asking = {}): Promise<Answer> {
  const response = await ask(path, { ...asking, method: 'POST', json });
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}
