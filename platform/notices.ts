import type { Ask } from '../schemas/delivery.ts';
import { variableOf } from './environment.ts';
import { makeEvent } from './queues.ts';
import type { World } from './world.ts';

/**
 * Sends what a delivery asks for to the box that reaches people. The same ask is the same message, and whoever carries it
 * carries it once, so a sender that died after half of them sends all again.
 */
export async function sendAsks(
  { queues, env, clock }: Pick<World, 'queues' | 'env' | 'clock'>,
  asks: readonly Ask[],
  traceparent?: string,
): Promise<void> {
  for (const ask of asks)
    await queues.send(
      variableOf(env, 'OKA_QUEUE_NOTICES'),
      makeEvent('oka.notice.requested', 'notices', ask, { traceparent, time: clock() }),
    );
}
