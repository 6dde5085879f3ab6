import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OkaError } from '../../schemas/errors.ts';
import { LOCAL_CREDENTIALS } from './create.ts';
import type { PlannedFunction } from './plan.ts';
import { REGION, type Resolver } from './resolve.ts';

/** Where Lambda mounts layers; locally their asset folders stand in. */
const LAYERS = '/opt/';
/** The address the template gives the API: `https://<id>.execute-api.<region>.amazonaws.com/<stage>`. */
const DEPLOYED_API = /https:\/\/[^/\s"]+\.execute-api\.[^/\s"]+\/[^/\s"]+/g;

/**
 * A function's variables on this machine: those of the template with secrets put in, layer paths and the API's address
 * replaced by local ones, and the endpoints that AWS SDK clients honour. Errors: `configuration` for a path under /opt
 * that no layer of the function has.
 */
export function functionEnvironment(
  planned: PlannedFunction,
  resolver: Resolver,
  urls: { s3: string; sqs: string; dynamodb: string; api: string },
): Record<string, string> {
  const local = (name: string, value: string): string => {
    if (value.startsWith(LAYERS)) {
      const path = value.slice(LAYERS.length);
      const layer = planned.layers.find((folder) => existsSync(join(folder, path)));
      if (layer === undefined)
        throw new OkaError('configuration', `${planned.logicalId}: ${name}=${value} is in none of its layers`);
      return join(layer, path);
    }
    return resolver.withSecrets(value).replace(DEPLOYED_API, urls.api);
  };
  return {
    ...Object.fromEntries(Object.entries(planned.environment).map(([name, value]) => [name, local(name, value)])),
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_S3: urls.s3,
    AWS_ENDPOINT_URL_SQS: urls.sqs,
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_LAMBDA_FUNCTION_NAME: planned.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(planned.memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${planned.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    TZ: ':UTC',
  };
}
