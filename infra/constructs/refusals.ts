import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';

/** What API Gateway refuses by itself, in the words of the catalogue: a caller reads one form everywhere. */
const REFUSALS: readonly (readonly [ResponseType, ErrorCode])[] = [
  [ResponseType.UNAUTHORIZED, 'unauthenticated'],
  [ResponseType.INVALID_SIGNATURE, 'unauthenticated'],
  [ResponseType.EXPIRED_TOKEN, 'unauthenticated'],
  [ResponseType.ACCESS_DENIED, 'forbidden'],
  // API Gateway's name for a route that does not exist.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 'not-found'],
  [ResponseType.RESOURCE_NOT_FOUND, 'not-found'],
  [ResponseType.REQUEST_TOO_LARGE, 'over-size'],
  [ResponseType.BAD_REQUEST_BODY, 'malformed-request'],
  [ResponseType.BAD_REQUEST_PARAMETERS, 'malformed-request'],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, 'malformed-request'],
  [ResponseType.THROTTLED, 'unavailable'],
  [ResponseType.QUOTA_EXCEEDED, 'unavailable'],
  [ResponseType.DEFAULT_4XX, 'malformed-request'],
  [ResponseType.DEFAULT_5XX, 'unavailable'],
];

/** Gateway responses: type → status and JSON template. A default keeps the status of the fault it stands for. */
export const gatewayRefusals = () =>
  REFUSALS.map(([type, code]) => {
    const { http, meaning, whatToDo } = ERRORS[code];
    const isDefault = type === ResponseType.DEFAULT_4XX || type === ResponseType.DEFAULT_5XX;
    return {
      type,
      ...(isDefault ? {} : { statusCode: String(http) }),
      // `$context.requestId` is filled in by API Gateway; the rest is fixed text.
      template: JSON.stringify({ code, message: meaning, whatToDo, traceId: '$context.requestId' }),
    };
  });
