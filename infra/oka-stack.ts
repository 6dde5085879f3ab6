import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import {
  BOX_NAMES,
  BOXES,
  type BoxName,
  type BucketName,
  type BucketRight,
  EHR_QUEUE,
  QUEUES,
  type QueueName,
} from './boxes.ts';
import { Api } from './constructs/api.ts';
import { Box, type BoxSurroundings } from './constructs/box.ts';
import type { CodeOf } from './constructs/bundle.ts';
import { chartTable } from './constructs/chart-table.ts';
import { DutyAlarm } from './constructs/duty-alarm.ts';
import { Keys } from './constructs/keys.ts';
import { Layers } from './constructs/layers.ts';
import { Network } from './constructs/network.ts';
import { Stores } from './constructs/stores.ts';
import { WorkQueue } from './constructs/work-queue.ts';
import type { Settings } from './settings.ts';

const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];
const secondsOf = (box: BoxName): Duration => Duration.seconds(BOXES[box].timeoutSeconds);

/** A region: the whole way of the data in one stack (ARCHITECTURE.md, "The way of the data"). */
export class OkaStack extends Stack {
  private readonly keys = new Keys(this, 'Keys');
  private readonly network: Network;
  private readonly stores = new Stores(this, 'Stores', { keys: this.keys });
  private readonly table = chartTable(this, 'Chart', { keys: this.keys });
  private readonly idKey = this.makeIdKey();
  private readonly alarms = new DutyAlarm(this, 'DutyAlarm', { keys: this.keys });
  private readonly queues: ReadonlyMap<QueueName, WorkQueue>;
  private readonly ehrQueues: ReadonlyMap<string, WorkQueue>;
  private readonly boxes: ReadonlyMap<BoxName, Box>;

  constructor(scope: Construct, id: string, { settings, codeOf }: { settings: Settings; codeOf: CodeOf }) {
    super(scope, id, { stackName: `oka-${settings.region.id}`, description: `Oka: ${settings.region.title.en}` });
    this.network = new Network(this, 'Network', { keys: this.keys, cidr: settings.vpcCidr });
    const queues = new Construct(this, 'Queues');
    this.queues = new Map(
      QUEUE_NAMES.map((name) => [name, this.workQueue(queues, name, secondsOf(QUEUES[name].consumer))]),
    );
    const patience = Duration.seconds(EHR_QUEUE.consumerTimeoutSeconds);
    this.ehrQueues = new Map(
      settings.region.ehrs.map((ehr) => [ehr.id, this.workQueue(queues, `records-${ehr.id}.fifo`, patience)]),
    );
    this.boxes = this.makeBoxes(settings, codeOf);
    const api = new Api(this, 'Api', {
      keys: this.keys,
      network: this.network,
      name: `oka-${settings.region.id}`,
      authoriser: this.box('authorise'),
      boxes: {
        uploads: this.box('uploads'),
        'chart-api': this.box('chart-api'),
        operate: this.box('operate'),
        'cds-hooks': this.box('cds-hooks'),
        dicomweb: this.box('dicomweb'),
        duty: this.box('duty'),
        desk: this.box('desk'),
        'desk-page': this.box('desk-page'),
        reconcile: this.box('reconcile'),
      },
    });
    this.bind(new Layers(this, 'Layers', settings));
    this.connect();
    this.watch(settings.region.reconcile.alarmAfterSeconds);
    this.alarms.watchApi(api.rest);
    for (const [ehr, queue] of this.ehrQueues) this.letEhrRead(ehr, queue);
    new CfnOutput(this, 'Notices', {
      value: settings.region.gateway?.url ?? 'no gateway: desk and list of calls alone',
      description: 'How critical results reach people beside the desk (docs/duty.md)',
    });
    new CfnOutput(this, 'ApiUrl', { value: api.rest.url, description: 'Address of the API inside the network' });
  }

  private workQueue(scope: Construct, name: string, consumerTimeout: Duration): WorkQueue {
    return new WorkQueue(scope, name, {
      keys: this.keys,
      name,
      consumerTimeout,
      quarantineTimeout: secondsOf('quarantine'),
    });
  }

  private makeBoxes({ region }: Settings, codeOf: CodeOf): ReadonlyMap<BoxName, Box> {
    const boxes = new Construct(this, 'Boxes');
    const surroundings: BoxSurroundings = {
      keys: this.keys,
      network: this.network,
      joinNetwork: joinNetwork(boxes),
      prefix: `oka-${region.id}`,
    };
    return new Map(
      BOX_NAMES.map((name) => [name, new Box(boxes, name, { shape: BOXES[name], code: codeOf(name), surroundings })]),
    );
  }

