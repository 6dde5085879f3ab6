import type { IncomingMessage } from 'node:http';
import type { Language } from './html.ts';

const MOST_FORM_BYTES = 16 * 1024;
const FORM_WITHIN_MS = 15_000;

/** The fields of a form, or undefined where it is none, too long or too slow. */
export async function formOf(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  const timer = setTimeout(() => request.destroy(), FORM_WITHIN_MS);
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > MOST_FORM_BYTES) return undefined;
      parts.push(part);
    }
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

export function cookieOf({ headers }: IncomingMessage, name: string): string | undefined {
  for (const one of (headers.cookie ?? '').split(';')) {
    const [key, value] = one.trim().split('=');
    if (key === name && value) return value;
  }
  return undefined;
}

/** The chosen language, else the first of the two that the browser names, else Russian. */
export function languageOf(request: IncomingMessage): Language {
  const chosen = cookieOf(request, 'oka_language');
  if (chosen === 'ru' || chosen === 'en') return chosen;
  const wanted = (request.headers['accept-language'] ?? '')
    .toLowerCase()
    .split(',')
    .map((one) => one.trim().slice(0, 2));
  return wanted.find((one) => one === 'ru' || one === 'en') === 'en' ? 'en' : 'ru';
}

/**
 * Whether a form comes from a page of ours, as far as the browser says it (Fetch Metadata, RFC 6454 Origin). The key in each
 * form says it too; a form without a key, signing in, has this alone.
 */
export function isFromHere({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const { origin, host } = headers;
  if (origin === undefined) return true;
  // Sandboxed and local pages send `null`; ours never are.
  return URL.canParse(origin) && new URL(origin).host === host;
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;

/** A page of the internet may give its own name the address of this machine (DNS rebinding): only our names are answered. */
export const isNamedLoopback = ({ headers }: IncomingMessage): boolean => LOOPBACK.test(headers.host ?? '');
