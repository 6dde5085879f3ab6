import type { ApiAnswer } from './answer.ts';

type Headers = Readonly<Record<string, string>>;

/** What a viewer may read of an answer beside its body. */
const EXPOSED = 'content-range, content-location, etag, warning, accept-ranges';
/** What it may send. */
const TAKEN = 'authorization, accept, range, if-range, if-none-match, content-type, traceparent';
const MINUTES_10 = '600';

const known = ({ origin }: Headers, origins: readonly string[]): string | undefined =>
  origin !== undefined && origins.includes(origin) ? origin : undefined;

/**
 * The question a browser asks before it sends a token (Fetch standard, CORS preflight). It carries no token itself, and its
 * answer no data. Only the origins that the region file names are let in, word for word.
 */
export function preflight(headers: Headers, origins: readonly string[]): ApiAnswer {
  const origin = known(headers, origins);
  if (origin === undefined) return { status: 403, headers: { vary: 'origin' } };
  return {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': TAKEN,
      'access-control-max-age': MINUTES_10,
      vary: 'origin',
    },
  };
}

/** Lets a viewer of the region read the answer; refusals too, so that it can say what is wrong. */
export function allowBrowser(answer: ApiAnswer, headers: Headers, origins: readonly string[]): ApiAnswer {
  const origin = known(headers, origins);
  if (origin === undefined) return answer;
  const allowed = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
    vary: 'origin',
  };
  return { ...answer, headers: { ...answer.headers, ...allowed } };
}
