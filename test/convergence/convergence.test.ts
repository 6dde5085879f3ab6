import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { openDay } from '../../local/day/play.ts';
import { prepareRegion } from '../../local/prepare.ts';
import type { Fingerprint } from './fingerprint.ts';
import { playOnce } from './run.ts';
import { verdictOf } from './verdict.ts';

/** `npm run convergence` plays twenty; one stands here so that a break is seen with every change. */
const SEED = 101;

test('the day shuffled, doubled and shot at ends as the day in order', async () => {
  const sharedFolder = mkdtempSync(join(tmpdir(), 'oka-convergence-'));
  try {
    const prepared = await prepareRegion(sharedFolder);
    const dayFolder = join(sharedFolder, 'day');
    const day = await openDay(dayFolder);
    const shared = { prepared, sharedFolder, dayFolder, day };
    const inputs = new Set(day.files.map(({ clinic, kind, sha256 }) => `${kind}/${clinic}/${sha256}`)).size;
    const inOrder = await playOnce({ ...shared, dataFolder: join(sharedFolder, 'in-order') });
    const shotAt = await playOnce({ ...shared, dataFolder: join(sharedFolder, 'shot-at'), seed: SEED });
    expect(verdictOf(inOrder, inOrder, inputs)).toEqual([]);
    expect(verdictOf(inOrder, shotAt, inputs)).toEqual([]);
    expect(shotAt.kills).toBeGreaterThan(5);
  } finally {
    rmSync(sharedFolder, { recursive: true, force: true });
  }
}, 600_000);

test.each([
  ['a chart that differs', { charts: { a: '1', b: '3' } }, 'chart differs: b'],
  ['a result that is missing', { results: {} }, 'result differs: r'],
  [
    'another content at the record system',
    { held: { 'ehr r': 'other' } },
    'the record system holds another content: ehr r',
  ],
  ['a version applied twice', { appliedTwice: ['ehr r/1'] }, 'applied twice: ehr r/1'],
  ['an input without an end', { ends: { stored: 1, open: 1 } }, '1 inputs have not ended'],
])('the verdict names %s', (_, change, named) => {
  const sound: Fingerprint = {
    charts: { a: '1', b: '2' },
    results: { r: 'h' },
    held: { 'ehr r': 'h' },
    appliedTwice: [],
    ends: { stored: 2 },
  };
  expect(verdictOf(sound, sound, 2)).toEqual([]);
  expect(verdictOf(sound, { ...sound, ...change }, 2)).toContain(named);
});
