import { wantedOf } from '../../domain/dicom/web/accept.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { OkaError } from '../../schemas/errors.ts';

const JSON_TYPES = ['application/dicom+json', 'application/json', 'application/*', '*/*'];

/** Searches and metadata are JSON; the XML form of PS3.19 is not made. @throws OkaError `not-acceptable` */
export function requireJson({ headers, query }: ApiRequest): void {
  const accept = typeof query.accept === 'string' ? query.accept : headers.accept;
  if (!wantedOf(accept).some(({ type, multipart }) => !multipart && JSON_TYPES.includes(type)))
    throw new OkaError('not-acceptable', 'application/dicom+json');
}
