import { choose, type Offer, wantedOf } from '../../domain/dicom/web/accept.ts';
import { decodeOne, isDecoded } from '../../domain/imaging/decode.ts';
import { type View, WINDOW_SHAPES } from '../../domain/imaging/display.ts';
import { renderFrame } from '../../domain/imaging/rendering.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { encodePicture } from '../../platform/inference/pictures.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { answerBytes, bodyOfBytes, notAcceptable } from './bytes.ts';
import { etagOf } from './etag.ts';
import { acceptOf } from './frames.ts';
import { openObject } from './objects.ts';
import { instancesOfRequest } from './study.ts';

type Query = { readonly window?: string; readonly viewport?: string; readonly quality?: number };
const THUMBNAIL_SIDE = 128;
const VIEWPORT_SIDE = 4096;
const JPEG_QUALITY = 90;

/** Rendered pictures have no transfer syntax; the offers say so with a name that no request asks for. */
const OFFERS: readonly Offer<'jpeg' | 'png'>[] = [
  { type: 'image/jpeg', transferSyntax: '', stored: false, of: 'jpeg' },
  { type: 'image/png', transferSyntax: '', stored: false, of: 'png' },
];

/** A frame as JPEG or PNG (PS3.18 §10.4.1.1.4), the first one where none is named; `thumbnail` is small and takes no window. */
export const rendering =
  (what: 'rendered' | 'thumbnail') =>
  async (request: ApiRequest, world: World): Promise<ApiAnswer> => {
    const instance = pictureAmong(await instancesOfRequest(request, world));
    const frame = Number(request.path.frames ?? 1);
    if (Number.isNaN(frame)) throw new OkaError('malformed-request', 'path.frames');
    if (instance === undefined || frame > instance.frames) throw new OkaError('not-found', 'frame');
    const wanted = wantedOf(acceptOf(request));
    // OHIF fetches its thumbnails as if they were bulk data, and takes the picture by its Content-Type.
    const asOctets = wanted.some(({ type }) => type === 'application/octet-stream');
    const chosen = choose(wanted, OFFERS, true) ?? (asOctets ? OFFERS[0] : undefined);
    if (chosen === undefined) return notAcceptable(request, OFFERS);
    const codecs = await loadCodecs();
    const { object, header, digest } = await openObject(instance, world, codecs);
    if (header.pixels === undefined || !isDecoded(object.transferSyntax)) return notAcceptable(request, []);
    const query = request.query as Query;
    const etag = etagOf(what, digest, String(frame), chosen.type, JSON.stringify(query));
    const picture = renderFrame(decodeOne(object, header.pixels, codecs, frame - 1), object.dataSet, {
      number: frame - 1,
      ...(what === 'thumbnail' ? {} : windowOf(query.window)),
    });
    const bytes = await encodePicture(picture, {
      as: chosen.of,
      quality: query.quality ?? JPEG_QUALITY,
      within: what === 'thumbnail' ? thumbnailOf(query.viewport) : viewportOf(query.viewport),
    });
    return answerBytes(request, bodyOfBytes(bytes, chosen.type, etag));
  };

/** Of a series the one in the middle, as radiologists choose; reports and notes have no picture. */
function pictureAmong(instances: readonly IndexedInstance[]): IndexedInstance | undefined {
  const pictures = instances.filter(({ frames }) => frames > 0);
  return pictures[Math.floor((pictures.length - 1) / 2)];
}

/** The window that is asked for, over the values after rescale (PS3.18 §8.3.5.1.4). */
function windowOf(text: string | undefined): { readonly view?: View } {
  const [centre, width, shape] = text?.toUpperCase().split(',') ?? [];
  const named = WINDOW_SHAPES.find((one) => one === shape?.replace('-', '_'));
  if (named === undefined || !(Number(width) > 0)) return {};
  return { view: { kind: 'window', centre: Number(centre), width: Number(width), shape: named } };
}

function viewportOf(text: string | undefined): { width: number; height: number } | undefined {
  const [width, height] = text?.split(',').map(Number) ?? [];
  if (width === undefined || height === undefined) return undefined;
  if (width > VIEWPORT_SIDE || height > VIEWPORT_SIDE) throw new OkaError('malformed-request', 'query.viewport');
  return { width, height };
}

const thumbnailOf = (text: string | undefined): { width: number; height: number } =>
  viewportOf(text) ?? { width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE };
