import { Duration, Size } from 'aws-cdk-lib';
import {
  AccessLogField,
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  IdentitySource,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RequestAuthorizer,
  ResponseTransferMode,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type ApiFunction, FOR_BROWSERS, STREAMING } from '../../schemas/api/route.ts';
import { ROUTES } from '../../schemas/api/routes.ts';
import { BOXES } from '../boxes.ts';
import { apiMethods } from './api-methods.ts';
import type { Box } from './box.ts';
import type { Keys } from './keys.ts';
import { logGroup } from './log-group.ts';
import type { Network } from './network.ts';
import { gatewayRefusals } from './refusals.ts';

const STAGE = 'v1';
const COMPRESSED_FROM_BYTES = 1024;

type ApiProps = {
  readonly keys: Keys;
  readonly network: Network;
  readonly name: string;
  readonly authoriser: Box;
  readonly boxes: Readonly<Record<ApiFunction, Box>>;
};

/** The private REST API: one method for each route of schemas/api/routes.ts, one Lambda behind each box. */
export class Api extends Construct {
  readonly rest: RestApi;

  constructor(scope: Construct, id: string, { keys, network, name, authoriser, boxes }: ApiProps) {
    super(scope, id);
    this.rest = new RestApi(this, 'Rest', {
      restApiName: name,
      description: 'Oka: uploads, charts and the way of inputs, inside the corporate network',
      endpointConfiguration: { types: [EndpointType.PRIVATE], vpcEndpoints: [network.apiDoor] },
      policy: onlyThrough(network),
      // Any narrower list damages bytes: a body of another type becomes text, and an answer is decoded only for callers
      // whose first Accept names one of the list. What our functions answer as text stays text.
      binaryMediaTypes: ['*/*'],
      // A work list shrinks to an eighth; below a kilobyte the header of a compressed body takes what it saves. Streamed
      // answers are never compressed on the way: images are compressed as they are, the desk's files at synthesis.
      minCompressionSize: Size.bytes(COMPRESSED_FROM_BYTES),
      cloudWatchRole: true,
      deployOptions: {
        stageName: STAGE,
        accessLogDestination: new LogGroupLogDestination(logGroup(this, 'AccessLog', keys)),
        accessLogFormat: accessLog(),
        loggingLevel: MethodLoggingLevel.ERROR,
        // Tracing data would write bodies, and bodies are patients', into the log.
        dataTraceEnabled: false,
        metricsEnabled: true,
        tracingEnabled: true,
      },
    });
    for (const { type, statusCode, template } of gatewayRefusals())
      this.rest.addGatewayResponse(`Refusal${type.responseType}`, {
        type,
        ...(statusCode ? { statusCode } : {}),
        templates: { 'application/json': template },
      });
    this.addRoutes(authoriser, boxes);
  }

  private addRoutes(authoriser: Box, boxes: ApiProps['boxes']): void {
    const authorizer = new RequestAuthorizer(this, 'Authoriser', {
      handler: authoriser.function,
      // A request without the header is 401 before any Lambda runs.
      identitySources: [IdentitySource.header('Authorization')],
      // No cache: a token that was withdrawn or has expired is refused at once.
      resultsCacheTtl: Duration.seconds(0),
    });
    const integrations = new Map<ApiFunction, LambdaIntegration>();
    for (const route of apiMethods(ROUTES)) {
      const integration = integrations.get(route.function) ?? integrationOf(route.function, boxes[route.function]);
      integrations.set(route.function, integration);
      const resource = this.rest.root.resourceForPath(route.path);
      resource.addMethod(route.method, integration, {
        operationName: route.operationId,
        // Static files of the desk are for everyone who reaches the network: they hold no data.
        ...(route.open
          ? { authorizationType: AuthorizationType.NONE }
          : { authorizationType: AuthorizationType.CUSTOM, authorizer }),
      });
      // A browser asks without a token whether a page may call at all; the answer holds no data.
      if (FOR_BROWSERS.includes(route.function))
        resource.addMethod('OPTIONS', integration, { authorizationType: AuthorizationType.NONE });
    }
  }
}

/** One permission for each function instead of one for each method. */
const integrationOf = (name: ApiFunction, box: Box): LambdaIntegration =>
  new LambdaIntegration(box.function, {
    scopePermissionToMethod: false,
    ...(STREAMING.includes(name)
      ? { responseTransferMode: ResponseTransferMode.STREAM, timeout: Duration.seconds(BOXES[name].timeoutSeconds) }
      : {}),
  });

/** Resource policy: callers come through our endpoint, from nowhere else. */
const onlyThrough = ({ apiDoor }: Network): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
        conditions: { StringEquals: { 'aws:SourceVpce': apiDoor.vpcEndpointId } },
      }),
    ],
  });

/** One JSON line per request: the route's form, never the path as called, which names records. */
const accessLog = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: AccessLogField.contextExtendedRequestId(),
      time: AccessLogField.contextRequestTimeEpoch(),
      method: AccessLogField.contextHttpMethod(),
      route: AccessLogField.contextResourcePath(),
      status: AccessLogField.contextStatus(),
      bytes: AccessLogField.contextResponseLength(),
      milliseconds: AccessLogField.contextResponseLatency(),
      from: AccessLogField.contextIdentitySourceIp(),
      principal: AccessLogField.contextAuthorizerPrincipalId(),
    }),
  );
