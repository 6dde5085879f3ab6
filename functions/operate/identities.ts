import { inBatches } from '../../platform/chart/batches.ts';
import type { IdentityPair } from '../../platform/chart/chart.ts';
import { pairAnswer } from '../../platform/identities/pair-answer.ts';
import type { World } from '../../platform/world.ts';
import type { IdentitiesAnswer, IdentityAnswer } from '../../schemas/api/answers.ts';

/** Pairs of one answer, and records looked into for them: it ends at 6 MB and 29 s, and nobody decides more in a day. */
const MOST = 200;

/** The pairs of a clinic that wait for a human, each once, the longest first; as the charts stand now. */
export async function listIdentities(clinic: string, world: World): Promise<IdentitiesAnswer> {
  const { chart } = world;
  const records = await chart.recordsWithOpenPairs(clinic, MOST + 1);
  const pairs = new Map<string, IdentityPair>();
  let more = records.length > MOST;
  for (const record of records.slice(0, MOST)) {
    for (const pair of await chart.openPairs(record)) pairs.set(pair.records.join('~'), pair);
    if (pairs.size <= MOST) continue;
    more = true;
    break;
  }
  const answers = await inBatches([...pairs.values()].slice(0, MOST), (pair) => pairAnswer(pair, clinic, world));
  const since = (one: IdentityAnswer): string => one.since ?? '';
  return { pairs: answers.sort((a, b) => (since(a) < since(b) ? -1 : 1)), more };
}
