import { loadCodecs } from '../../platform/codecs.ts';
import { queueHandler } from '../../platform/handlers/queue.ts';
import { worldOf } from '../../platform/world.ts';
import { ImageUploaded } from '../../schemas/messages.ts';
import { receiveImage } from './receive.ts';

/** SQS `images` → the chart, then SQS `recognition-urgent` or `recognition-routine`. */
export const handler = queueHandler({
  schema: ImageUploaded,
  world: worldOf([
    'OKA_BUCKET_INTAKE',
    'OKA_BUCKET_ARCHIVE',
    'OKA_QUEUE_RECOGNITION_URGENT',
    'OKA_QUEUE_RECOGNITION_ROUTINE',
    'OKA_ID_KEY',
  ]),
  handle: async (event, world) => receiveImage(event, world, await loadCodecs()),
});
