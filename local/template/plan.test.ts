import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { toyTemplate, writeToyRegion } from '../testing/toy-region.ts';
import { localNames } from './names.ts';
import { planRegion } from './plan.ts';
import { readSynthesized } from './read.ts';
import { makeResolver } from './resolve.ts';
import { NOT_PLAYED, PLAYED, PROPERTIES_NOT_PLAYED, PROPERTIES_PLAYED } from './types.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'oka-plan-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function plan(change: (template: ReturnType<typeof toyTemplate>) => void = () => undefined) {
  const template = toyTemplate();
  change(template);
  writeToyRegion(folder, template);
  const synthesized = await readSynthesized(folder);
  const names = localNames({ sqsUrl: 'http://sqs', apiUrl: 'http://api', secret: () => '' });
  return planRegion(synthesized, makeResolver(synthesized, names));
}

test('reads functions with their assets and layers, queues with their redrive, mappings and schedules', async () => {
  const { functions, queues, mappings, schedules, buckets } = await plan();
  expect(functions.find(({ name }) => name === 'toy-answer')).toMatchObject({
    folder: join(folder, 'asset.answer'),
    layers: [join(folder, 'asset.layer')],
    timeoutMs: 2000,
    memoryMb: 256,
  });
  expect(queues.find(({ name }) => name === 'work')?.attributes).toEqual({
    VisibilityTimeout: '60',
    RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:work-dlq","maxReceiveCount":3}',
  });
  expect(mappings[0]).toEqual({
    queue: 'work',
    functionName: 'toy-work',
    batchSize: 5,
    partialFailures: true,
    maximumConcurrency: 2,
  });
  expect(schedules).toEqual([
    { name: 'EachMinute', functionName: 'toy-tick', expression: 'rate(1 minute)', input: undefined },
  ]);
  expect(buckets).toEqual(['bucket-intake']);
});

test('names what one machine does not play', async () => {
  expect((await plan()).notPlayed).toEqual([
    'AWS::KMS::Key',
    'AWS::Lambda::Function.Role',
    'AWS::S3::Bucket.VersioningConfiguration',
    'AWS::SQS::Queue.KmsMasterKeyId',
  ]);
});

test.each([
  ['a resource type', 'AWS::Kinesis::Stream', { Stream: { Type: 'AWS::Kinesis::Stream' } }],
  ['a property', 'AWS::SQS::Queue.Surprise', { Q: { Type: 'AWS::SQS::Queue', Properties: { Surprise: 1 } } }],
  [
    'an asset',
    'gone.zip',
    { F: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'b', S3Key: 'gone.zip' } } } },
  ],
])('refuses %s that it does not know, by its name', async (_name, word, resources) => {
  await expect(plan((template) => Object.assign(template.Resources, resources))).rejects.toThrow(word);
});

test('no type and no property is both played and not played', () => {
  expect(NOT_PLAYED.filter((type) => (PLAYED as readonly string[]).includes(type))).toEqual([]);
  for (const [type, properties] of Object.entries(PROPERTIES_PLAYED))
    expect(properties.filter((property) => PROPERTIES_NOT_PLAYED[type]?.includes(property))).toEqual([]);
});