  private box(name: BoxName): Box {
    return this.boxes.get(name) as Box;
  }

  private queue(name: QueueName): WorkQueue {
    return this.queues.get(name) as WorkQueue;
  }

  /** Gives each box what its shape names, and nothing else. */
  private bind(layers: Layers): void {
    for (const [name, box] of this.boxes) {
      const shape = BOXES[name];
      box.bindRegion(layers.region);
      if (shape.native) box.function.addLayers(layers.native);
      if (shape.codecs) box.function.addLayers(layers.codecs);
      if (shape.models) box.bindModels(layers.models);
      if (shape.idKey) box.bindIdKey(this.idKey);
      if (shape.ehrQueues) box.bindEhrQueues(this.ehrQueues);
      for (const queue of shape.sends ?? []) box.bindQueue(this.queue(queue));
      for (const [bucket, right] of Object.entries(shape.buckets ?? {}) as [BucketName, BucketRight][])
        box.bindBucket(bucket, this.stores.bucket(bucket), right);
      if (!shape.chart) continue;
      box.bindTable(this.table, shape.chart);
      box.bindBucket('derived', this.stores.bucket('derived'), shape.chart === 'read' ? 'read' : 'read-write');
      box.bindQueue(this.queue('advice'));
    }
  }

  /** Queues to their readers, dead letters to quarantine, the clock to `due`. */
  private connect(): void {
    for (const [name, { queue }] of this.queues) this.box(QUEUES[name].consumer).consume(queue, QUEUES[name]);
    for (const { deadLetters } of this.everyQueue())
      this.box('quarantine').consume(deadLetters, { batchSize: 10, maxConcurrency: 2 });
    new Rule(this, 'EachMinute', {
      schedule: Schedule.rate(Duration.minutes(1)),
      // The next minute starts from the mark that this one left, so a failed run is not repeated.
      targets: [new LambdaFunction(this.box('due').function, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    });
  }

  private watch(reconcileAlarmSeconds: number): void {
    for (const [name, queue] of this.queues) this.alarms.watchQueue(queue, QUEUES[name].lateAfterSeconds);
    for (const queue of this.ehrQueues.values()) this.alarms.watchQueue(queue, EHR_QUEUE.lateAfterSeconds);
    for (const box of this.boxes.values()) this.alarms.watchBox(box);
    this.alarms.watchQuarantine(this.box('quarantine'));
    this.alarms.watchLedger();
    this.alarms.watchCriticalResults();
    this.alarms.watchDuty();
    this.alarms.watchClinics();
    this.alarms.watchReconcile(reconcileAlarmSeconds);
    this.alarms.watchModels();
  }

  private everyQueue(): WorkQueue[] {
    return [...this.queues.values(), ...this.ehrQueues.values()];
  }

  /**
   * 32 bytes as hexadecimal digits: the key of every derived identifier (contract 2). Made once by the stack, kept for
   * ever, never rotated: with another key every patient would get a second record.
   */
  private makeIdKey(): Secret {
    const secret = new Secret(this, 'IdKey', {
      description: 'Oka: key of derived identifiers. Never change it.',
      encryptionKey: this.keys.data,
      removalPolicy: RemovalPolicy.RETAIN,
      generateSecretString: {
        passwordLength: 64,
        excludePunctuation: true,
        excludeUppercase: true,
        excludeCharacters: 'ghijklmnopqrstuvwxyz',
        requireEachIncludedType: false,
      },
    });
    (secret.node.defaultChild as CfnSecret).overrideLogicalId('IdKey');
    return secret;
  }

  /** What an EHR or its connector may do: read its own queue and say what became of a result. The region attaches it. */
  private letEhrRead(ehr: string, { queue }: WorkQueue): void {
    const acknowledgements = this.queue('acknowledgements').queue;
    new ManagedPolicy(this, `Ehr-${ehr}`, {
      description: `Oka: the record system ${ehr} reads its results and answers`,
      statements: [
        new PolicyStatement({
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
          resources: [queue.queueArn],
        }),
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [acknowledgements.queueArn] }),
        new PolicyStatement({
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [this.keys.data.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `sqs.${this.region}.amazonaws.com` } },
        }),
      ],
    });
  }
}

/** Lambda makes a network interface for each function in the VPC; these calls know no narrower resource. */
const joinNetwork = (scope: Construct): ManagedPolicy =>
  new ManagedPolicy(scope, 'JoinNetwork', {
    description: 'Oka: Lambda puts functions into the VPC',
    statements: [
      new PolicyStatement({
        actions: [
          'ec2:AssignPrivateIpAddresses',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:UnassignPrivateIpAddresses',
        ],
        resources: ['*'],
      }),
    ],
  });
