import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeMllpClient } from '../../edge/mllp/client.ts';
import { startEdgeProcess } from '../edge-kill/process.ts';
import { standInRegion } from '../edge-kill/region.ts';
import { message, pause } from '../mllp.ts';
import { sha256Hex } from '../sha256.ts';

test('an upgrade under load loses nothing acknowledged: the new edge waits for the old one, then only it dispatches', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'oka-upgrade-'));
  const region = await standInRegion(0);
  const acknowledged = new Set<string>();
  const old = startEdgeProcess(folder, region.url, 0);
  const port = (await old.listening) ?? 0;
  let sending = true;
  const senders = [0, 1, 2].map(async (sender) => {
    const client = makeMllpClient({ host: '127.0.0.1', port, connectMs: 60_000, backoffMs: [20, 100] });
    for (let count = 0; sending; count += 1) {
      const bytes = message(`U${sender}.${count}`, randomBytes(100).toString('hex'));
      // A sender repeats what was not answered, as real ones do.
      while (sending && !acknowledged.has(sha256Hex(bytes)))
        if ((await client.send(bytes)).class === 'accepted') acknowledged.add(sha256Hex(bytes));
    }
    client.close();
  });
  const taken = async (more: number): Promise<void> => {
    for (const from = acknowledged.size; acknowledged.size < from + more; ) await pause(5);
  };
  await taken(50);

  const next = startEdgeProcess(folder, region.url, port, ['--takeover', '60']);
  while (!next.log.some(({ message: said }) => said === 'another edge holds the folder; waiting for it to end'))
    await pause(10);
  await taken(20);
  expect(next.log.some(({ message: said }) => said === 'the edge listens')).toBe(false);
  expect(await old.stop()).toBe(0);
  await next.listening;
  await taken(50);
  sending = false;
  await Promise.all(senders);

  const missing = (): string[] => [...acknowledged].filter((sha256) => !region.arrived.has(sha256));
  while (missing().length > 0) await pause(20);
  expect(region.wrong()).toBe(0);
  expect(await next.stop()).toBe(0);
  await region.stop();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);
