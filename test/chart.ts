import { CreateTableCommand, DynamoDBClient, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { numberKey } from '../domain/fhir/identifiers.ts';
import type { Bulk } from '../platform/chart/bulk.ts';
import type { Chart } from '../platform/chart/chart.ts';
import { type DynamoChartOptions, makeDynamoChart } from '../platform/chart/dynamo-chart.ts';
import { TABLE } from '../schemas/table.ts';

export type TestChart = {
  readonly chart: Chart;
  /** The triggers that were sent, in their order. */
  readonly sent: { record: string; revision: number }[];
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly bulk: Bulk & { readonly objects: Map<string, Uint8Array> };
  /** Another chart on the same table, e.g. with a clock or a client that fails. */
  again(options: Partial<DynamoChartOptions>): Chart;
  close(): Promise<void>;
};

/**
 * A chart on a real DynamoDB wire protocol: dynalite in memory on a free port of the loopback, with the very table that
 * is deployed. Close it after the tests.
 */
export async function withChart(options: Partial<DynamoChartOptions> = {}): Promise<TestChart> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const plain = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const table = 'oka';
  await plain.send(new CreateTableCommand(tableInput(table)));

  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  const sent: { record: string; revision: number }[] = [];
  const bulk = bulkInMemory();
  const again = (more: Partial<DynamoChartOptions>): Chart =>
    makeDynamoChart({
      table,
      client,
      bulk,
      numberKey: (number) => numberKey('a5'.repeat(32), number),
      sendAdvice: async (record, revision) => void sent.push({ record, revision }),
      ...options,
      ...more,
    });
  const close = async (): Promise<void> => {
    plain.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { chart: again({}), sent, client, table, bulk, again, close };
}

/** CreateTable as `infra/` declares it, from the same data. */
function tableInput(name: string) {
  const schema = (partition: string, sort: string): KeySchemaElement[] => [
    { AttributeName: partition, KeyType: 'HASH' },
    { AttributeName: sort, KeyType: 'RANGE' },
  ];
  const keys = [
    TABLE.partitionKey,
    TABLE.sortKey,
    ...TABLE.localIndexes.map(({ sortKey }) => sortKey),
    ...TABLE.globalIndexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
  ];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: 'S' as const })),
    KeySchema: schema(TABLE.partitionKey, TABLE.sortKey),
    LocalSecondaryIndexes: TABLE.localIndexes.map((index) => ({
      IndexName: index.name,
      KeySchema: schema(TABLE.partitionKey, index.sortKey),
      Projection: { ProjectionType: 'ALL' as const },
    })),
    GlobalSecondaryIndexes: TABLE.globalIndexes.map((index) => ({
      IndexName: index.name,
      KeySchema: schema(index.partitionKey, index.sortKey),
      Projection:
        index.include.length === 0
          ? { ProjectionType: 'KEYS_ONLY' as const }
          : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...index.include] },
    })),
  };
}

function bulkInMemory(): TestChart['bulk'] {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    put: async (key, bytes) => void objects.set(key, bytes),
    get: async (key) => objects.get(key) ?? Promise.reject(new Error('no such object')),
  };
}
