import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { TABLE } from '../schemas/table.ts';
import { some } from '../test/some.ts';
import { BOX_NAMES, BOXES, BUCKETS, QUEUES } from './boxes.ts';
import { synthesizeSample } from './fixture.ts';

const synthesized = synthesizeSample();
const { ofType, resources } = synthesized;
afterAll(synthesized.remove);

type Values = Record<string, unknown>;
const idOf = (value: unknown): string => {
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return Ref ?? attribute?.[0] ?? '';
};
const boxOf = (functionId: string): string =>
  String(resources[functionId]?.Properties.FunctionName ?? '').slice('oka-sample-'.length);
const queueNames = ofType('AWS::SQS::Queue').map(([, queue]) => String(queue.QueueName));

test('the stack leaves room for a region of five record systems: CloudFormation takes 500 resources', () => {
  const ehrs = ofType('AWS::IAM::ManagedPolicy')
    .map(([id]) => id)
    .filter((id) => id.startsWith('Ehr'));
  const names = ehrs.map((id) => id.slice('Ehr'.length).replace(/[0-9A-F]{8}$/, ''));
  const ofOne = Object.keys(resources).filter((id) => id.includes(names[0] ?? '-')).length;
  expect([names.length, ofOne]).toEqual([2, 8]);
  expect(Object.keys(resources).length + (5 - names.length) * ofOne).toBeLessThanOrEqual(500);
});

describe('queues', () => {
  const byName = new Map(ofType('AWS::SQS::Queue').map(([id, queue]) => [String(queue.QueueName), { id, queue }]));

  test('each queue of the way, and one for each EHR, with dead letters', () => {
    const work = [...Object.keys(QUEUES), 'records-berezovo.fifo', 'records-dalny.fifo'];
    const dead = work.map((name) => (name.endsWith('.fifo') ? name.replace('.fifo', '-dlq.fifo') : `${name}-dlq`));
    expect(queueNames.sort()).toEqual([...work, ...dead].sort());
  });

  test('dead letters wait 14 days, come after five attempts and carry our key', () => {
    for (const [name, { queue }] of some(byName)) {
      expect(queue).toHaveProperty('KmsMasterKeyId');
      expect(queue.MessageRetentionPeriod).toBe(14 * 24 * 3600);
      if (name.includes('-dlq')) continue;
      const redrive = queue.RedrivePolicy as { deadLetterTargetArn: unknown; maxReceiveCount: number };
      expect(redrive.maxReceiveCount).toBe(5);
      const target = resources[idOf(redrive.deadLetterTargetArn)]?.Properties.QueueName;
      expect(target).toBe(name.endsWith('.fifo') ? name.replace('.fifo', '-dlq.fifo') : `${name}-dlq`);
    }
  });

  test('a message stays hidden at least six times as long as its function may run', () => {
    const mappings = ofType('AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(Object.keys(QUEUES).length + queueNames.length / 2);
    for (const [, mapping] of mappings) {
      const queue = resources[idOf(mapping.EventSourceArn)]?.Properties as Values;
      const lambda = resources[idOf(mapping.FunctionName)]?.Properties as Values;
      expect(Number(queue.VisibilityTimeout)).toBeGreaterThanOrEqual(6 * Number(lambda.Timeout));
    }
  });

  test('each is read by its box, failures one by one, in a share of capacity; dead letters go to quarantine', () => {
    const readers = new Map<string, string>();
    for (const [, mapping] of some(ofType('AWS::Lambda::EventSourceMapping'))) {
      expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      const { MaximumConcurrency } = mapping.ScalingConfig as { MaximumConcurrency: number };
      expect(MaximumConcurrency).toBeGreaterThanOrEqual(2);
      const queue = String(resources[idOf(mapping.EventSourceArn)]?.Properties.QueueName);
      readers.set(queue, boxOf(idOf(mapping.FunctionName)));
    }
    for (const [name, { consumer }] of Object.entries(QUEUES)) expect(readers.get(name)).toBe(consumer);
    for (const name of queueNames.filter((one) => one.includes('-dlq'))) expect(readers.get(name)).toBe('quarantine');
  });

  test('each has an alarm on its age, and its dead letters on their depth', () => {
    const watched = ofType('AWS::CloudWatch::Alarm').map(
      ([, alarm]) =>
        `${alarm.MetricName} ${idOf((alarm.Dimensions as { Value: unknown }[] | undefined)?.[0]?.Value ?? {})}`,
    );
    for (const [name, { id }] of some(byName))
      expect(watched).toContain(
        `${name.includes('-dlq') ? 'ApproximateNumberOfMessagesVisible' : 'ApproximateAgeOfOldestMessage'} ${id}`,
      );
    expect(ofType('AWS::CloudWatch::Alarm').some(([, alarm]) => alarm.MetricName === 'LedgerOverdue')).toBe(true);
  });
});

describe('the duty alarm', () => {
  const [[topicId] = ['']] = ofType('AWS::SNS::Topic');

  test('is what every alarm sounds', () => {
    for (const [, alarm] of some(ofType('AWS::CloudWatch::Alarm')))
      expect(alarm.AlarmActions).toEqual([{ Ref: topicId }]);
  });

  test.each([
    'LedgerOverdue',
    'CriticalOverdue',
    'CriticalUndelivered',
    'CriticalAlarms',
    'NobodyOnDuty',
    'ClinicOffline',
    'RecordSystemSilent',
    'ClinicsRed',
    'ModelSuspended',
  ])('sounds for the figure %s', (figure) => {
    expect(ofType('AWS::CloudWatch::Alarm').map(([, alarm]) => alarm.MetricName)).toContain(figure);
  });

  test('sounds when the API fails, which Lambda does not count as an error', () => {
    expect(ofType('AWS::CloudWatch::Alarm').map(([, alarm]) => alarm.MetricName)).toContain('5XXError');
  });

  test('may be sounded, and encrypted, by alarms of this account: its policy stands in the place of the one SNS gives', () => {
    const grants = ofType('AWS::KMS::Key').flatMap(([, key]) => (key.KeyPolicy as { Statement: Values[] }).Statement);
    const ofAlarms = grants.filter(({ Principal }) => JSON.stringify(Principal).includes('cloudwatch.amazonaws.com'));
    expect(ofAlarms).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
    ]);
    const [[, policy] = ['', {} as Values]] = ofType('AWS::SNS::TopicPolicy');
    const { Statement } = policy.PolicyDocument as { Statement: Values[] };
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      }),
    );
  });
});

