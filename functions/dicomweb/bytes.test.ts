import { expect, test } from '@jest/globals';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { answerBytes, bodyOfBytes } from './bytes.ts';

const body = bodyOfBytes(new Uint8Array(100), 'application/dicom', '"now"');
const status = (headers: Record<string, string>): number =>
  answerBytes({ headers, path: {}, traceparent: '00-a-b-00' } as unknown as ApiRequest, body).status;

test.each([
  ['bytes=0-9', 206],
  ['bytes=-10', 206],
  ['bytes=100-', 416],
  ['bytes=9-0', 200],
  ['bytes=0-1,5-6', 200],
])('%s is answered with %i', (range, expected) => {
  expect(status({ range })).toBe(expected);
});

test('a range of other bytes than are here now is answered with all of them (RFC 9110 §13.1.5)', () => {
  expect(status({ range: 'bytes=50-', 'if-range': '"now"' })).toBe(206);
  expect(status({ range: 'bytes=50-', 'if-range': '"before"' })).toBe(200);
  expect(status({ range: 'bytes=50-', 'if-range': 'Sun, 22 Nov 2026 08:00:00 GMT' })).toBe(200);
});
