import { expect, test } from '@jest/globals';
import { makeEdgeKey } from '../files/key.ts';
import { encodeRecord, readHead } from './record.ts';
import { segmentSeals } from './seals.ts';

const nonce = Buffer.alloc(8, 1);
const key = makeEdgeKey(Buffer.alloc(32, 1));
const of = { nonce, seals: segmentSeals(key, key.id, nonce) };
const record = { kind: 1, sha256: 'ab'.repeat(32), json: Buffer.from('{"a":1}'), body: Buffer.alloc(100, 7) };

test('the same record is sealed otherwise at another place, and is read at its own place alone', () => {
  const [first = Buffer.alloc(0), firstBody] = encodeRecord(of, 0, record);
  const [second = Buffer.alloc(0), secondBody] = encodeRecord(of, 5000, record);
  expect(Buffer.from(firstBody ?? []).equals(Buffer.from(secondBody ?? []))).toBe(false);
  expect(Buffer.from(first).subarray(56).equals(Buffer.from(second).subarray(56))).toBe(false);
  expect(readHead(Buffer.from(first), of, 0)).toMatchObject({ sha256: record.sha256, json: record.json });
  expect(readHead(Buffer.from(first), of, 5000)).toBeUndefined();
});