describe('stores', () => {
  test('each bucket has our key, versions, no public access, TLS only, and stays when the stack goes', () => {
    for (const name of BUCKETS) {
      const id = `Bucket${name[0]?.toUpperCase()}${name.slice(1)}`;
      const bucket = resources[id];
      expect(bucket?.DeletionPolicy).toBe('Retain');
      expect(JSON.stringify(bucket?.Properties.BucketEncryption)).toContain('aws:kms');
      expect(bucket?.Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(Object.values(bucket?.Properties.PublicAccessBlockConfiguration as object)).toEqual([
        true,
        true,
        true,
        true,
      ]);
      const policy = ofType('AWS::S3::BucketPolicy').find(([, one]) => idOf(one.Bucket) === id)?.[1];
      expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    }
  });

  test('what was written to audit cannot be taken back', () => {
    expect(resources.BucketAudit?.Properties.ObjectLockEnabled).toBe(true);
    expect(JSON.stringify(resources.BucketAudit?.Properties.ObjectLockConfiguration)).toContain('COMPLIANCE');
  });

  test('the table is the one of schemas/table.ts: indexes, on demand, our key, restorable, locked', () => {
    const table = resources.ChartTable?.Properties as Record<string, Values & Values[]>;
    const names = (indexes: unknown) => (indexes as { IndexName: string }[]).map((one) => one.IndexName);
    expect(names(table.LocalSecondaryIndexes)).toEqual(TABLE.localIndexes.map((one) => one.name));
    expect(names(table.GlobalSecondaryIndexes)).toEqual(TABLE.globalIndexes.map((one) => one.name));
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    });
  });
});

