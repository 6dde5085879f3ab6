import { choose, type Offer, type Wanted, wantedOf } from '../../domain/dicom/web/accept.ts';
import { explicitCopy } from '../../domain/imaging/explicit-copy.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import { multipart, multipartType, type Part } from '../../platform/handlers/multipart.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { answerBytes, bodyOfBytes, bodyOfParts, notAcceptable } from './bytes.ts';
import { etagOf } from './etag.ts';
import { acceptOf } from './frames.ts';
import { openObject, pieces, type StoredObject, storedObject } from './objects.ts';
import { offersOf, type Way } from './offers.ts';
import { instanceUrl } from './places.ts';
import { instancesOfRequest, studyOfRequest } from './study.ts';

const DICOM = 'application/dicom';

/** Objects of the store that are looked up at once. */
const AT_ONCE = 16;

/**
 * Whole instances (PS3.18 §10.4.1.1.1 to §10.4.1.1.3): one, or all of a series or study as multipart, sent while they are
 * read. As they are stored (`transfer-syntax=*`), or in Explicit VR Little Endian, the default of application/dicom, unless
 * they are lossy already.
 */
export async function retrieve(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const instances = await instancesOfRequest(request, world);
  const alsoAbout = (await studyOfRequest(request, world)).about;
  const stored = await lookedUp(instances, world);
  const wanted = wantedOf(acceptOf(request));
  const single = request.path.instance !== undefined;
  const offers = instances.map((one, at) => offersOf(stored[at]?.transferSyntax ?? one.transferSyntax, one));
  const ways = offers.map((one) => choose(wanted, one, single));
  const refused = ways.indexOf(undefined);
  if (refused >= 0) return { ...notAcceptable(request, offers[refused] ?? []), alsoAbout };
  const [first, [instance], [way]] = [stored[0], instances, ways];
  if (single && first !== undefined && instance !== undefined && way !== undefined)
    return { ...(await oneInstance(request, world, instance, first, way)), alsoAbout };
  const etag = etagOf('instances', ...stored.map(({ digest }, at) => `${digest} ${ways[at]?.transferSyntax}`));
  const boundary = etag.slice(1, -1);
  const all = { etag, contentType: multipartType(DICOM, boundary) };
  const read = () => multipart(boundary, parts(request, world, instances, stored, wanted));
  return { ...answerBytes(request, { ...all, read }), alsoAbout };
}

async function lookedUp(instances: readonly IndexedInstance[], world: World): Promise<StoredObject[]> {
  const found: StoredObject[] = [];
  for (let at = 0; at < instances.length; at += AT_ONCE)
    found.push(...(await Promise.all(instances.slice(at, at + AT_ONCE).map((one) => storedObject(one, world)))));
  return found;
}

async function oneInstance(
  request: ApiRequest,
  world: World,
  instance: IndexedInstance,
  stored: StoredObject,
  chosen: Offer<Way> & { readonly multipart: boolean },
): Promise<ApiAnswer> {
  const contentType = `${DICOM}; transfer-syntax=${chosen.transferSyntax}`;
  const location = instanceUrl(request.base, instance);
  if (chosen.of === 'explicit') {
    const bytes = await explicitBytes(instance, world);
    const body = chosen.multipart
      ? bodyOfParts([{ contentType, location, bytes }], chosen, `explicit ${stored.digest}`)
      : bodyOfBytes(bytes, contentType, etagOf('explicit', stored.digest));
    return answerBytes(request, body);
  }
  const etag = etagOf('stored', stored.digest, String(chosen.multipart));
  if (!chosen.multipart)
    return answerBytes(request, {
      contentType,
      etag,
      length: stored.length,
      read: (from, to) => pieces(stored, from, to),
    });
  const boundary = etag.slice(1, -1);
  const part: Part = { contentType, location, bytes: pieces(stored) };
  const type = multipartType(DICOM, boundary, chosen.transferSyntax);
  return answerBytes(request, { contentType: type, etag, read: () => multipart(boundary, only(part)) });
}

async function* only(part: Part): AsyncGenerator<Part> {
  yield part;
}

async function* parts(
  request: ApiRequest,
  world: World,
  instances: readonly IndexedInstance[],
  stored: readonly StoredObject[],
  wanted: readonly Wanted[],
): AsyncGenerator<Part> {
  for (const [at, instance] of instances.entries()) {
    const object = stored[at];
    const way = object && choose(wanted, offersOf(object.transferSyntax, instance), false);
    if (object === undefined || way === undefined) continue;
    yield {
      contentType: `${DICOM}; transfer-syntax=${way.transferSyntax}`,
      location: instanceUrl(request.base, instance),
      bytes: way.of === 'explicit' ? await explicitBytes(instance, world) : pieces(object),
    };
  }
}

async function explicitBytes(instance: IndexedInstance, world: World): Promise<Uint8Array> {
  const codecs = await loadCodecs();
  const { bytes, object, header } = await openObject(instance, world, codecs);
  return explicitCopy(bytes, object, header, codecs);
}
