import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { log } from '../../platform/log.ts';
import { worldOf } from '../../platform/world.ts';
import { takeDeadLetter } from './take.ts';

const world = worldOf(['OKA_BUCKET_INTAKE']);

/**
 * Every dead-letter queue → quarantine. Not a `queueHandler`: it must also take what has no form that we know. What it
 * cannot take stays in its dead-letter queue and is tried again.
 */
export async function handler(batch: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const { messageId, body, eventSourceARN } of batch.Records) {
    const queue = eventSourceARN.split(':').at(-1) ?? '';
    try {
      await takeDeadLetter({ messageId, body, queue }, world());
    } catch (cause) {
      log.error('dead letter could not be taken', { messageId, queue }, cause);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
