import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Keys } from './keys.ts';

type WorkQueueProps = {
  readonly keys: Keys;
  /** Name of the queue; a FIFO queue's ends in `.fifo`. */
  readonly name: string;
  /** Of the one that reads it; the queue waits six times as long before it gives a message out again (Lambda's advice). */
  readonly consumerTimeout: Duration;
  /** Of the function that empties the dead-letter queue. */
  readonly quarantineTimeout: Duration;
};

/** A queue with its dead-letter queue: five attempts, then quarantine; fourteen days to mend what is broken. */
export class WorkQueue extends Construct {
  readonly name: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { keys, name, consumerTimeout, quarantineTimeout }: WorkQueueProps) {
    super(scope, id);
    this.name = name;
    const fifo = name.endsWith('.fifo');
    const safe: QueueProps = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: keys.data,
      dataKeyReuse: Duration.minutes(15),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.RETAIN,
      ...(fifo ? { fifo } : {}),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...safe,
      queueName: fifo ? name.replace(/\.fifo$/, '-dlq.fifo') : `${name}-dlq`,
      visibilityTimeout: sixTimes(quarantineTimeout),
    });
    this.queue = new Queue(this, 'Queue', {
      ...safe,
      queueName: name,
      visibilityTimeout: sixTimes(consumerTimeout),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
  }
}

const sixTimes = (timeout: Duration): Duration => Duration.seconds(6 * timeout.toSeconds());
