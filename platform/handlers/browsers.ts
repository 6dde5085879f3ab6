import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Region } from '../../domain/region.ts';
import type { World } from '../world.ts';
import type { ApiAnswer } from './answer.ts';
import { headersOf } from './request.ts';

type Headers = Readonly<Record<string, string>>;

/** Pages that may call a function from a browser: their origins, word for word as the region file names them. */
export type Browsers = {
  readonly origins: (region: Region) => readonly string[];
  readonly methods: string;
};

/** Viewers of images read. */
export const VIEWERS: Browsers = { origins: ({ viewers }) => viewers.origins, methods: 'GET' };
/** Pages of record systems discover services and call them. */
export const RECORD_SYSTEMS: Browsers = {
  origins: ({ issuers }) => issuers.flatMap(({ kind, origins }) => (kind === 'ehr' ? origins : [])),
  methods: 'GET, POST',
};

/** What a page may read of an answer beside its body. */
const EXPOSED = 'content-range, content-location, etag, warning, accept-ranges';
/** What it may send. */
const TAKEN = 'authorization, accept, range, if-range, if-none-match, content-type, accept-language, traceparent';
const MINUTES_10 = '600';

type Answering = (event: APIGatewayProxyEvent) => Promise<ApiAnswer>;

/** Answers for programs and for browsers: the question before a call, and calls whose answers a page may read. */
export const forBrowsers =
  (answer: Answering, { origins, methods }: Browsers, world: () => World): Answering =>
  async (event) => {
    const headers = headersOf(event);
    const known = origins(world().region);
    return event.httpMethod === 'OPTIONS'
      ? preflight(headers, known, methods)
      : allowBrowser(await answer(event), headers, known);
  };

const knownOf = ({ origin }: Headers, origins: readonly string[]): string | undefined =>
  origin !== undefined && origins.includes(origin) ? origin : undefined;

/**
 * The question a browser asks before it sends a token (Fetch standard, CORS preflight). It carries no token itself, and its
 * answer no data. Only the origins that the region file names are let in, word for word.
 */
function preflight(headers: Headers, origins: readonly string[], methods: string): ApiAnswer {
  const origin = knownOf(headers, origins);
  if (origin === undefined) return { status: 403, headers: { vary: 'origin' } };
  return {
    status: 204,
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': methods,
      'access-control-allow-headers': TAKEN,
      'access-control-max-age': MINUTES_10,
      vary: 'origin',
    },
  };
}

/** Lets a page of the region read the answer; refusals too, so that it can say what is wrong. */
function allowBrowser(answer: ApiAnswer, headers: Headers, origins: readonly string[]): ApiAnswer {
  const origin = knownOf(headers, origins);
  if (origin === undefined) return answer;
  const allowed = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': EXPOSED,
    vary: 'origin',
  };
  return { ...answer, headers: { ...answer.headers, ...allowed } };
}