describe('boxes', () => {
  const lambdas = ofType('AWS::Lambda::Function');
  /** What the role of a Lambda allows. */
  const statementsOf = (lambda: Values) =>
    ofType('AWS::IAM::Policy')
      .filter(([, policy]) => (policy.Roles as unknown[]).some((role) => idOf(role) === idOf(lambda.Role)))
      .flatMap(
        ([, policy]) =>
          (policy.PolicyDocument as { Statement: { Action: string | string[]; Resource: unknown }[] }).Statement,
      );

  test('one Lambda for each, and no other', () => {
    expect(lambdas.map(([id]) => boxOf(id)).sort()).toEqual([...BOX_NAMES].sort());
  });

  test('Node 24, arm64 unless native, in the VPC, never reserved concurrency', () => {
    for (const [id, lambda] of some(lambdas)) {
      const { native } = BOXES[boxOf(id) as keyof typeof BOXES];
      expect(lambda.Runtime).toBe('nodejs24.x');
      expect(lambda.Architectures).toEqual([native ? 'x86_64' : 'arm64']);
      expect(lambda).toHaveProperty('VpcConfig');
      expect(lambda.ReservedConcurrentExecutions).toBeUndefined();
    }
  });

  test('a variable that names a thing comes with the right to it', () => {
    const rights = { TABLE: ['dynamodb:Query'], BUCKET: ['s3:GetObject', 's3:PutObject'], QUEUE: ['sqs:SendMessage'] };
    for (const [, lambda] of some(lambdas)) {
      const { Variables } = lambda.Environment as { Variables: Values };
      for (const [name, value] of Object.entries(Variables)) {
        const kind = /^OKA_(TABLE|BUCKET|QUEUE)/.exec(name)?.[1] as keyof typeof rights | undefined;
        if (kind === undefined) continue;
        const granted = statementsOf(lambda)
          .filter(({ Resource }) => JSON.stringify(Resource).includes(`"${idOf(value)}"`))
          .flatMap(({ Action }) => Action);
        expect(granted.filter((action) => rights[kind].includes(action))).not.toEqual([]);
      }
    }
  });

  test('no policy of ours allows every action of a service', () => {
    for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'])
      for (const [, policy] of some(ofType(type))) {
        const { Statement } = policy.PolicyDocument as { Statement: { Action: string | string[] }[] };
        for (const { Action } of Statement) for (const action of [Action].flat()) expect(action).not.toContain('*');
      }
  });

  test('what answers readers of charts can change no chart', () => {
    const reader = lambdas.find(([id]) => boxOf(id) === 'chart-api')?.[1] ?? {};
    const actions = statementsOf(reader).flatMap(({ Action }) => Action);
    expect(actions).toContain('dynamodb:Query');
    expect(actions.filter((action) => /^dynamodb:(Put|Update|Delete)/.test(action))).toEqual([]);
    const writes = statementsOf(reader).filter(({ Action }) => [Action].flat().includes('s3:PutObject'));
    expect(writes.map(({ Resource }) => JSON.stringify(Resource))).toEqual([expect.stringMatching(/BucketAudit/)]);
    expect(JSON.stringify(writes)).not.toMatch(/Bucket(Derived|Intake)/);
  });

  test('the clock starts due each minute', () => {
    const [[, rule] = ['', {} as Values]] = ofType('AWS::Events::Rule');
    expect(rule.ScheduleExpression).toBe('rate(1 minute)');
    expect(boxOf(idOf((rule.Targets as { Arn: unknown }[])[0]?.Arn))).toBe('due');
  });
});

describe('the network', () => {
  test('has no way to the internet', () => {
    for (const type of ['InternetGateway', 'NatGateway', 'EgressOnlyInternetGateway', 'Route', 'EIP'])
      expect(ofType(`AWS::EC2::${type}`)).toEqual([]);
  });

  test('nothing in it uses the default security group', () => {
    for (const [, { VpcConfig }] of some(ofType('AWS::Lambda::Function')))
      expect((VpcConfig as { SecurityGroupIds: unknown[] }).SecurityGroupIds).toHaveLength(1);
    for (const [, endpoint] of some(ofType('AWS::EC2::VPCEndpoint')))
      if (endpoint.VpcEndpointType === 'Interface') expect(endpoint.SecurityGroupIds).toHaveLength(1);
  });

  test('through its door to SQS only queues of this account can be written', () => {
    const door = ofType('AWS::EC2::VPCEndpoint').find(([, one]) => /\.sqs"/.test(JSON.stringify(one.ServiceName)));
    expect(JSON.stringify(door?.[1].PolicyDocument)).toContain('aws:ResourceAccount');
  });

  test('its gateway endpoints reach stores of this account only', () => {
    const gateways = ofType('AWS::EC2::VPCEndpoint').filter(([, one]) => one.VpcEndpointType === 'Gateway');
    expect(gateways).toHaveLength(2);
    for (const [, gateway] of gateways) expect(JSON.stringify(gateway.PolicyDocument)).toContain('aws:ResourceAccount');
  });
});

test('infra/README.md lists every resource type of the template, and no other', () => {
  const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
  const listed = new Set(readme.match(/AWS::\w+::\w+/g));
  expect([...listed].sort()).toEqual([...new Set(Object.values(resources).map((one) => one.Type))].sort());
});
