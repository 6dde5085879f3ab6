import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMllpClient } from '../../edge/mllp/client.ts';
import { startEdgeProcess } from './process.ts';
import { standInRegion } from './region.ts';

export type KillResult = {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged and never arrived in the region: must be none. */
  readonly lost: number;
  /** Arrived in the region more than once; the same bytes are the same input there. */
  readonly repeats: number;
  /** Arrived with other bytes than announced: must be none. */
  readonly wrong: number;
  /** Torn tails found and cut at a start; places that could not be read: must be none. */
  readonly torn: number;
  readonly damaged: number;
};

export type KillOptions = {
  readonly kills: number;
  readonly senders?: number;
  /** Longest life of the edge between two kills. */
  readonly lifeMs?: number;
  readonly onKill?: (kill: number, acknowledged: number) => void;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const STANDSTILL_MS = 60_000;

/**
 * The edge under load, ended by kill -9 at random moments: while it receives, syncs, sends, and while it starts. Senders
 * repeat what was not answered, as real ones do. At the end the region must have all that was ever acknowledged.
 */
export async function killUnderLoad({ kills, senders = 8, lifeMs = 800, onKill }: KillOptions): Promise<KillResult> {
  const folder = mkdtempSync(join(tmpdir(), 'oka-edge-kill-'));
  const region = await standInRegion();
  const acknowledged = new Set<string>();
  let [stopping, torn, damaged] = [false, 0, 0];
  let edge = startEdgeProcess(folder, region.url, 0);
  const port = (await edge.listening) ?? 0;

  const clients = Array.from({ length: senders }, () =>
    makeMllpClient({ host: '127.0.0.1', port, connectMs: 60_000, answerMs: 10_000, backoffMs: [20, 100] }),
  );
  const working = clients.map(async (client, sender) => {
    for (let number = 0; !stopping; number += 1) {
      const bytes = randomMessage(`${sender}.${number}`);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      while (!stopping && !acknowledged.has(sha256)) {
        const sent = await client.send(bytes);
        if (sent.class === 'accepted') acknowledged.add(sha256);
      }
    }
  });

  async function atWork(before: number): Promise<void> {
    await edge.listening;
    for (const until = Date.now() + STANDSTILL_MS; acknowledged.size === before && Date.now() < until; ) await pause(5);
  }
  const note = (): void => {
    torn += edge.log.filter(({ message }) => String(message).includes('torn')).length;
    damaged += edge.log.filter(({ code }) => code === 'journal-damaged').length;
  };
  for (let kill = 1; kill <= kills; kill += 1) {
    // Every fourth time it dies while it starts or reads its journal, else at work: on a busy machine that takes its time.
    if (kill % 4 !== 0) await atWork(acknowledged.size);
    await pause(Math.random() * lifeMs);
    await edge.kill();
    note();
    onKill?.(kill, acknowledged.size);
    edge = startEdgeProcess(folder, region.url, port);
  }
  await edge.listening;
  await pause(200);
  stopping = true;
  for (const client of clients) client.close();
  await Promise.all(working);

  const missing = (): number => [...acknowledged].filter((sha256) => !region.arrived.has(sha256)).length;
  // As long as something arrives, the rest may still be on its way.
  for (let [left, since] = [missing(), Date.now()]; left > 0 && Date.now() - since < STANDSTILL_MS; await pause(50)) {
    const now = missing();
    if (now < left) since = Date.now();
    left = now;
  }
  await edge.stop();
  note();
  await region.stop();
  rmSync(folder, { recursive: true, force: true });
  return {
    kills,
    acknowledged: acknowledged.size,
    lost: missing(),
    repeats: [...region.arrived.values()].filter((times) => times > 1).length,
    wrong: region.wrong(),
    torn,
    damaged,
  };
}

/** Mostly of an ordinary length, now and then a document. */
function randomMessage(control: string): Buffer {
  const bytes = Math.random() < 0.03 ? 400_000 : 100 + Math.floor(Math.random() * 3000);
  const text = randomBytes(bytes / 2).toString('hex');
  return Buffer.from(`MSH|^~\\&|LIS|MRL|OKA|REGION|20260131||ORU^R01|${control}|P|2.5.1\rOBX|1|TX|||${text}\r`);
}
