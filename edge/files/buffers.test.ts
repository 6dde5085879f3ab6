import { describe, expect, test } from '@jest/globals';
import { makeBuffers, release } from './buffers.ts';

describe('memory that is given back', () => {
  test('is gone at once where the bytes had it for themselves', () => {
    const bytes = Buffer.allocUnsafeSlow(1000);
    release(bytes);
    expect(bytes.length).toBe(0);
  });

  test('stays where others have a part in it', () => {
    const whole = Buffer.alloc(1000, 1);
    for (const part of [whole.subarray(0, 999), whole.subarray(1), Buffer.from('pooled')]) {
      release(part);
      expect(part.length).toBeGreaterThan(0);
    }
    expect(whole.every((byte) => byte === 1)).toBe(true);
  });
});

test('a buffer is used again when it was given back, never while it is taken, and few lie idle', () => {
  const buffers = makeBuffers(10, 1);
  const [first, second] = [buffers.take(), buffers.take()];
  expect(first).not.toBe(second);
  buffers.giveBack(first);
  buffers.giveBack(second);
  expect(buffers.take()).toBe(first);
  expect(buffers.take()).not.toBe(second);
});
