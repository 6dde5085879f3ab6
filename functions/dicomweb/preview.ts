import { choose, type Offer, wantedOf } from '../../domain/dicom/web/accept.ts';
import { decodeOne, isDecoded } from '../../domain/imaging/decode.ts';
import { renderFrame } from '../../domain/imaging/rendering.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { type PreviewType, smallPicture } from '../../platform/inference/previews.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { answerBytes, bodyOfBytes, notAcceptable } from './bytes.ts';
import { etagOf } from './etag.ts';
import { firstPicture } from './first-picture.ts';
import { acceptOf } from './frames.ts';
import { openObject, storedObject } from './objects.ts';
import { instancesOfRequest } from './study.ts';

const OFFERS: readonly Offer<PreviewType>[] = [
  { type: 'image/jpeg', transferSyntax: '', stored: false, of: 'jpeg' },
  { type: 'image/webp', transferSyntax: '', stored: false, of: 'webp' },
];
/** Previews of so many pictures stay in the memory of a process: a few megabytes, and the study is opened again and again. */
const KEPT = 200;
const kept = new Map<string, Uint8Array>();

/**
 * The picture that a page shows before anything else: at most 40,000 bytes whatever the image is, its first frame, by the
 * image's own window. Under it stands that it is not for reading, in both languages; `mark=page` leaves that to a page that
 * writes it itself. Of a study the image that is shown first, and 204 where nothing in it has a picture. Who has it already is
 * answered before anything is decoded.
 */
export async function readPreview(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const instance = firstPicture(await instancesOfRequest(request, world));
  if (instance === undefined && request.path.instance === undefined) return { status: 204 };
  if (instance === undefined || instance.frames === 0) throw new OkaError('not-found', 'a picture');
  const chosen = choose(wantedOf(acceptOf(request)), OFFERS, true);
  if (chosen === undefined) return notAcceptable(request, OFFERS);
  const isMarked = request.query.mark !== 'page';
  const stored = await storedObject(instance, world);
  if (!isDecoded(stored.transferSyntax)) return notAcceptable(request, []);
  const etag = etagOf('preview-1', stored.digest, chosen.of, String(isMarked));
  if (request.headers['if-none-match'] === etag)
    return answerBytes(request, { contentType: chosen.type, etag, read: () => [] });
  const bytes = kept.get(etag) ?? (await made(instance, world, chosen.of, isMarked));
  keep(etag, bytes);
  return answerBytes(request, bodyOfBytes(bytes, chosen.type, etag));
}

async function made(
  instance: IndexedInstance,
  world: World,
  type: PreviewType,
  isMarked: boolean,
): Promise<Uint8Array> {
  const codecs = await loadCodecs();
  const { object, header } = await openObject(instance, world, codecs);
  if (header.pixels === undefined) throw new OkaError('not-found', 'pixels');
  return smallPicture(renderFrame(decodeOne(object, header.pixels, codecs, 0), object.dataSet), type, isMarked);
}

function keep(etag: string, bytes: Uint8Array): void {
  kept.delete(etag);
  kept.set(etag, bytes);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
}
