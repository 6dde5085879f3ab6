import { describe, expect, test } from '@jest/globals';
import { multipartOf, readMultipart } from './multipart.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('a multipart body', () => {
  test('is read as it was written, bytes that look like its marks included', () => {
    const parts = ['one', '\r\n--other\r\n\r\n', ''].map((bytes) => ({
      contentType: 'application/dicom',
      bytes: Buffer.from(bytes),
    }));
    const read = readMultipart(multipartOf('b', parts), 'b');
    expect(read?.map(({ bytes }) => text(bytes))).toEqual(['one', '\r\n--other\r\n\r\n', '']);
    expect(read?.[0]?.headers).toEqual({ 'content-type': 'application/dicom' });
  });

  test('that is nothing but marks is read as fast as any other', () => {
    const body = Buffer.from('\n--b'.repeat(1024 * 1024));
    const began = performance.now();
    expect(readMultipart(body, 'b')).toEqual([]);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
