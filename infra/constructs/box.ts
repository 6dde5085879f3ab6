import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { type ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  type LayerVersion,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { BoxShape, BucketName, BucketRight } from '../boxes.ts';
import type { Keys } from './keys.ts';
import { logGroup } from './log-group.ts';
import type { Network } from './network.ts';
import type { WorkQueue } from './work-queue.ts';

export type BoxSurroundings = {
  readonly keys: Keys;
  readonly network: Network;
  /** Lets Lambda put its network interface into the VPC; one policy for all boxes. */
  readonly joinNetwork: ManagedPolicy;
  /** Prefix of the function's name in this account. */
  readonly prefix: string;
};

const S3_ACTIONS: Readonly<Record<BucketRight, readonly string[]>> = {
  read: ['s3:GetObject'],
  write: ['s3:PutObject'],
  'read-write': ['s3:GetObject', 's3:PutObject'],
};

const TABLE_READS = ['GetItem', 'BatchGetItem', 'Query'];
const TABLE_WRITES = ['PutItem', 'UpdateItem', 'DeleteItem'];

/** What S3, SQS and DynamoDB do with our key in the name of the one who calls them, and Lambda with the variables. */
const KEY_ACTIONS = ['Decrypt', 'DescribeKey', 'Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'].map(
  (action) => `kms:${action}`,
);

/** `recognition-urgent` → `OKA_QUEUE_RECOGNITION_URGENT`. */
const variable = (kind: string, name: string): string => `OKA_${kind}_${name.toUpperCase().replaceAll('-', '_')}`;

/**
 * One Lambda of the way of the data: in the VPC, with a role of its own, a log group that ends, its variables encrypted.
 * Each `bind…` grants a right and sets the variable that names its object, so the two cannot part.
 */
export class Box extends Construct {
  readonly name: string;
  readonly function: LambdaFunction;
  private readonly role: Role;

  constructor(
    scope: Construct,
    name: string,
    { shape, code, surroundings }: { shape: BoxShape; code: Code; surroundings: BoxSurroundings },
  ) {
    super(scope, name);
    this.name = name;
    const { keys, network, joinNetwork, prefix } = surroundings;
    const functionName = `${prefix}-${name}`;
    const logs = logGroup(this, 'Log', keys, `/aws/lambda/${functionName}`);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [joinNetwork],
    });
    logs.grantWrite(this.role);
    keys.data.grant(this.role, ...KEY_ACTIONS);
    this.function = new LambdaFunction(this, 'Function', {
      functionName,
      runtime: Runtime.NODEJS_24_X,
      architecture: shape.native ? Architecture.X86_64 : Architecture.ARM_64,
      handler: 'index.handler',
      code,
      timeout: Duration.seconds(shape.timeoutSeconds),
      memorySize: shape.memoryMb,
      role: this.role,
      logGroup: logs,
      environmentEncryption: keys.data,
      vpc: network.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [network.functions],
    });
  }

  /** The table of charts. No Scan and no transactions: the code has neither (ARCHITECTURE.md, "Storage"). */
  bindTable(table: Table, right: 'read' | 'write'): void {
    this.allow(
      [...TABLE_READS, ...(right === 'write' ? TABLE_WRITES : [])].map((action) => `dynamodb:${action}`),
      [table.tableArn, `${table.tableArn}/index/*`],
    );
    this.set('OKA_TABLE', table.tableName);
  }

  /** A bucket; reading includes listing, without which S3 answers 403 for an object that is not there. */
  bindBucket(name: BucketName, bucket: Bucket, right: BucketRight): void {
    this.allow(S3_ACTIONS[right], [bucket.arnForObjects('*')]);
    if (right !== 'write') this.allow(['s3:ListBucket'], [bucket.bucketArn]);
    this.set(variable('BUCKET', name), bucket.bucketName);
  }

  /** A queue this box sends to. */
  bindQueue({ name, queue }: WorkQueue): void {
    this.maySend(queue);
    this.set(variable('QUEUE', name), queue.queueUrl);
  }

  /** The queues of the record systems, as one JSON object: EHR id → queue URL. */
  bindEhrQueues(queues: ReadonlyMap<string, WorkQueue>): void {
    for (const { queue } of queues.values()) this.maySend(queue);
    const pairs = [...queues].map(([ehr, { queue }]) => `"${ehr}":"${queue.queueUrl}"`);
    this.set('OKA_EHR_QUEUES', `{${pairs.join(',')}}`);
  }

  bindRegion(layer: LayerVersion): void {
    this.function.addLayers(layer);
    this.set('OKA_REGION_FILE', '/opt/region/region.json');
  }

  bindModels(layer: LayerVersion): void {
    this.function.addLayers(layer);
    this.set('OKA_MODELS', '/opt/models');
  }

  /** The key of derived identifiers, put in at deployment: docs/decisions/id-key-in-the-environment.md says why. */
  bindIdKey(secret: Secret): void {
    this.set('OKA_ID_KEY', secret.secretValue.unsafeUnwrap());
  }

  /** Runs this box on a queue's messages, failures reported one by one. */
  consume(queue: Queue, { batchSize, maxConcurrency }: { batchSize: number; maxConcurrency: number }): void {
    this.function.addEventSource(
      new SqsEventSource(queue, { batchSize, maxConcurrency, reportBatchItemFailures: true }),
    );
  }

  private maySend(queue: Queue): void {
    this.allow(['sqs:SendMessage'], [queue.queueArn]);
  }

  private allow(actions: readonly string[], resources: readonly string[]): void {
    this.role.addToPolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
  }

  private set(name: string, value: string): void {
    this.function.addEnvironment(name, value);
  }
}
