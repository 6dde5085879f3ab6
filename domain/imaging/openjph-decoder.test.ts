import { expect, test } from '@jest/globals';
import { decodeAt, type Htj2kDecoder } from './openjph-decoder.ts';

test('a decoder gives its memory back also where the stream is broken', () => {
  let given = 0;
  const decoder: Htj2kDecoder = {
    getEncodedBuffer: (length) => new Uint8Array(length),
    decodeSubResolution: () => {
      throw new Error('broken');
    },
    getFrameInfo: () => ({ width: 1, height: 1, bitsPerSample: 8, componentCount: 1 }),
    getDecodedBuffer: () => new Uint8Array(1),
    calculateSizeAtDecompositionLevel: () => ({ width: 1, height: 1 }),
    delete: () => {
      given += 1;
    },
  };
  expect(() => decodeAt(decoder, new Uint8Array(3), 0)).toThrow('broken');
  expect(given).toBe(1);
  expect(decodeAt({ ...decoder, decodeSubResolution: () => {} }, new Uint8Array(3), 0)).toMatchObject({ rows: 1 });
  expect(given).toBe(2);
});
