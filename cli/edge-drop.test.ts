import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { takeDrops } from '../edge/drops.ts';
import { printing } from '../test/printed.ts';
import { edge } from './edge.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-drop-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const said = printing();
const AT = '2026-01-31T05:00:00.000Z';
const SPOILT = 'a'.repeat(64);
const data = join(root, 'data');
const config = ['--config', join(root, 'edge.yaml')];

beforeAll(() => {
  mkdirSync(data);
  writeFileSync(join(root, 'token'), 'a.b.c', { mode: 0o600 });
  writeFileSync(
    config[1] ?? '',
    'clinic: north\nzone: UTC\ndata: data\nregion:\n  url: http://127.0.0.1:1\n  tokenFile: token\n',
  );
  const lanes = {};
  const attention = [{ sha256: SPOILT, state: 'damaged', code: 'object-damaged', acceptedAt: AT }];
  const objects = { kept: 1, bytes: 1, waiting: 0, waitingBytes: 0, refused: 0, lanes, attention };
  const state = { clinic: 'north', at: AT, waiting: 0, bytes: 0, segments: 1, totals: {}, objects };
  writeFileSync(join(data, 'state.json'), JSON.stringify(state));
});

describe('oka edge drop', () => {
  test.each([
    ['without a reason', [SPOILT]],
    ['of what neither was refused nor is spoilt', ['b'.repeat(64), '--why', 'x']],
    ['of no SHA-256', ['../x', '--why', 'x']],
  ])('%s does nothing', async (_, args) => {
    expect(await edge(['drop', ...args, ...config])).toBe(2);
  });

  test('leaves the word that the edge takes; status says what to do before, and what was done after', async () => {
    said.out = '';
    await edge(['status', ...config]);
    expect(said.out).toMatch(new RegExp(`object-damaged +taken ${AT}  ${SPOILT}`));
    expect(said.out).toContain('oka edge drop SHA256');
    expect(await edge(['drop', SPOILT, '--why', 'sent again', ...config])).toBe(0);
    const about = { acceptedAt: AT, by: 'dicom', address: '', lane: 'routine' } as const;
    const entry = { sha256: SPOILT, bytes: 1, about, marks: [], state: 'damaged' } as const;
    const dropped: string[] = [];
    await takeDrops({
      ...{ data, refused: join(data, 'refused'), clock: () => new Date(AT), onDropped: () => undefined },
      spool: { get: () => entry, drop: async (sha256) => dropped.push(sha256) > 0 },
      onNothing: () => undefined,
    });
    expect(dropped).toEqual([SPOILT]);
    said.out = '';
    await edge(['status', ...config]);
    expect(said.out).toContain(`dropped ${AT}  ${SPOILT}  object-damaged: sent again`);
  });
});
