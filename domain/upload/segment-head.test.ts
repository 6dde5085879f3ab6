import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MOST_HEAD_BYTES, readSegmentHead, type SegmentHead, writeSegmentHead } from './segment-head.ts';

const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const instant = fc
  .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const heads: fc.Arbitrary<SegmentHead> = fc.record(
  { digest: hex, originalSha256: hex, pixelHash: hex, acceptedAt: instant },
  { requiredKeys: ['digest'] },
);

describe('the head of a segment', () => {
  test('is read as it was written, within its length', () => {
    fc.assert(
      fc.property(heads, (head) => {
        const bytes = writeSegmentHead(head);
        expect(bytes.length).toBeLessThanOrEqual(MOST_HEAD_BYTES);
        expect(readSegmentHead(bytes)).toEqual(head);
      }),
    );
  });

  test('that is cut, longer, of another version or no head at all is none', () => {
    fc.assert(
      fc.property(heads, fc.nat(MOST_HEAD_BYTES), (head, cut) => {
        const bytes = writeSegmentHead(head);
        if (cut < bytes.length) expect(readSegmentHead(bytes.subarray(0, cut))).toBeUndefined();
        expect(readSegmentHead(Uint8Array.of(...bytes, 0))).toBeUndefined();
        expect(readSegmentHead(Uint8Array.of(2, ...bytes.subarray(1)))).toBeUndefined();
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => void readSegmentHead(bytes)));
    const timed = writeSegmentHead({ digest: 'a'.repeat(64), acceptedAt: new Date(0).toISOString() });
    expect(readSegmentHead(timed.fill(0xff, timed.length - 6))).toBeUndefined();
  });
});
