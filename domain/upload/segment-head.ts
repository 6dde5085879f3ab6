/**
 * What a segment says of itself in the first bytes of its body instead of in headers. Over a thin line headers cost: as
 * text, digests of the segment, the original and the pixels take 250 bytes of every 16 KiB; so they take 34 to 104.
 *
 *     0  version (1)   1  what follows (bits: 1 original, 2 pixels, 4 time)   2  SHA-256 of the bytes behind the head
 *     then, as far as its bit is set: SHA-256 of the original (32), hash of its pixels (32), first acceptance in
 *     milliseconds since 1970 (6, big-endian)
 */
export type SegmentHead = {
  /** SHA-256 of the segment's bytes, hexadecimal. */
  readonly digest: string;
  readonly originalSha256?: string;
  readonly pixelHash?: string;
  /** An instant in UTC with milliseconds. */
  readonly acceptedAt?: string;
};

const VERSION = 1;
const HAS = { original: 1, pixels: 2, time: 4 } as const;
const DIGEST_BYTES = 32;
const TIME_BYTES = 6;

/** The longest head, in bytes: what the door lets a body be longer than a segment. */
export const MOST_HEAD_BYTES = 2 + 3 * DIGEST_BYTES + TIME_BYTES;

export function writeSegmentHead({ digest, originalSha256, pixelHash, acceptedAt }: SegmentHead): Uint8Array {
  const flags =
    (originalSha256 === undefined ? 0 : HAS.original) |
    (pixelHash === undefined ? 0 : HAS.pixels) |
    (acceptedAt === undefined ? 0 : HAS.time);
  const hashes = [digest, originalSha256, pixelHash].flatMap((hex) => (hex === undefined ? [] : bytesOf(hex)));
  const time = acceptedAt === undefined ? [] : bytesOf(Date.parse(acceptedAt).toString(16).padStart(12, '0'));
  return Uint8Array.of(VERSION, flags, ...hashes, ...time);
}

/** Reads a head that is exactly these bytes; undefined for anything else. */
export function readSegmentHead(bytes: Uint8Array): SegmentHead | undefined {
  const [version, flags = 0] = bytes;
  let at = 2;
  const next = (length: number): string => {
    at += length;
    return hexOf(bytes.subarray(at - length, at));
  };
  const digest = next(DIGEST_BYTES);
  const original = flags & HAS.original ? next(DIGEST_BYTES) : undefined;
  const pixels = flags & HAS.pixels ? next(DIGEST_BYTES) : undefined;
  const time = flags & HAS.time ? Number.parseInt(next(TIME_BYTES), 16) : undefined;
  if (version !== VERSION || flags > 7 || at !== bytes.length) return undefined;
  if (time !== undefined && !(time <= LAST_INSTANT)) return undefined;
  return {
    digest,
    ...(original === undefined ? {} : { originalSha256: original }),
    ...(pixels === undefined ? {} : { pixelHash: pixels }),
    ...(time === undefined ? {} : { acceptedAt: new Date(time).toISOString() }),
  };
}

/** 9999-12-31: the last instant that has four digits for its year. */
const LAST_INSTANT = 253_402_300_799_999;

const bytesOf = (hex: string): number[] => (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
