import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { ClientTls } from '../tcp/dial.ts';
import { piecesOf, type ReadyObject, type Send, type Stored } from './send.ts';

export type StowOptions = {
  /** Base address of DICOMweb, without `/studies`. */
  readonly url: string;
  /** `user:password` of basic authentication. */
  readonly credentials?: string;
  readonly tls?: ClientTls;
  readonly timeoutMs?: number;
};

/** An answer names what was stored and what was not; no PACS has more to say. */
const MOST_ANSWER_BYTES = 1024 * 1024;

/**
 * STOW-RS (PS3.18 §10.5): one object for each request, so that each has its own answer and a line that breaks costs one.
 */
export function stow({ url, credentials, tls, timeoutMs = 120_000 }: StowOptions): Send & { close: () => void } {
  const address = new URL(`${url.replace(/\/$/, '')}/studies`);
  const secure = address.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true });

  async function one(object: ReadyObject): Promise<Stored> {
    const boundary = `oka-${randomUUID()}`;
    const before = Buffer.from(
      `--${boundary}\r\nContent-Type: application/dicom\r\nContent-Length: ${object.bytes}\r\n\r\n`,
    );
    const after = Buffer.from(`\r\n--${boundary}--\r\n`);
    const ask = (secure ? requestHttps : requestHttp)(address, {
      method: 'POST',
      agent,
      timeout: timeoutMs,
      headers: {
        'content-type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
        'content-length': before.length + object.bytes + after.length,
        accept: 'application/dicom+json',
        ...(credentials === undefined ? {} : { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }),
      },
    });
    ask.on('timeout', () => ask.destroy(new Error('no answer in time')));
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      ask.once('response', resolve);
      ask.once('error', reject);
    });
    const body = async function* () {
      yield before;
      yield* piecesOf(object, 0, object.bytes);
      yield after;
    };
    try {
      // A PACS may answer before it has read all, and close: then its answer counts.
      const [response] = await Promise.all([answered, pipeline(body, ask).catch(() => undefined)]);
      return judged(response.statusCode ?? 0, await textOf(response), response.headers['retry-after'], object);
    } catch (cause) {
      return { what: 'later', why: `no answer: ${(cause as NodeJS.ErrnoException).code ?? 'other'}`, isAway: true };
    }
  }

  const send = async (objects: readonly ReadyObject[]): Promise<Stored[]> => {
    const all: Stored[] = [];
    for (const object of objects) {
      const last = all.at(-1);
      // Nobody is there: the others need not find that out again.
      all.push(last?.what === 'later' && last.isAway ? last : await one(object));
    }
    return all;
  };
  return Object.assign(send, { close: () => agent.destroy() });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let held = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    held += piece.length;
    if (held > MOST_ANSWER_BYTES) return '';
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

const Item = z.record(z.string(), z.looseObject({ Value: z.array(z.unknown()).optional() }));
const Answer = z.looseObject({ '00081198': z.looseObject({ Value: z.array(Item).optional() }).optional() });

/** The failure reason (0008,1197) for this object, if the answer names one (PS3.18 table 10.5.3-1). */
function failureOf(text: string, uid: string): number | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const failed = Answer.safeParse(json).data?.['00081198']?.Value ?? [];
  const own = failed.find((item) => (item['00081155']?.Value?.[0] ?? uid) === uid);
  if (own === undefined) return undefined;
  const reason = Number(own['00081197']?.Value?.[0]);
  return Number.isInteger(reason) ? reason : 0x0110;
}

const DUPLICATE = 0x0111;

function judged(status: number, text: string, retryAfter: string | undefined, { sopInstanceUid }: ReadyObject): Stored {
  const reason = failureOf(text, sopInstanceUid);
  if (reason === DUPLICATE) return { what: 'stored' };
  if (reason !== undefined && [200, 202, 409].includes(status)) {
    const why = `failure reason ${reason.toString(16).padStart(4, '0')}`;
    const isForNow = reason >>> 8 === 0xa7 || reason === 0x0110;
    return isForNow ? { what: 'later', why, isAway: false } : { what: 'refused', why };
  }
  if (status === 200 || status === 202) return { what: 'stored' };
  const why = `status ${status}`;
  if ([400, 406, 409, 413, 415, 422].includes(status)) return { what: 'refused', why };
  // The address, the name and the password are a matter of settings: everything waits.
  const seconds = Number(retryAfter);
  return { what: 'later', why, isAway: true, ...(Number.isFinite(seconds) ? { afterMs: seconds * 1000 } : {}) };
}
