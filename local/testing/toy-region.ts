import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A synthesized app small enough to read: what the tests of the local region play before and beside the real one. */

const FUNCTIONS: Readonly<Record<string, string>> = {
  authorise: `
    exports.handler = async (event) => {
      const token = (event.headers.Authorization || event.headers.authorization || '').replace('Bearer ', '');
      if (token === 'broken') throw new Error('key set not reachable');
      if (token !== 'good' && token !== 'other') throw new Error('Unauthorized');
      return {
        principalId: token,
        policyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect: token === 'good' ? 'Allow' : 'Deny', Resource: event.methodArn.split('/').slice(0, 2).join('/') + '/*' }] },
        context: { principal: JSON.stringify({ id: token }) },
      };
    };`,
  answer: `
    const { readFileSync } = require('node:fs');
    exports.handler = async (event, context) => {
      const kind = event.pathParameters && event.pathParameters.kind;
      if (kind === 'throw') throw new Error('no');
      if (kind === 'slow') await new Promise((resolve) => setTimeout(resolve, 5000));
      if (kind === 'malformed') return { statusCode: 'x' };
      if (kind === 'picture') return { statusCode: 200, headers: { 'Content-Type': 'image/png' }, isBase64Encoded: true, body: Buffer.from([137, 80]).toString('base64') };
      if (kind === 'environment') return { statusCode: 200, body: JSON.stringify({ ...process.env, layer: readFileSync(process.env.OKA_REGION_FILE, 'utf8') }) };
      return { statusCode: 201, headers: { 'X-Function': context.functionName }, body: JSON.stringify({ pid: process.pid, event, left: context.getRemainingTimeInMillis() }) };
    };`,
  // Writes what it did into a bucket; a body says what is to go wrong.
  work: `
    const { S3Client, PutObjectCommand, HeadObjectCommand } = require('@aws-sdk/client-s3');
    const s3 = new S3Client({});
    const Bucket = process.env.OKA_BUCKET_INTAKE;
    exports.handler = async ({ Records }) => {
      const batchItemFailures = [];
      for (const { messageId, body, attributes } of Records) {
        const attempt = Number(attributes.ApproximateReceiveCount);
        const { name, fails = 0, hangs = 0 } = JSON.parse(body);
        if (attempt <= hangs) await s3.send(new PutObjectCommand({ Bucket, Key: 'hangs/' + name, Body: String(process.pid) })).then(() => new Promise(() => setInterval(() => {}, 1000)));
        if (attempt <= fails) batchItemFailures.push({ itemIdentifier: messageId });
        else await s3.send(new PutObjectCommand({ Bucket, Key: 'done/' + name + '/' + attempt, Body: body }));
      }
      return { batchItemFailures };
    };`,
  collect: `
    const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
    const s3 = new S3Client({});
    exports.handler = async ({ Records }) => {
      for (const { body } of Records) await s3.send(new PutObjectCommand({ Bucket: process.env.OKA_BUCKET_INTAKE, Key: 'dead/' + JSON.parse(body).name, Body: body }));
    };`,
  tick: `
    const { S3Client, PutObjectCommand } = require('@aws-sdk/client-s3');
    const s3 = new S3Client({});
    exports.handler = async (event) => {
      console.log(JSON.stringify({ message: 'tick' }));
      await s3.send(new PutObjectCommand({ Bucket: process.env.OKA_BUCKET_INTAKE, Key: 'ticks/' + event.time, Body: event['detail-type'] }));
    };`,
};

const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });
const invocation = (logicalId: string) => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      ':apigateway:x:lambda:path/2015-03-31/functions/',
      arn(logicalId),
      '/invocations',
    ],
  ],
});
const method = (resource: unknown, HttpMethod: string, more: object = {}) => ({
  Type: 'AWS::ApiGateway::Method',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResourceId: resource,
    HttpMethod,
    AuthorizationType: 'CUSTOM',
    AuthorizerId: { Ref: 'Authoriser' },
    Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invocation('AnswerFunction'), ...more },
  },
});
const path = (ParentId: unknown, PathPart: string) => ({
  Type: 'AWS::ApiGateway::Resource',
  Properties: { RestApiId: { Ref: 'Api' }, ParentId, PathPart },
});
const refusal = (ResponseType: string, code: string, StatusCode?: string) => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: {
    RestApiId: { Ref: 'Api' },
    ResponseType,
    ...(StatusCode ? { StatusCode } : {}),
    ResponseTemplates: { 'application/json': `{"code":"${code}","traceId":"$context.requestId"}` },
  },
});

const fn = (name: string, timeout: number, variables: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: `toy-${name}`,
    Handler: 'index.handler',
    Timeout: timeout,
    MemorySize: 256,
    Runtime: 'nodejs24.x',
    Role: 'not played',
    Code: { S3Bucket: { 'Fn::Join': ['-', ['cdk-assets', { Ref: 'AWS::AccountId' }]] }, S3Key: `${name}.zip` },
    Layers: [{ Ref: 'RegionLayer' }],
    Environment: { Variables: { OKA_BUCKET_INTAKE: { Ref: 'BucketIntake' }, ...variables } },
  },
});

