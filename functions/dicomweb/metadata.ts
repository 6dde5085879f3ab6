import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import { variableOf } from '../../platform/environment.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { etagOf, unchanged } from './etag.ts';
import { requireJson } from './json.ts';
import { instanceUrl } from './places.ts';
import { instancesOfRequest, studyOfRequest } from './study.ts';

/** Objects of the store that are asked for at once. */
const AT_ONCE = 24;

/**
 * All attributes of the instances (PS3.18 §10.4.1.1.2), as they were written down when each came: a study of 500 images is
 * 500 small reads, a few dozen at once, sent on while the next are read.
 */
export async function readMetadata(request: ApiRequest, world: World): Promise<ApiAnswer> {
  requireJson(request);
  const instances = await instancesOfRequest(request, world);
  const alsoAbout = (await studyOfRequest(request, world)).about;
  const etag = etagOf('metadata', ...instances.map(({ metadata }) => metadata));
  if (unchanged(request, etag)) return { status: 304, headers: { etag }, alsoAbout };
  return {
    status: 200,
    contentType: 'application/dicom+json',
    headers: { etag, 'cache-control': 'private, no-cache' },
    stream: array(instances, request, world),
    alsoAbout,
  };
}

async function* array(
  instances: readonly IndexedInstance[],
  { base }: ApiRequest,
  { objects, env }: World,
): AsyncGenerator<Uint8Array> {
  const bucket = variableOf(env, 'OKA_BUCKET_DERIVED');
  const read = async (one: IndexedInstance): Promise<string> =>
    withAddresses(Buffer.from(await objects.get(bucket, one.metadata)).toString('utf8'), instanceUrl(base, one));
  for (let at = 0; at < instances.length; at += AT_ONCE) {
    const texts = await Promise.all(instances.slice(at, at + AT_ONCE).map(read));
    yield Buffer.from(`${at === 0 ? '[' : ','}${texts.join(',')}`);
  }
  yield Buffer.from(']');
}

/** Within a JSON text quotation marks are escaped, so this is found as a member only, never in words of a header. */
const withAddresses = (text: string, url: string): string =>
  text.replaceAll('"BulkDataURI":"bulkdata/', `"BulkDataURI":"${url}/bulkdata/`);
