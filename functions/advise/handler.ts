import { queueHandler } from '../../platform/handlers/queue.ts';
import { worldOf } from '../../platform/world.ts';
import { AdviceRequested } from '../../schemas/messages.ts';
import { advise } from './advise.ts';

/** SQS advice → results of the record; a record whose results changed is handed to publish. */
export const handler = queueHandler({ schema: AdviceRequested, world: worldOf(['OKA_QUEUE_RESULTS']), handle: advise });
