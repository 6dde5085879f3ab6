import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { OkaError } from '../../schemas/errors.ts';
import { InputKey, inputId } from '../../schemas/input.ts';
import { log } from '../log.ts';
import type { World } from '../world.ts';

type QueueHandlerOptions<S extends z.ZodType> = {
  readonly schema: S;
  readonly world: () => World;
  readonly handle: (event: z.infer<S>, world: World) => Promise<void>;
};

/**
 * A Lambda over a queue: each message on its own, failures reported one by one
 * (ReportBatchItemFailures), so a poisoned message never holds the others.
 * A permanent fault of a message that names an input ends that input as `quarantined`; every other fault is thrown
 * back to SQS, which tries again and at last gives it to the dead-letter queue.
 */
export function queueHandler<S extends z.ZodType>({ schema, world, handle }: QueueHandlerOptions<S>) {
  return async (batch: SQSEvent): Promise<SQSBatchResponse> => {
    const reached = world();
    const failures: string[] = [];
    for (const record of batch.Records) {
      try {
        await handleOne(record, schema, handle, reached);
      } catch (cause) {
        log.error(
          'message failed',
          { messageId: record.messageId, attempt: Number(record.attributes.ApproximateReceiveCount) },
          cause,
        );
        failures.push(record.messageId);
      }
    }
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

async function handleOne<S extends z.ZodType>(
  record: SQSRecord,
  schema: S,
  handle: QueueHandlerOptions<S>['handle'],
  world: World,
): Promise<void> {
  const parsed = schema.safeParse(JSON.parse(record.body));
  if (!parsed.success) throw new OkaError('message-malformed', parsed.error.issues[0]?.path.join('.'));
  try {
    await handle(parsed.data, world);
  } catch (cause) {
    const input = inputOf(parsed.data);
    if (!(cause instanceof OkaError) || cause.class !== 'permanent' || input === undefined) throw cause;
    log.warn('input quarantined', { input: inputId(input), code: cause.code, detail: cause.detail });
    await world.chart.endInput(input, {
      state: 'quarantined',
      code: cause.code,
      ...(cause.detail ? { detail: cause.detail } : {}),
    });
  }
}

const inputOf = (event: unknown): InputKey | undefined =>
  InputKey.safeParse((event as { data?: { input?: unknown } }).data?.input).data;
