import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { listRefused } from './refused.ts';
import { readState } from './state.ts';

test('what an edge has not written yet is empty; what cannot be read is a fault', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'oka-absent-'));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await listRefused(join(folder, 'refused'))).toEqual([]);
  await expect(listRefused(file)).rejects.toMatchObject({ code: 'ENOTDIR' });
  expect(await readState(folder)).toBeUndefined();
  await expect(readState(file)).rejects.toMatchObject({ code: 'ENOTDIR' });
  rmSync(folder, { recursive: true });
});
