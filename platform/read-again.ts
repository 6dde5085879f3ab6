import { inBatches } from './chart/batches.ts';
import type { GuessedSender } from './chart/charsets.ts';
import { announceRecord } from './intake.ts';
import type { World } from './world.ts';

/** Inputs of one call: a fraction of the time of a Lambda. */
const AT_ONCE = 200;
/** Parts of one call in which everything has been read already. */
const MOST_PARTS = 20;

/**
 * Sends inputs of a sender through again that have not been read as he is read now: a part of them, and nothing while
 * another worker does so. Each of them, as any message of the sender, sends the next part when it is read, until all are
 * sent. The message is their first one, so an input whose end is written keeps it and only the chart follows. Sent twice
 * does no harm; who dies on the way leaves his part to the sender's next message or to the next confirmation.
 * @returns how many were sent
 */
export async function readAgain(
  sender: GuessedSender,
  source: string,
  traceparent: string,
  world: Pick<World, 'chart' | 'queues' | 'env' | 'clock'>,
  except?: string,
): Promise<number> {
  const { clinic, reading } = sender;
  const { charsets } = world.chart;
  let sent = 0;
  for (let parts = 0; parts < MOST_PARTS && sent < AT_ONCE; parts += 1) {
    const part = await charsets.claimPart(sender, world.clock(), AT_ONCE);
    if (part === undefined) break;
    const behind = part.inputs.filter((input) => input.reading < reading && input.sha256 !== except);
    await inBatches(behind, ({ sha256, length, receivedAt }) => {
      const input = { kind: 'record' as const, clinic, sha256 };
      return announceRecord({ input, length, receivedAt, traceparent }, source, world);
    });
    await charsets.finishPart(sender, part);
    sent += behind.length;
  }
  return sent;
}
