import { readCodeStream, resolutionEnds } from '../../../domain/imaging/code-stream-htj2k.ts';
import type { KeptBytes } from './kept.ts';

/** Asks for the code stream with these headers. Rejects where the region refuses or does not answer. */
export type Reach = (headers: Readonly<Record<string, string>>) => Promise<Response>;

/** As much of a code stream as has come, and the resolution that lies in it whole. */
export type Arrived = KeptBytes & { readonly discarded: number };

/** The first question: at 256 kbit/s two seconds. What of the film lies in it can be windowed; the rest follows. */
export const FIRST_BYTES = 65_536;
/** Resolutions of fewer bytes come with the next one: a question of its own would take longer than they do. */
const WORTH_ASKING = 48 * 1024;

export type Arriving = {
  readonly kept?: KeptBytes | undefined;
  /** Told while bytes come: how many of how many. */
  readonly onProgress?: (have: number, total: number) => void;
};

/**
 * A code stream as it comes over a thin line: its beginning first, then one resolution after the other, until it is whole.
 * Each step is the same stream from its first byte on. What is kept is asked after and not sent again; where the stream was
 * replaced in between, it begins anew. A stream that does not say where its resolutions end comes whole.
 */
export async function* arriving(reach: Reach, { kept, onProgress = () => {} }: Arriving = {}): AsyncGenerator<Arrived> {
  let held = await begin(reach, kept, onProgress);
  for (;;) {
    const discarded = discardedIn(held);
    if (discarded !== undefined) yield { ...held, discarded };
    if (held.bytes.length >= held.total) return;
    held = await more(reach, held, onProgress);
  }
}

async function begin(reach: Reach, kept: KeptBytes | undefined, onProgress: Progress): Promise<KeptBytes> {
  const answer = await reach({
    range: `bytes=0-${FIRST_BYTES - 1}`,
    ...(kept === undefined ? {} : { 'if-none-match': kept.etag }),
  });
  if (answer.status === 304 && kept !== undefined) return kept;
  return received(answer, new Uint8Array(), onProgress);
}

/** The next resolution that is worth a question, or all the rest. */
async function more(reach: Reach, held: KeptBytes, onProgress: Progress): Promise<KeptBytes> {
  const have = held.bytes.length;
  const ends = endsIn(held.bytes)?.slice(0, -1) ?? [];
  const end = ends.find((one) => one - have >= WORTH_ASKING) ?? held.total;
  const answer = await reach({ range: `bytes=${have}-${end - 1}`, 'if-range': held.etag });
  return received(answer, held.bytes, onProgress);
}

type Progress = (have: number, total: number) => void;

async function received(answer: Response, before: Uint8Array, onProgress: Progress): Promise<KeptBytes> {
  const part = /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.headers.get('content-range') ?? '');
  const isPart = answer.status === 206 && part !== null;
  // The whole instead of a part: the stream is another one now, or somebody on the way knows no ranges.
  const begun = isPart ? before.subarray(0, Number(part[1])) : new Uint8Array();
  const stated = isPart ? Number(part[2]) : Number(answer.headers.get('content-length') ?? 0);
  const pieces: Uint8Array[] = [begun];
  let have = begun.length;
  const body = answer.body?.getReader();
  for (let next = await body?.read(); next?.value !== undefined; next = await body?.read()) {
    pieces.push(next.value);
    have += next.value.length;
    onProgress(have, Math.max(stated, have));
  }
  if (isPart && have === before.length) throw new Error('an empty part');
  const bytes = new Uint8Array(have);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return { etag: answer.headers.get('etag') ?? '', total: isPart ? stated : have, bytes };
}

/** Ends of the resolutions, the lowest first; undefined where the stream does not say them. */
function endsIn(bytes: Uint8Array): readonly number[] | undefined {
  try {
    return resolutionEnds(readCodeStream(bytes));
  } catch {
    return undefined;
  }
}

/** Halvings of the highest resolution that is there whole; undefined while not even the lowest is. */
function discardedIn({ bytes, total }: KeptBytes): number | undefined {
  const ends = endsIn(bytes);
  if (bytes.length >= total) return 0;
  const resolution = ends?.findLastIndex((end) => end <= bytes.length) ?? -1;
  return ends === undefined || resolution < 0 ? undefined : ends.length - 1 - resolution;
}
