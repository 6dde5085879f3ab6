import { queueHandler } from '../../platform/handlers/queue.ts';
import { worldOf } from '../../platform/world.ts';
import { NoticeRequested } from '../../schemas/messages.ts';
import { carryNotice } from './carry.ts';

/** notices → the network's gateway for mail and SMS, or the duty desk's list of calls. */
export const handler = queueHandler({
  schema: NoticeRequested,
  world: worldOf(['OKA_QUEUE_ACKNOWLEDGEMENTS']),
  handle: ({ data, traceparent }, world) => carryNotice(data, world, traceparent),
});
