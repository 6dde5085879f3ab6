import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { PlannedMapping } from '../template/plan.ts';
import { sortOut, sqsEvent } from './batches.ts';

export type EventSourceOptions = {
  mapping: PlannedMapping;
  sqs: SQSClient;
  invoke: (functionName: string, event: unknown) => Promise<unknown>;
  /** How many batches of this source may run at once on this machine. */
  concurrency: number;
  /** Locally a failed batch comes again after this many seconds × 2^(attempt − 1), not after its visibility timeout. */
  retrySeconds: number;
};

const LONGEST_RETRY_SECONDS = 60;
const entry = (message: Message) => ({ Id: message.MessageId ?? '', ReceiptHandle: message.ReceiptHandle ?? '' });

/**
 * One event source mapping: long polls the queue, invokes the function with batches, deletes what is done, makes visible
 * again what failed. Redrive to the dead-letter queue is the queue's own work. `stop` ends polling and waits for running
 * batches.
 */
export async function startEventSource({ mapping, sqs, invoke, concurrency, retrySeconds }: EventSourceOptions) {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: mapping.queue }));
  const stopping = new AbortController();
  const fifo = mapping.queue.endsWith('.fifo');

  async function finish(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: messages.map(entry) }));
  }
  async function giveBack(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const Entries = messages.map((message) => {
      const attempt = Number(message.Attributes?.ApproximateReceiveCount ?? 1);
      const VisibilityTimeout = Math.min(LONGEST_RETRY_SECONDS, Math.round(retrySeconds * 2 ** (attempt - 1)));
      return { ...entry(message), VisibilityTimeout };
    });
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }

  async function runBatch(messages: Message[]): Promise<void> {
    try {
      const result = await invoke(mapping.functionName, sqsEvent(mapping.queue, messages));
      const { done, again } = sortOut(messages, result, { partialFailures: mapping.partialFailures, fifo });
      await finish(done);
      await giveBack(again);
    } catch {
      // The function's own log says why; the queue counts the attempt. If SQS itself is away, visibility runs out.
      await giveBack(messages).catch(() => undefined);
    }
  }

  async function poll(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl,
            MaxNumberOfMessages: Math.min(10, mapping.batchSize),
            WaitTimeSeconds: 20,
            MessageSystemAttributeNames: ['All'],
            MessageAttributeNames: ['All'],
          }),
          { abortSignal: stopping.signal },
        );
        if (Messages.length > 0) await runBatch(Messages);
      } catch {
        // SQS is being restarted, or we stop: wait a little rather than spin.
        if (!stopping.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  }

  const pollers = Array.from({ length: Math.min(concurrency, mapping.maximumConcurrency ?? concurrency) }, poll);
  return {
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(pollers);
    },
  };
}
