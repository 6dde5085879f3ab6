import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * The DynamoDB client of a process. Region, credentials and AWS_ENDPOINT_URL_DYNAMODB (one machine, tests) are read from
 * the environment by the SDK itself. A call that does not answer is given up in time for the function to say so.
 */
export function makeDynamoClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000 },
  });
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
