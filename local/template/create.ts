import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { OkaError } from '../../schemas/errors.ts';
import type { Plan, PlannedTable } from './plan.ts';
import { REGION } from './resolve.ts';

/** What the local servers take for a caller; they check no signature. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;
const client = (endpoint: string) => ({ endpoint, region: REGION, credentials: LOCAL_CREDENTIALS });

export const sqsClient = (endpoint: string): SQSClient =>
  // Queue URLs carry the port of the first start; the endpoint is the one that counts.
  // Each event source holds a long poll open, so the pool of connections must not be the limit.
  new SQSClient({
    ...client(endpoint),
    useQueueUrlAsEndpoint: false,
    requestHandler: { httpAgent: { maxSockets: 500 } },
  });

async function makeQueues(sqs: SQSClient, queues: Plan['queues']): Promise<void> {
  for (const { name, attributes } of queues) {
    try {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
      // An existing queue takes what the template says now; whether it is FIFO cannot change.
      const { FifoQueue: _fixed, ...settable } = attributes;
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: settable }));
    } catch (cause) {
      if (!(cause instanceof QueueDoesNotExist)) throw cause;
      await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    }
  }
}

type Keys = { KeySchema?: { AttributeName: string; KeyType: string }[] };
/** Keys of a table and its indexes as comparable text. */
const shape = (table: Record<string, unknown>): string => {
  const keys = ({ KeySchema }: Keys) => (KeySchema ?? []).map((key) => `${key.AttributeName}:${key.KeyType}`).join();
  const indexes = [
    ...((table.GlobalSecondaryIndexes as Keys[]) ?? []),
    ...((table.LocalSecondaryIndexes as Keys[]) ?? []),
  ];
  return [
    keys(table),
    ...indexes.map((index) => `${(index as { IndexName?: string }).IndexName}=${keys(index)}`).sort(),
  ].join(' ');
};

async function makeTable(dynamodb: DynamoDBClient, { name, properties }: PlannedTable): Promise<void> {
  try {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    if (Table && shape(Table as unknown as Record<string, unknown>) !== shape(properties))
      throw new OkaError(
        'configuration',
        `the table ${name} on disk has other keys or indexes than the template; remove the data folder to begin anew`,
      );
    return;
  } catch (cause) {
    if ((cause as Error).name !== 'ResourceNotFoundException') throw cause;
  }
  const pick = (source: Record<string, unknown>, keys: readonly string[]) =>
    Object.fromEntries(keys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]]));
  const indexes = (key: string, parts: readonly string[]) => {
    const found = properties[key] as Record<string, unknown>[] | undefined;
    return found ? { [key]: found.map((index) => pick(index, parts)) } : {};
  };
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      ...pick(properties, ['AttributeDefinitions', 'KeySchema']),
      ...indexes('LocalSecondaryIndexes', ['IndexName', 'KeySchema', 'Projection']),
      ...indexes('GlobalSecondaryIndexes', ['IndexName', 'KeySchema', 'Projection']),
    } as CreateTableCommandInput),
  );
}

/** Makes the buckets, queues and tables of the plan over their wire protocols; what exists already stays with its data. */
export async function createStores(plan: Plan, urls: { s3: string; sqs: string; dynamodb: string }): Promise<void> {
  const s3 = new S3Client(client(urls.s3));
  const sqs = sqsClient(urls.sqs);
  const dynamodb = new DynamoDBClient(client(urls.dynamodb));
  try {
    await Promise.all(plan.buckets.map((Bucket) => s3.send(new CreateBucketCommand({ Bucket }))));
    await makeQueues(sqs, plan.queues);
    for (const table of plan.tables) await makeTable(dynamodb, table);
  } finally {
    s3.destroy();
    sqs.destroy();
    dynamodb.destroy();
  }
}
