import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { OkaError } from '../../schemas/errors.ts';
import { type GlobalIndexName, type LocalIndexName, TABLE } from '../../schemas/table.ts';

export type Key = { readonly pk: string; readonly sk: string };
export type Row = Key & Readonly<Record<string, unknown>>;

/** An expression of DynamoDB with what its `#names` and `:values` stand for. */
type Expression = {
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
};
export type Condition = Expression & { readonly condition: string };
export type Update = Expression & { readonly update: string; readonly condition?: string };
export type Range = {
  readonly partition: string;
  readonly index?: LocalIndexName | GlobalIndexName;
  /** Rows whose sort key begins so. */
  readonly beginsWith?: string;
  /** Rows whose sort key is not above this. */
  readonly upTo?: string;
  /** Rows whose sort key is above this. */
  readonly above?: string;
  /** Rows whose sort key is below this. */
  readonly below?: string;
  readonly newestFirst?: boolean;
  readonly limit?: number;
};

/**
 * The few things Oka asks of DynamoDB: rows by key, conditional writes, ranges. No scans, no transactions. A condition
 * that does not hold is an answer, not an error; a store that does not answer is OkaError `unavailable`.
 */
export type Store = {
  /** Consistent. */
  get(key: Key): Promise<Row | undefined>;
  /** False: the condition did not hold, nothing was written. */
  put(row: Row, condition?: Condition): Promise<boolean>;
  /** The row after the update; undefined: the condition did not hold, nothing was written. */
  update(key: Key, update: Update): Promise<Row | undefined>;
  /** With a condition that does not hold nothing is removed. */
  remove(key: Key, condition?: Condition): Promise<void>;
  /** Consistent, except through a global index, which DynamoDB cannot read so. */
  query(range: Range): Promise<Row[]>;
};

export function makeStore(client: Pick<DynamoDBDocumentClient, 'send'>, table: string): Store {
  return {
    async get(key) {
      const answer = await reach('get', () =>
        client.send(new GetCommand({ TableName: table, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true })),
      );
      return answer.Item as Row | undefined;
    },
    async put(row, { condition, names, values } = { condition: '' }) {
      const command = new PutCommand({
        TableName: table,
        Item: { ...row },
        ...(condition ? { ConditionExpression: condition } : {}),
        ...expression(names, values),
      });
      return (await unlessRefused(() => reach('put', () => client.send(command)))) !== undefined;
    },
    async update(key, { update, condition, names, values }) {
      const command = new UpdateCommand({
        TableName: table,
        Key: { pk: key.pk, sk: key.sk },
        UpdateExpression: update,
        ...(condition ? { ConditionExpression: condition } : {}),
        ...expression(names, values),
        ReturnValues: 'ALL_NEW',
      });
      const answer = await unlessRefused(() => reach('update', () => client.send(command)));
      return answer?.Attributes as Row | undefined;
    },
    async remove(key, { condition, names, values } = { condition: '' }) {
      const command = new DeleteCommand({
        TableName: table,
        Key: { pk: key.pk, sk: key.sk },
        ...(condition ? { ConditionExpression: condition } : {}),
        ...expression(names, values),
      });
      await unlessRefused(() => reach('delete', () => client.send(command)));
    },
    async query(range) {
      const rows: Row[] = [];
      let from: Record<string, unknown> | undefined;
      do {
        const command = new QueryCommand({
          TableName: table,
          ...rangeQuery(range, rows.length),
          ExclusiveStartKey: from,
        });
        const page = await reach('query', () => client.send(command));
        rows.push(...((page.Items ?? []) as Row[]));
        from = page.LastEvaluatedKey;
      } while (from !== undefined && rows.length < (range.limit ?? Number.POSITIVE_INFINITY));
      return rows;
    },
  };
}

function rangeQuery(range: Range, already: number) {
  const { partition, index, beginsWith, upTo, above, below, newestFirst = false, limit } = range;
  const global = TABLE.globalIndexes.find(({ name }) => name === index);
  const local = TABLE.localIndexes.find(({ name }) => name === index);
  const bound = beginsWith ?? upTo ?? above ?? below;
  const sign = upTo !== undefined ? '<=' : above !== undefined ? '>' : '<';
  const where = beginsWith !== undefined ? 'begins_with(#sk, :bound)' : `#sk ${sign} :bound`;
  return {
    ...(index ? { IndexName: index } : {}),
    KeyConditionExpression: bound === undefined ? '#pk = :pk' : `#pk = :pk AND ${where}`,
    ...expression(
      {
        '#pk': global?.partitionKey ?? TABLE.partitionKey,
        ...(bound === undefined ? {} : { '#sk': global?.sortKey ?? local?.sortKey ?? TABLE.sortKey }),
      },
      { ':pk': partition, ...(bound === undefined ? {} : { ':bound': bound }) },
    ),
    ConsistentRead: global === undefined,
    ScanIndexForward: !newestFirst,
    ...(limit === undefined ? {} : { Limit: limit - already }),
  };
}

const expression = (names: Expression['names'], values: Expression['values']) => ({
  ...(names ? { ExpressionAttributeNames: { ...names } } : {}),
  ...(values ? { ExpressionAttributeValues: { ...values } } : {}),
});

async function unlessRefused<T>(send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (cause) {
    if (nameOf(cause) === 'ConditionalCheckFailedException') return undefined;
    throw cause;
  }
}

/** What DynamoDB says of a request it understood; everything else (network, throttling, 5xx) may pass and is `unavailable`. */
const ANSWERS = new Set([
  'ConditionalCheckFailedException',
  'ValidationException',
  'ResourceNotFoundException',
  'AccessDeniedException',
]);

async function reach<T>(operation: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (cause) {
    if (ANSWERS.has(nameOf(cause))) throw cause;
    throw new OkaError('unavailable', `table ${operation}`, { cause });
  }
}

const nameOf = (cause: unknown): string => (cause instanceof Error ? cause.name : '');
