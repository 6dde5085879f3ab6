import { describe, expect, test } from '@jest/globals';
import { localNames } from './names.ts';
import type { Template } from './read.ts';
import { makeResolver } from './resolve.ts';

const empty = { Parameters: {}, Mappings: {}, Conditions: {}, Resources: {}, Outputs: {} };
const resource = (Type: string, Properties: Record<string, unknown> = {}) => ({ Type, Properties });
const oka: Template = {
  ...empty,
  Parameters: { Stage: { Default: 'v1' }, Bare: {} },
  Mappings: { Zones: { north: { city: 'Norilsk' } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Stage' }, 'v1'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Yes' }] }] },
  },
  Resources: {
    ImagesQueue: resource('AWS::SQS::Queue', { QueueName: 'images' }),
    EhrQueue: resource('AWS::SQS::Queue', { FifoQueue: true }),
    BucketIntake: resource('AWS::S3::Bucket'),
    Chart: resource('AWS::DynamoDB::Table'),
    IdKey: resource('AWS::SecretsManager::Secret'),
    Role: resource('AWS::IAM::Role'),
    Authorise: resource('AWS::Lambda::Function', { FunctionName: 'oka-authorise' }),
  },
};
const other: Template = {
  ...empty,
  Outputs: { Shared: { Value: { Ref: 'Thing' }, Export: { Name: { 'Fn::Join': ['-', ['other', 'thing']] } } } },
  Resources: { Thing: resource('AWS::S3::Bucket', { BucketName: 'shared-things' }) },
};
const names = localNames({ sqsUrl: 'http://127.0.0.1:1', apiUrl: 'http://127.0.0.1:2', secret: (id) => `<${id}>` });
const resolver = makeResolver(
  {
    stacks: new Map([
      ['Oka', oka],
      ['Other', other],
    ]),
    assets: new Map(),
  },
  names,
);
const resolve = (value: unknown) => resolver.resolve('Oka', value);

describe('template values', () => {
  test.each([
    ['a queue by its URL', { Ref: 'ImagesQueue' }, 'http://127.0.0.1:1/000000000000/images'],
    ['a FIFO queue without a name', { Ref: 'EhrQueue' }, 'http://127.0.0.1:1/000000000000/ehr-queue.fifo'],
    ['a bucket by a name from its logical id', { Ref: 'BucketIntake' }, 'bucket-intake'],
    ['an ARN', { 'Fn::GetAtt': ['ImagesQueue', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:images'],
    ['an attribute with a dot', { 'Fn::GetAtt': 'Chart.Arn' }, 'arn:aws:dynamodb:us-east-1:000000000000:table/chart'],
    [
      'what is not played',
      { 'Fn::GetAtt': ['Role', 'Arn'] },
      'arn:aws:not-played:us-east-1:000000000000:AWS::IAM::Role/Role',
    ],
    ['a parameter', { Ref: 'Stage' }, 'v1'],
    [
      'pseudo parameters',
      { 'Fn::Join': ['/', [{ Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }]] },
      'us-east-1/000000000000',
    ],
    [
      'Fn::Sub',
      { 'Fn::Sub': ['$' + '{!x} $' + '{Stage} $' + '{Chart.Arn} $' + '{own}', { own: { Ref: 'Chart' } }] },
      '$' + '{x} v1 arn:aws:dynamodb:us-east-1:000000000000:table/chart chart',
    ],
    [
      'Fn::Select of Fn::Split',
      { 'Fn::Select': [2, { 'Fn::Split': [':', { 'Fn::GetAtt': ['ImagesQueue', 'Arn'] }] }] },
      'sqs',
    ],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Zones', 'north', 'city'] }, 'Norilsk'],
    ['Fn::If', { 'Fn::If': ['Both', 'then', 'else'] }, 'then'],
    ['an import from another stack', { 'Fn::ImportValue': 'other-thing' }, 'shared-things'],
    [
      'lists and objects, without what is no value',
      { a: [{ Ref: 'AWS::NoValue' }, { Ref: 'Stage' }], b: { Ref: 'AWS::NoValue' } },
      { a: ['v1'] },
    ],
  ])('gives %s', (_name, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  test.each([
    ['an undeclared resource', { Ref: 'Nothing' }, 'Nothing'],
    ['an unknown function', { 'Fn::Transform': {} }, 'Fn::Transform'],
    ['a parameter without a value', { Ref: 'Bare' }, 'Bare'],
    ['an export nobody makes', { 'Fn::ImportValue': 'no-one' }, 'no-one'],
    ['a list where text belongs', { 'Fn::Join': ['', [['x']]] }, 'Fn::Join'],
  ])('says what is wrong with %s', (_name, value, word) => {
    expect(() => resolve(value)).toThrow(word);
  });

  test('puts secrets in only where asked to', () => {
    const value = resolve({ 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'IdKey' }, ':SecretString:::}}']] });
    expect(value).toMatch(/^\{\{resolve:/);
    expect(resolver.withSecrets(String(value))).toBe('<arn:aws:secretsmanager:us-east-1:000000000000:secret:id-key>');
    expect(resolver.withSecrets('key={{resolve:secretsmanager:plain-name}}.')).toBe('key=<plain-name>.');
  });

  test('makes a resource only under its condition', () => {
    expect(resolver.isMade('Oka', { ...resource('AWS::S3::Bucket'), Condition: 'No' })).toBe(false);
    expect(resolver.isMade('Oka', { ...resource('AWS::S3::Bucket'), Condition: 'Yes' })).toBe(true);
  });
});
