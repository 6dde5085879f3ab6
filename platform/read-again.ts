import { inBatches } from './chart/batches.ts';
import type { GuessedSender } from './chart/charsets.ts';
import { announceRecord } from './intake.ts';
import type { World } from './world.ts';

/**
 * Sends the inputs of a sender through again that have not been read as he is read now. The message is their first one, so
 * an input whose end is written keeps it and only the chart follows. Sent twice does no harm; a crash before the last one
 * leaves the sender unmarked, and his next message or the next confirmation begins anew.
 * @returns how many were sent
 */
export async function readAgain(
  sender: GuessedSender,
  source: string,
  traceparent: string,
  world: Pick<World, 'chart' | 'queues' | 'env' | 'clock'>,
  except?: string,
): Promise<number> {
  const { clinic, id, reading } = sender;
  const { charsets } = world.chart;
  const all = await charsets.inputs(clinic, id);
  const behind = all.filter((input) => input.reading < reading && input.sha256 !== except);
  await inBatches(behind, ({ sha256, length, receivedAt }) => {
    const input = { kind: 'record' as const, clinic, sha256 };
    return announceRecord({ input, length, receivedAt, traceparent }, source, world);
  });
  await charsets.markSentAgain(sender);
  return behind.length;
}
