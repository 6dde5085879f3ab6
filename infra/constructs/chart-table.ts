import { RemovalPolicy } from 'aws-cdk-lib';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  type CfnTable,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { TABLE } from '../../schemas/table.ts';
import type { Keys } from './keys.ts';

const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

/** The one table, as schemas/table.ts says it: on demand, our key, restorable to any second of the last 35 days. */
export function chartTable(scope: Construct, id: string, { keys }: { keys: Keys }): Table {
  const table = new Table(scope, id, {
    partitionKey: text(TABLE.partitionKey),
    sortKey: text(TABLE.sortKey),
    billingMode: BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute: TABLE.expiry,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: keys.data,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const { name, sortKey } of TABLE.localIndexes)
    table.addLocalSecondaryIndex({ indexName: name, sortKey: text(sortKey), projectionType: ProjectionType.ALL });
  for (const { name, partitionKey, sortKey, include } of TABLE.globalIndexes)
    table.addGlobalSecondaryIndex({
      indexName: name,
      partitionKey: text(partitionKey),
      sortKey: text(sortKey),
      ...(include.length > 0
        ? { projectionType: ProjectionType.INCLUDE, nonKeyAttributes: [...include] }
        : { projectionType: ProjectionType.KEYS_ONLY }),
    });
  (table.node.defaultChild as CfnTable).overrideLogicalId('ChartTable');
  return table;
}
