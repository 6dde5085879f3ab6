import { createHash } from 'node:crypto';
import { UploadAnswer } from '../schemas/api/answers.ts';
import { OkaError } from '../schemas/errors.ts';
import { cuts, missing, parseRanges, type Range } from './ranges.ts';
import type { Source } from './source.ts';
import { refusalOf } from './uplink/refusals.ts';

export type UplinkOptions = {
  /** Base address of the region's API. */
  readonly url: string;
  readonly token: () => Promise<string>;
  /** Rounds for one object; each asks what is there and sends what is missing. */
  readonly rounds?: number;
  /** Segments on their way at once, over all objects. */
  readonly inFlight?: number;
  readonly timeoutMs?: number;
  readonly fetch?: typeof fetch;
  readonly wait?: (ms: number) => Promise<void>;
};

export type Uplinked = {
  /** The region had accepted the same bytes before. */
  readonly repeat: boolean;
  readonly segments: number;
  readonly rounds: number;
};

type Link = Required<UplinkOptions> & {
  readonly slot: <T>(work: () => Promise<T>) => Promise<T>;
  /** Digests of the objects whose prefix this process has seen arrive. */
  readonly prefixes: Set<string>;
};
type Here = { readonly stored: Range[]; readonly last: Range | undefined; readonly preview: number | undefined };

export type Uplink = {
  readonly send: (source: Source) => Promise<Uplinked>;
  /** Sends the prefix alone, where there is one: those of all images go before the rest of any. `send` does what is left. */
  readonly sendPrefix: (source: Source) => Promise<void>;
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * The way of an object from a clinic to the region: segments with digests, two at once, and after a failure only what the
 * region says is missing. Resolved means accepted: durable there and announced (contract 5).
 * @throws OkaError the region's refusal by its code; `unavailable` when the rounds are used up
 */
export function makeUplink(options: UplinkOptions): Uplink {
  const settings = { rounds: 6, inFlight: 2, timeoutMs: 60_000, fetch, wait: sleep, ...options };
  const link: Link = { ...settings, slot: limited(settings.inFlight), prefixes: new Set() };
  return { send: (source) => sendObject(source, link), sendPrefix: (source) => sendPrefix(source, link) };
}

/** One try: what does not arrive goes with the whole. @throws OkaError the refusal of the region */
async function sendPrefix(source: Source, link: Link): Promise<void> {
  const { preview } = source;
  if (preview === undefined) return;
  await Promise.all(
    cuts([[0, preview]], preview).map((range) => link.slot(() => putSegment(source, range, preview, link))),
  );
  link.prefixes.add(source.sha256);
}

async function sendObject(source: Source, link: Link): Promise<Uplinked> {
  let segments = 0;
  let fault: OkaError | undefined;
  // The first round sends as if nothing were there: for most objects that is so, and it saves a question.
  const arrived: Range[] = link.prefixes.delete(source.sha256) ? [[0, source.preview ?? 0]] : [];
  let todo = cuts(missing(source.length, arrived), source.preview);
  let preview = source.preview;
  for (let round = 1; round <= link.rounds; round += 1) {
    if (round > 1) {
      await link.wait(backoffMs(round));
      const here = await whatIsThere(source, link);
      if (here === undefined) continue;
      preview = here.preview ?? preview;
      const gaps = cuts(missing(source.length, here.stored), preview);
      // All bytes there but no acceptance: the last segment again makes the region finish what it began. Bytes that do
      // not have the announced digest are all sent again, cut as before.
      todo = fault?.code === 'digest-mismatch' ? cuts(missing(source.length, []), preview) : gaps;
      if (todo.length === 0 && here.last) todo = [here.last];
    }
    segments += todo.length;
    const answers = await Promise.allSettled(
      todo.map((range) => link.slot(() => putSegment(source, range, preview, link))),
    );
    for (const answer of answers) {
      if (answer.status === 'fulfilled' && answer.value.complete)
        return { repeat: answer.value.repeat === true, segments, rounds: round };
    }
    const faults = answers.flatMap((answer) => (answer.status === 'rejected' ? [faultOf(answer.reason)] : []));
    fault = faults.find((one) => !worthAnotherRound(one)) ?? faults[0];
    if (fault && !worthAnotherRound(fault)) throw fault;
  }
  throw fault ?? new OkaError('unavailable', 'the region did not say that the object is complete');
}

/** A conflict is resolved by asking what is there; a digest may have been broken by the line. */
const worthAnotherRound = ({ code, class: errorClass }: OkaError): boolean =>
  errorClass === 'transient' || code === 'segment-conflict' || code === 'digest-mismatch';

/** 250 ms, doubled each round up to 10 s, plus up to a quarter so that many edges do not come at once. */
const backoffMs = (round: number): number => Math.min(250 * 2 ** (round - 2), 10_000) * (1 + Math.random() / 4);

async function putSegment(
  source: Source,
  [from, to]: Range,
  preview: number | undefined,
  link: Link,
): Promise<UploadAnswer> {
  const body = Buffer.from(await source.read(from, to));
  if (body.length !== to - from) throw new OkaError('unreadable-file', 'it became shorter while it was sent');
  const query = new URLSearchParams({ offset: String(from), length: String(source.length) });
  if (preview !== undefined) query.set('preview', String(preview));
  const digest = createHash('sha256').update(body).digest('base64');
  const response = await ask('PUT', `${pathOf(source)}?${query}`, link, {
    body,
    headers: {
      'content-type': 'application/octet-stream',
      'content-digest': `sha-256=:${digest}:`,
      ...(source.original === undefined
        ? {}
        : { 'oka-original-sha256': source.original.sha256, 'oka-pixel-hash': source.original.pixelHash }),
      ...(source.acceptedAt === undefined ? {} : { 'oka-accepted-at': source.acceptedAt }),
    },
  });
  return UploadAnswer.parse(await response.json());
}

/** What the region has of the object; nothing when it does not answer: then the next round asks again. */
async function whatIsThere(source: Source, link: Link): Promise<Here | undefined> {
  try {
    const { headers } = await ask('HEAD', pathOf(source), link);
    const last = parseRanges(headers.get('oka-last') ?? '')[0];
    const preview = headers.get('oka-preview');
    return {
      stored: parseRanges(headers.get('oka-segments') ?? ''),
      last,
      preview: preview === null ? undefined : Number(preview),
    };
  } catch (cause) {
    const fault = faultOf(cause);
    if (fault.code === 'not-found') return { stored: [], last: undefined, preview: undefined };
    if (fault.class === 'transient') return undefined;
    throw fault;
  }
}

const pathOf = ({ kind, sha256 }: Source): string => `/uploads/${kind}/${sha256}`;

async function ask(method: string, path: string, link: Link, init: RequestInit = {}): Promise<Response> {
  const response = await link.fetch(new URL(path, link.url), {
    ...init,
    method,
    headers: { ...init.headers, authorization: `Bearer ${await link.token()}` },
    signal: AbortSignal.timeout(link.timeoutMs),
  });
  if (response.ok) return response;
  throw refusalOf(response.status, await response.json().catch(() => undefined));
}

/** A line that breaks is no answer: the region may or may not have the segment, so the next round asks. */
const faultOf = (cause: unknown): OkaError =>
  cause instanceof OkaError ? cause : new OkaError('unavailable', 'the region did not answer', { cause });

/** At most `most` pieces of work at once; the others wait in order, and a place is handed on, never given up. */
function limited(most: number): Link['slot'] {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
