import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer of a small server on loopback. */
export type Answer = {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer;
};

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

/** A page without scripts. */
export const html = (body: string, status = 200, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
    ...headers,
  },
  body,
});

/** A picture of a page; 404 where it is not there. */
export const picture = (body: Buffer | undefined, type: string): Answer =>
  body === undefined ? html('<p>404</p>', 404) : { status: 200, headers: { 'content-type': type }, body };

export const redirect = (to: string, headers: Record<string, string> = {}): Answer => ({
  status: 303,
  headers: { location: to, ...headers },
  body: '',
});

/** Nothing of it may be kept. */
export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...headers,
  });
  response.end(body);
}

const FORM_LIMIT_BYTES = 16 * 1024;

/** A posted form (`application/x-www-form-urlencoded`). Errors: an Error for more than 16 KB. */
export async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const piece of request) {
    text += String(piece);
    if (text.length > FORM_LIMIT_BYTES) throw new Error('the form is too large');
  }
  return new URLSearchParams(text);
}

/** `name=value` of the request's cookies (RFC 6265 §5.4). */
export const cookieOf = ({ headers }: IncomingMessage, name: string): string | undefined =>
  (headers.cookie ?? '')
    .split(';')
    .map((one) => one.trim().split('='))
    .find(([key]) => key === name)?.[1];
