import { OkaError } from '../../schemas/errors.ts';
import type { Resource } from './read.ts';
import { ACCOUNT, type Names, REGION } from './resolve.ts';

/** `BucketIntake` → `bucket-intake`; stable over syntheses as long as the logical id is. */
const kebab = (logicalId: string): string =>
  logicalId
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9-]/g, '-')
    .toLowerCase()
    .slice(0, 60);

const NAME_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SecretsManager::Secret': 'Name',
};

/** The name of a bucket, queue, table, function or secret: the one the template gives, else one from its logical id. */
export function physicalName(logicalId: string, resource: Resource): string {
  const given = resource.Properties[NAME_PROPERTY[resource.Type] ?? ''];
  if (typeof given === 'string') return given;
  if (given !== undefined)
    throw new OkaError('configuration', `${logicalId}: the local region needs a plain name, without functions`);
  return resource.Properties.FifoQueue === true ? `${kebab(logicalId)}.fifo` : kebab(logicalId);
}

const arn = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** What `Ref` and `Fn::GetAtt` give locally; resources that are not played get a name that tells so. */
export function localNames({
  sqsUrl,
  apiUrl,
  secret,
}: {
  sqsUrl: string;
  apiUrl: string;
  secret: Names['secret'];
}): Names {
  const queueUrl = (name: string) => `${sqsUrl}/${ACCOUNT}/${name}`;
  return {
    secret,
    ref(_stack, logicalId, resource) {
      const name = physicalName(logicalId, resource);
      switch (resource.Type) {
        case 'AWS::SQS::Queue':
          return queueUrl(name);
        case 'AWS::SecretsManager::Secret':
          return arn('secretsmanager', `secret:${name}`);
        case 'AWS::S3::Bucket':
        case 'AWS::DynamoDB::Table':
        case 'AWS::DynamoDB::GlobalTable':
        case 'AWS::Lambda::Function':
          return name;
        default:
          return logicalId;
      }
    },
    attribute(_stack, logicalId, resource, attribute) {
      const name = physicalName(logicalId, resource);
      const key = `${resource.Type}.${attribute}`;
      switch (key) {
        case 'AWS::SQS::Queue.Arn':
          return arn('sqs', name);
        case 'AWS::SQS::Queue.QueueName':
          return name;
        case 'AWS::SQS::Queue.QueueUrl':
          return queueUrl(name);
        case 'AWS::S3::Bucket.Arn':
          return `arn:aws:s3:::${name}`;
        case 'AWS::DynamoDB::Table.Arn':
        case 'AWS::DynamoDB::GlobalTable.Arn':
          return arn('dynamodb', `table/${name}`);
        case 'AWS::Lambda::Function.Arn':
          return arn('lambda', `function:${name}`);
        case 'AWS::ApiGateway::RestApi.Url':
          return apiUrl;
        default:
          return attribute.endsWith('Arn')
            ? arn('not-played', `${resource.Type}/${logicalId}`)
            : `${logicalId}.${attribute}`;
      }
    },
  };
}

/** The last part of an ARN names the thing: queue, function (`function:name`) or table. */
export const nameOfArn = (value: string): string => value.split(':').at(-1)?.split('/').at(-1) ?? value;