export function toyTemplate(): { Resources: Record<string, { Type: string; Properties?: object }> } & object {
  const root = { 'Fn::GetAtt': ['Api', 'RootResourceId'] };
  return {
    Resources: {
      DataKey: { Type: 'AWS::KMS::Key' },
      BucketIntake: { Type: 'AWS::S3::Bucket', Properties: { VersioningConfiguration: { Status: 'Enabled' } } },
      IdKey: { Type: 'AWS::SecretsManager::Secret', Properties: { GenerateSecretString: {} } },
      RegionLayer: { Type: 'AWS::Lambda::LayerVersion', Properties: { Content: { S3Key: 'layer.zip' } } },
      Work: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          QueueName: 'work',
          VisibilityTimeout: 60,
          KmsMasterKeyId: arn('DataKey'),
          RedrivePolicy: { deadLetterTargetArn: arn('WorkDlq'), maxReceiveCount: 3 },
        },
      },
      WorkDlq: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'work-dlq' } },
      Records: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'records-ehr.fifo', FifoQueue: true } },
      ChartTable: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          AttributeDefinitions: ['pk', 'sk', 'codeTime'].map((AttributeName) => ({
            AttributeName,
            AttributeType: 'S',
          })),
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          LocalSecondaryIndexes: [
            {
              IndexName: 'byCodeTime',
              KeySchema: [
                { AttributeName: 'pk', KeyType: 'HASH' },
                { AttributeName: 'codeTime', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'ALL' },
            },
          ],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
      AuthoriseFunction: fn('authorise', 10),
      AnswerFunction: fn('answer', 2, {
        OKA_ID_KEY: { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: 'IdKey' }, ':SecretString:::}}']] },
        OKA_REGION_FILE: '/opt/region/region.json',
        OKA_QUEUE_WORK: { Ref: 'Work' },
        OKA_TABLE: { Ref: 'ChartTable' },
        OKA_API_URL: {
          'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com/v1']],
        },
      }),
      WorkFunction: fn('work', 20),
      CollectFunction: fn('collect', 5),
      TickFunction: fn('tick', 5),
      WorkSource: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: arn('Work'),
          FunctionName: { Ref: 'WorkFunction' },
          BatchSize: 5,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: 2 },
        },
      },
      CollectSource: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { EventSourceArn: arn('WorkDlq'), FunctionName: { Ref: 'CollectFunction' }, BatchSize: 10 },
      },
      EachMinute: {
        Type: 'AWS::Events::Rule',
        Properties: { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 't', Arn: arn('TickFunction') }] },
      },
      Api: {
        Type: 'AWS::ApiGateway::RestApi',
        Properties: { BinaryMediaTypes: ['application/octet-stream', 'image/*'] },
      },
      Authoriser: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: {
          Type: 'REQUEST',
          IdentitySource: 'method.request.header.Authorization',
          AuthorizerUri: invocation('AuthoriseFunction'),
        },
      },
      Things: path(root, 'things'),
      Thing: path({ Ref: 'Things' }, '{kind}'),
      Fixed: path({ Ref: 'Things' }, 'fixed'),
      PutThing: method({ Ref: 'Thing' }, 'PUT'),
      GetThing: method({ Ref: 'Thing' }, 'GET', { TimeoutInMillis: 1500 }),
      HeadThing: method({ Ref: 'Thing' }, 'HEAD'),
      GetFixed: method({ Ref: 'Fixed' }, 'GET'),
      Unauthorised: refusal('UNAUTHORIZED', 'unauthenticated', '401'),
      Denied: refusal('ACCESS_DENIED', 'forbidden', '403'),
      NoRoute: refusal('MISSING_AUTHENTICATION_TOKEN', 'not-found', '404'),
      TooLarge: refusal('REQUEST_TOO_LARGE', 'over-size', '413'),
      Other: refusal('DEFAULT_5XX', 'unavailable'),
    },
  };
}

/** Writes the toy app into `outdir` as CDK would. */
export function writeToyRegion(outdir: string, template: object = toyTemplate()): void {
  const write = (name: string, content: string) => {
    mkdirSync(join(outdir, name, '..'), { recursive: true });
    writeFileSync(join(outdir, name), content);
  };
  const asset = (name: string) => ({
    source: { path: `asset.${name}`, packaging: 'zip' },
    destinations: { here: { objectKey: `${name}.zip` } },
  });
  for (const [name, code] of Object.entries(FUNCTIONS)) write(`asset.${name}/index.js`, code);
  write('asset.layer/region/region.json', '{"id":"toy"}');
  write('Toy.template.json', JSON.stringify(template));
  const names = [...Object.keys(FUNCTIONS), 'layer'];
  write('Toy.assets.json', JSON.stringify({ files: Object.fromEntries(names.map((name) => [name, asset(name)])) }));
}
