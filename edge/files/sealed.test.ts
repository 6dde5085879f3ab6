import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CHUNK_BYTES,
  makeSealer,
  openRange,
  plainBytes,
  type Seal,
  sealAll,
  storedBytes,
  TAG_BYTES,
} from './sealed.ts';

const SEAL: Seal = { key: createSecretKey(Buffer.alloc(32, 1)), prefix: Buffer.alloc(7), bound: Buffer.from('file 1') };
const STORED_CHUNK = CHUNK_BYTES + TAG_BYTES;

const open = (stored: Buffer, bytes: number, from = 0, to = bytes, seal = SEAL): Promise<Buffer> =>
  openRange(seal, bytes, async (at, length) => stored.subarray(at, at + length), from, to);

const LENGTHS = fc.oneof(
  fc.nat(5 * CHUNK_BYTES),
  fc.constantFrom(0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES),
);

describe('sealed bytes', () => {
  test('open to what was sealed, in any pieces and any range, and take what is foretold', async () => {
    await fc.assert(
      fc.asyncProperty(
        LENGTHS,
        fc.array(fc.integer({ min: 1, max: 100_000 })),
        fc.nat(),
        fc.nat(),
        async (length, cuts, a, b) => {
          const plain = randomBytes(length);
          const sealer = makeSealer(SEAL);
          const parts: Buffer[] = [];
          let at = 0;
          for (const cut of cuts) {
            parts.push(...sealer.push(plain.subarray(at, at + cut)));
            at += cut;
          }
          const stored = Buffer.concat([...parts, ...sealer.push(plain.subarray(at)), ...sealer.end()]);
          expect(stored.length).toBe(storedBytes(length));
          expect(plainBytes(stored.length)).toBe(length);
          expect(stored.equals(Buffer.concat(sealAll(SEAL, plain)))).toBe(true);
          const [from, to] = [a % (length + 2), b % (length + 2)].sort((x, y) => x - y) as [number, number];
          expect((await open(stored, length, from, to)).equals(plain.subarray(from, to))).toBe(true);
          expect((await open(stored, length)).equals(plain)).toBe(true);
          // What was read is the reader's, who may look at it again.
          expect(stored.length).toBe(storedBytes(length));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('that were changed anywhere do not open', async () => {
    const plain = randomBytes(2 * CHUNK_BYTES + 100);
    const stored = Buffer.concat(sealAll(SEAL, plain));
    await fc.assert(
      fc.asyncProperty(fc.nat(stored.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const spoilt = Buffer.from(stored);
        spoilt[at] = (spoilt[at] ?? 0) ^ change;
        await expect(open(spoilt, plain.length)).rejects.toThrow();
      }),
      { numRuns: 60 },
    );
  });

  const three = (): { plain: Buffer; chunks: Buffer[] } => {
    const plain = Buffer.concat([1, 1, 1].map((fill) => Buffer.alloc(CHUNK_BYTES, fill)));
    const stored = Buffer.concat(sealAll(SEAL, plain));
    return {
      plain,
      chunks: [0, 1, 2].map((chunk) => stored.subarray(chunk * STORED_CHUNK, (chunk + 1) * STORED_CHUNK)),
    };
  };

  test('do not open in another order, cut off at a chunk, or with a chunk more', async () => {
    const { chunks } = three();
    const [first, second, third] = chunks as [Buffer, Buffer, Buffer];
    await expect(open(Buffer.concat([second, first, third]), 3 * CHUNK_BYTES)).rejects.toThrow();
    await expect(open(Buffer.concat([first, second]), 2 * CHUNK_BYTES)).rejects.toThrow();
    await expect(open(Buffer.concat([first, second]), 3 * CHUNK_BYTES)).rejects.toThrow();
    await expect(open(Buffer.concat([first, second, third, third]), 4 * CHUNK_BYTES)).rejects.toThrow();
  });

  test('do not open in another place or under another key', async () => {
    const { plain, chunks } = three();
    const stored = Buffer.concat(chunks);
    for (const other of [
      { ...SEAL, bound: Buffer.from('file 2') },
      { ...SEAL, prefix: Buffer.alloc(7, 1) },
      { ...SEAL, key: createSecretKey(Buffer.alloc(32, 2)) },
    ])
      await expect(open(stored, plain.length, 0, 10, other)).rejects.toThrow();
  });

  test('are read only where they are asked for', async () => {
    const { plain, chunks } = three();
    const stored = Buffer.concat(chunks);
    const asked: number[][] = [];
    const read = async (at: number, length: number) => {
      asked.push([at, length]);
      return stored.subarray(at, at + length);
    };
    await openRange(SEAL, plain.length, read, CHUNK_BYTES + 5, CHUNK_BYTES + 6);
    expect(asked).toEqual([[STORED_CHUNK, STORED_CHUNK]]);
  });
});
