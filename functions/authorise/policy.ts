import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { Principal } from '../../schemas/principal.ts';

/**
 * Lets an authenticated party reach the whole API; what it may do there the route's rule decides (domain/access).
 * `methodArn`: `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`.
 */
export function allow(principal: Principal, methodArn: string): APIGatewayAuthorizerResult {
  const [api, stage] = methodArn.split('/');
  return {
    principalId: principal.id,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: `${api}/${stage}/*` }],
    },
    context: { principal: JSON.stringify(principal) },
  };
}
