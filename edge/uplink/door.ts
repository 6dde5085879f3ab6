import { hash } from 'node:crypto';
import { writeSegmentHead } from '../../domain/upload/segment-head.ts';
import { UploadAnswer } from '../../schemas/api/answers.ts';
import { OkaError } from '../../schemas/errors.ts';
import { parseRanges, type Range } from '../ranges.ts';
import type { Answered, Ask } from '../region/transport.ts';
import type { Source } from '../source.ts';
import { DiskFault, refusalOf } from './refusals.ts';

/** What the region has of an object. */
export type Here = {
  readonly stored: readonly Range[];
  /** The last segment as it was cut. */
  readonly last: Range | undefined;
  readonly preview: number | undefined;
  /** Nothing is said of what lies behind the last of `stored`. */
  readonly isCut: boolean;
};

export type Put = {
  readonly source: Source;
  readonly range: Range;
  /** Others will follow when this one is answered. */
  readonly more: boolean;
  readonly preview: number | undefined;
  readonly timeoutMs: number;
};

export type Door = {
  readonly put: (put: Put) => Promise<UploadAnswer>;
  readonly look: (source: Source, timeoutMs: number) => Promise<Here>;
};

/** The region's door over one transport (`PUT` and `HEAD /uploads/…`), in the fewest bytes that say all. */
export function makeDoor(ask: Ask, token: () => Promise<string>, nowMs: () => number): Door {
  const authorised = async (): Promise<Record<string, string>> => ({ authorization: `Bearer ${await token()}` });
  /** What lies ahead was written while our clock was wrong, and the region takes no such time: it came now at the latest. */
  function acceptedAtOf({ acceptedAt }: Source): string | undefined {
    const now = new Date(nowMs()).toISOString();
    return acceptedAt !== undefined && acceptedAt > now ? now : acceptedAt;
  }
  return {
    /** @throws OkaError the region's refusal by its code; LineBroken */
    async put({ source, range, more, preview, timeoutMs }) {
      const [from, to] = range;
      const bytes = await readFrom(source, range);
      if (bytes.length !== to - from) throw new OkaError('unreadable-file', 'it became shorter while it was sent');
      const isWhole = bytes.length === source.length;
      const query = new URLSearchParams({ offset: String(from), length: String(source.length) });
      if (preview !== undefined) query.set('preview', String(preview));
      // What is sent in one piece needs no digest beside its name, and a message says nothing but its time.
      const isPlain = isWhole && source.original === undefined;
      const acceptedAt = acceptedAtOf(source);
      const head = isPlain ? undefined : headOf({ ...source, acceptedAt }, from, bytes);
      if (head) query.set('head', String(head.length));
      if (more) query.set('more', '1');
      const stated = isPlain && acceptedAt !== undefined ? { 'oka-accepted-at': acceptedAt } : {};
      const answer = await ask({
        method: 'PUT',
        path: `${pathOf(source)}?${query}`,
        headers: { ...(await authorised()), ...stated },
        body: head ? [head, bytes] : [bytes],
        timeoutMs,
      });
      const said = jsonOf(answer);
      if (answer.status >= 300) throw refusalOf(answer.status, said);
      const parsed = UploadAnswer.safeParse(said);
      if (!parsed.success) throw new OkaError('unavailable', 'the answer is none of the region’s');
      return parsed.data;
    },
    /** Nothing stored where the region has never heard of it. @throws as `put` */
    async look(source, timeoutMs) {
      const headers = await authorised();
      const answer = await ask({ method: 'HEAD', path: pathOf(source), headers, timeoutMs });
      if (answer.status === 404) return { stored: [], last: undefined, preview: undefined, isCut: false };
      if (answer.status >= 300) throw refusalOf(answer.status, undefined);
      const said = (name: string): string => String(answer.headers[name] ?? '');
      return {
        stored: parseRanges(said('oka-segments')),
        last: parseRanges(said('oka-last'))[0],
        preview: said('oka-preview') === '' ? undefined : Number(said('oka-preview')),
        isCut: said('oka-more') === 'true',
      };
    },
  };
}

/** What the original was is kept with the first segment; the time with each, for any may be the one that completes. */
function headOf(
  { original, acceptedAt }: Pick<Source, 'original'> & { readonly acceptedAt: string | undefined },
  from: number,
  bytes: Uint8Array,
): Uint8Array {
  return writeSegmentHead({
    digest: hash('sha256', bytes),
    ...(original !== undefined && from === 0 ? { originalSha256: original.sha256, pixelHash: original.pixelHash } : {}),
    ...(acceptedAt === undefined ? {} : { acceptedAt }),
  });
}

async function readFrom(source: Source, [from, to]: Range): Promise<Uint8Array> {
  try {
    return await source.read(from, to);
  } catch (cause) {
    throw new DiskFault(cause);
  }
}

const pathOf = ({ kind, sha256 }: Source): string =>
  `/uploads/${kind}/${Buffer.from(sha256, 'hex').toString('base64url')}`;

function jsonOf({ body }: Answered): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
