import { createHash, randomBytes } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { z } from 'zod';
import { MESSAGES, type MessageType } from '../schemas/messages.ts';

type Message<T extends MessageType> = z.infer<(typeof MESSAGES)[T]>;

export type Queues = {
  /** Checks the message against its schema and sends it; resolved means SQS has it. */
  send<T extends MessageType>(
    queueUrl: string,
    message: Message<T>,
    fifo?: { group: string; deduplication: string },
  ): Promise<void>;
};

export function makeQueues(): Queues {
  const client = new SQSClient({ useQueueUrlAsEndpoint: process.env.AWS_ENDPOINT_URL_SQS === undefined });
  return {
    async send(queueUrl, message, fifo) {
      const body = JSON.stringify(MESSAGES[message.type].parse(message));
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          ...(fifo ? { MessageGroupId: fifo.group, MessageDeduplicationId: fifo.deduplication } : {}),
        }),
      );
    },
  };
}

/** A new W3C `traceparent` (https://www.w3.org/TR/trace-context/), or the child of one that came in. */
export function traceparent(parent?: string): string {
  const trace = parent?.split('-')[1] ?? randomBytes(16).toString('hex');
  return `00-${trace}-${randomBytes(8).toString('hex')}-01`;
}

/** Wraps data in the CloudEvents envelope; the id is derived from type and data, so a repeat has the same id. */
export function makeEvent<T extends MessageType>(
  type: T,
  source: string,
  data: Message<T>['data'],
  context: { traceparent?: string | undefined; time: Date },
): Message<T> {
  const id = createHash('sha256').update(type).update('\0').update(JSON.stringify(data)).digest('hex').slice(0, 32);
  return {
    specversion: '1.0',
    id,
    source: `oka/${source}`,
    type,
    time: context.time.toISOString(),
    datacontenttype: 'application/json',
    traceparent: traceparent(context.traceparent),
    data,
  } as Message<T>;
}
