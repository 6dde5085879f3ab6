import { queueHandler } from '../../platform/handlers/queue.ts';
import { worldOf } from '../../platform/world.ts';
import { ResultChanged } from '../../schemas/messages.ts';
import { publishRecord } from './publish.ts';

/** results → the FIFO queue of the record's EHR, one message per version, one group per record. */
export const handler = queueHandler({
  schema: ResultChanged,
  world: worldOf(['OKA_EHR_QUEUES', 'OKA_ID_KEY', 'OKA_QUEUE_NOTICES']),
  handle: ({ data, traceparent }, world) => publishRecord(data.record, world, traceparent),
});
