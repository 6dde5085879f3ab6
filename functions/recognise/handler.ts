import { loadCodecs } from '../../platform/codecs.ts';
import { variableOf } from '../../platform/environment.ts';
import { queueHandler } from '../../platform/handlers/queue.ts';
import { loadModels } from '../../platform/inference/models.ts';
import { worldOf } from '../../platform/world.ts';
import { RecognitionRequested } from '../../schemas/messages.ts';
import { recognise } from './recognise.ts';
import { tolerantly } from './seen.ts';

/** SQS `recognition-urgent` and `recognition-routine` → the chart, then (by the chart) SQS `advice`. */
export const handler = queueHandler({
  schema: RecognitionRequested,
  world: worldOf(['OKA_BUCKET_INTAKE', 'OKA_MODELS', 'OKA_ID_KEY']),
  handle: async (event, world) =>
    tolerantly(event, world, async () =>
      recognise(event, world, {
        codecs: await loadCodecs(),
        models: await loadModels(variableOf(world.env, 'OKA_MODELS')),
      }),
    ),
});
