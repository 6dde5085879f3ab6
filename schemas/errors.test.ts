import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ERRORS } from './errors.ts';

const ROOM = join(import.meta.dirname, 'errors');

test('every code of every catalogue is in the whole one, once', () => {
  const codes = readdirSync(ROOM).flatMap((file) =>
    [...readFileSync(join(ROOM, file), 'utf8').matchAll(/^ {2}'?([a-z0-9-]+)'?: entry\($/gm)].map((row) => row[1]),
  );
  expect(codes.toSorted()).toEqual(Object.keys(ERRORS).toSorted());
});
