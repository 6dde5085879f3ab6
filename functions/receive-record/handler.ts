import { numberKey } from '../../domain/fhir/identifiers.ts';
import { variableOf } from '../../platform/environment.ts';
import { queueHandler } from '../../platform/handlers/queue.ts';
import { worldOf } from '../../platform/world.ts';
import { RecordUploaded } from '../../schemas/messages.ts';
import { receiveRecord } from './receive.ts';

/** Queue `records` → chart. */
export const handler = queueHandler({
  schema: RecordUploaded,
  world: worldOf(['OKA_BUCKET_INTAKE', 'OKA_ID_KEY', 'OKA_QUEUE_RECORDS'], {
    numberKey: (number, env) => numberKey(variableOf(env, 'OKA_ID_KEY'), number),
  }),
  handle: receiveRecord,
});
