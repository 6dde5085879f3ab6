import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeMllpClient } from '../edge/mllp/client.ts';
import { killUnderImages } from './edge-kill/images.ts';
import { startEdgeProcess } from './edge-kill/process.ts';
import { standInRegion } from './edge-kill/region.ts';
import { killUnderLoad } from './edge-kill/run.ts';
import { message } from './mllp.ts';
import { sha256Hex } from './sha256.ts';

test('an acknowledged message survives kill -9 of the edge at any moment', async () => {
  const result = await killUnderLoad({ kills: 6, senders: 4, lifeMs: 250 });
  expect(result).toMatchObject({ kills: 6, lost: 0, wrong: 0, damaged: 0 });
  expect(result.acknowledged).toBeGreaterThan(20);
}, 120_000);

test('an acknowledged image survives kill -9 of the edge at any moment', async () => {
  const result = await killUnderImages({ kills: 6, senders: 4, lifeMs: 250 });
  expect(result).toMatchObject({ kills: 6, lost: 0, wrong: 0, faults: 0 });
  expect(result.acknowledged).toBeGreaterThan(20);
}, 120_000);

test('oka edge ends cleanly when it is told to, and says what it did without a word of a message', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'oka-edge-stop-'));
  const region = await standInRegion(0);
  const edge = startEdgeProcess(folder, region.url, 0);
  const client = makeMllpClient({ host: '127.0.0.1', port: (await edge.listening) ?? 0 });
  const bytes = message('SECRET-ID', 'SECRET-TEXT');
  expect(await client.send(bytes)).toMatchObject({ class: 'accepted' });
  expect(await client.send(Buffer.from('SECRET-JUNK'))).toMatchObject({ code: 'AR' });
  expect(await edge.stop()).toBe(0);
  client.close();
  expect(region.arrived.get(sha256Hex(bytes))).toBe(1);
  const log = JSON.stringify(edge.log);
  expect(log).toContain('not-hl7');
  expect(log).not.toContain('SECRET');
  await region.stop();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);
