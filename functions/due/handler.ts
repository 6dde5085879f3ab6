import { makeEvent } from '../../platform/queues.ts';
import { worldOf } from '../../platform/world.ts';
import { balanceLedgers, metricLine } from './ledgers.ts';

const world = worldOf(['OKA_QUEUE_ACKNOWLEDGEMENTS']);

/** Each minute: what is due goes to the queue of those who know what to do about it; then the ledgers are balanced. */
export async function handler(): Promise<void> {
  const reached = world();
  const { chart, queues, env, clock } = reached;
  await chart.due(clock(), (key) =>
    queues.send(env.OKA_QUEUE_ACKNOWLEDGEMENTS ?? '', makeEvent('oka.delivery.due', 'due', key, { time: clock() })),
  );
  for (const figures of await balanceLedgers(reached)) process.stdout.write(`${metricLine(figures, clock())}\n`);
}
