import type { IncomingMessage, ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { compressedFor } from '../local/api/compression.ts';

function sent(
  accepts: string | undefined,
  { size = 2000, from, encoded }: { size?: number; from?: number; encoded?: string } = {},
) {
  const headers = new Map<string, string>(encoded === undefined ? [] : [['content-encoding', encoded]]);
  const response = {
    hasHeader: (name: string) => headers.has(name.toLowerCase()),
    setHeader: (name: string, value: string) => void headers.set(name.toLowerCase(), value),
  } as unknown as ServerResponse;
  const request = { headers: accepts === undefined ? {} : { 'accept-encoding': accepts } } as IncomingMessage;
  const bytes = compressedFor(request, response, Buffer.alloc(size, 'a'), from);
  return { bytes, encoding: headers.get('content-encoding') };
}

test.each(['gzip', 'gzip, deflate, br', 'br, GZIP;q=0.5'])('who takes %s gets what is large compressed', (accepts) => {
  const { bytes, encoding } = sent(accepts, { from: 1024 });
  expect([encoding, gunzipSync(bytes).length]).toEqual(['gzip', 2000]);
});

test.each([
  ['nobody asked for it', undefined, { from: 1024 }],
  ['it is refused', 'gzip;q=0', { from: 1024 }],
  ['another coding is wanted', 'br', { from: 1024 }],
  ['it is small', 'gzip', { from: 1024, size: 1023 }],
  ['the template does not say so', 'gzip', {}],
  ['the function has encoded it', 'gzip', { from: 1024, encoded: 'br' }],
])('it stays as it is where %s', (_, accepts, options) => {
  const { bytes, encoding } = sent(accepts, options);
  expect(bytes.length).toBe((options as { size?: number }).size ?? 2000);
  expect(encoding).toBe((options as { encoded?: string }).encoded);
});
