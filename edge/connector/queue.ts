import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { ResultDelivered } from '../../schemas/messages.ts';

/** A message of the queue, not yet let go of. */
export type Received = { readonly body: string; readonly receipt: string };

/** The queue of one record system, and the one that takes its answers. */
export type ResultQueue = {
  /** What is there, in the order of each record; waits a little for something to come. */
  readonly receive: (signal: AbortSignal) => Promise<readonly Received[]>;
  /** It is durable here: the queue need not keep it. */
  readonly letGo: (message: Received) => Promise<void>;
  /** Not now: it comes again after so long, and holds back the others of its record until then. */
  readonly giveBack: (message: Received, seconds: number) => Promise<void>;
  readonly answer: (message: ResultDelivered) => Promise<void>;
};

export type SqsQueueOptions = {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly acknowledgementsUrl: string;
  /** A taken message is let go of within milliseconds; one whose taker died comes again after so long. */
  readonly holdSeconds?: number;
  readonly waitSeconds?: number;
};

/** The region's SQS: a FIFO queue with one group for each record. */
export function sqsQueue(options: SqsQueueOptions): ResultQueue {
  const { sqs, queueUrl: QueueUrl, acknowledgementsUrl, holdSeconds = 60, waitSeconds = 20 } = options;
  return {
    async receive(signal) {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: waitSeconds,
        VisibilityTimeout: holdSeconds,
      });
      const { Messages = [] } = await sqs.send(command, { abortSignal: signal });
      return Messages.map(({ Body = '', ReceiptHandle = '' }: Message) => ({ body: Body, receipt: ReceiptHandle }));
    },
    async letGo({ receipt }) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receipt }));
    },
    async giveBack({ receipt }, VisibilityTimeout) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout }));
    },
    async answer(message) {
      await sqs.send(new SendMessageCommand({ QueueUrl: acknowledgementsUrl, MessageBody: JSON.stringify(message) }));
    },
  };
}
