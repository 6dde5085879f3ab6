import { deskDocument } from '../../domain/desk/document.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';

/** A document of the record; its files are asked for on their own (`/fhir/Binary/{id}`), each written down. */
export async function readDocument({ path }: ApiRequest, { chart }: World): Promise<ApiAnswer> {
  const [record, id] = [path.record ?? '', path.document ?? ''];
  const resource = (await chart.get(record, 'DocumentReference', id))?.resource;
  if (resource?.resourceType !== 'DocumentReference') throw new OkaError('not-found', 'document');
  return { status: 200, json: deskDocument(record, resource), alsoAbout: [`Patient/${record}`] };
}
