import type { PixelForm } from '../../domain/dicom/header.ts';
import { SYNTAX } from '../../domain/dicom/syntax.ts';
import { choose, type Offer, wantedOf } from '../../domain/dicom/web/accept.ts';
import { frameType, isNative, isNativeLittle } from '../../domain/dicom/web/media.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { decodeOne, isDecoded } from '../../domain/imaging/decode.ts';
import { storedBytes } from '../../domain/imaging/explicit-copy.ts';
import { encapsulatedFrame, frameFinder } from '../../domain/imaging/fragments.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { answerBytes, bodyOfParts, notAcceptable } from './bytes.ts';
import { type OpenObject, openObject } from './objects.ts';
import { isAnswerable } from './offers.ts';
import { instanceUrl } from './places.ts';
import { instancesOfRequest } from './study.ts';

/** How a frame leaves: its code stream untouched, its native bytes, or decoded. */
type Way = 'coded' | 'native' | 'decoded';
const OCTETS = 'application/octet-stream';

/** Pixels of frames (PS3.18 §10.4.1.1.6), counted from 1. */
export async function readFrames(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const [instance] = await instancesOfRequest(request, world);
  if (instance === undefined) throw new OkaError('not-found', 'instance');
  const numbers = (request.path.frames ?? '').split(',').map(Number);
  if (numbers.some((number) => number > instance.frames)) throw new OkaError('not-found', 'frame');
  const codecs = await loadCodecs();
  const open = await openObject(instance, world, codecs);
  const { pixels } = open.header;
  if (pixels === undefined) throw new OkaError('not-found', 'pixels');
  const offers = offersOf(open.object.transferSyntax);
  const chosen = choose(wantedOf(acceptOf(request)), offers, numbers.length === 1);
  if (chosen === undefined) return notAcceptable(request, offers);
  // Decoded frames lie in memory together; who wants more asks twice.
  if (!isAnswerable(pixels, numbers.length)) throw new OkaError('malformed-request', 'path.frames');
  const contentType = `${chosen.type}; transfer-syntax=${chosen.transferSyntax}`;
  const parts = numbers.map((number) => ({
    contentType,
    location: `${instanceUrl(request.base, instance)}/frames/${number}`,
    bytes: bytesOf(open, pixels, number - 1, chosen.of, codecs),
  }));
  return answerBytes(request, bodyOfParts(parts, chosen, `${nameOf(instance, open)} ${numbers.join()}`));
}

/** The Accept header, or what stands for it in the query (PS3.18 §8.3.3.1). */
export const acceptOf = ({ headers, query }: ApiRequest): string | undefined =>
  typeof query.accept === 'string' ? query.accept : headers.accept;

const nameOf = ({ pixelHash }: IndexedInstance, { digest }: OpenObject): string => `${pixelHash} ${digest}`;

/** What the frames of a transfer syntax can be; the default of their media type stands first. */
function offersOf(transferSyntax: string): Offer<Way>[] {
  if (isNative(transferSyntax)) {
    const of = isNativeLittle(transferSyntax) ? 'native' : 'decoded';
    return [{ type: OCTETS, transferSyntax: SYNTAX.explicitLittle, stored: true, of }];
  }
  const type = frameType(transferSyntax);
  const coded: Offer<Way>[] = [
    ...(type === undefined ? [] : [{ type, transferSyntax, stored: true, of: 'coded' as const }]),
    // What viewers ask for who decode everything themselves: octets in whatever syntax there is.
    { type: OCTETS, transferSyntax, stored: true, of: 'coded' },
  ];
  const decoded: Offer<Way> = { type: OCTETS, transferSyntax: SYNTAX.explicitLittle, stored: false, of: 'decoded' };
  return isDecoded(transferSyntax) ? [decoded, ...coded] : coded;
}

function bytesOf({ object }: OpenObject, form: PixelForm, frame: number, way: Way, codecs: Codecs): Uint8Array {
  const element = object.dataSet.elements.x7fe00010;
  if (element === undefined) throw new OkaError('dicom-pixels', '(7FE0,0010)');
  if (way === 'coded') return encapsulatedFrame(object.dataSet, frameFinder(object.dataSet, form.frames), frame);
  const native = way === 'native' ? nativeBytes(object.dataSet.byteArray, element, form, frame) : undefined;
  return native ?? storedBytes(decodeOne(object, form, codecs, frame), form);
}

/** The very bytes of a native frame, overlays in unused bits and planes included; undefined where it begins within a byte. */
function nativeBytes(
  bytes: Uint8Array,
  { dataOffset, length }: { dataOffset: number; length: number },
  { rows, columns, samples, bitsAllocated, frames }: PixelForm,
  frame: number,
): Uint8Array | undefined {
  const bits = rows * columns * samples * bitsAllocated;
  if (bits % 8 !== 0 && frames > 1) return undefined;
  // Half the colour of YBR_FULL_422 is not there (PS3.3 §C.7.6.3.1.2): then a frame is what its share of the element is.
  const stated = Math.ceil(bits / 8);
  const size = stated * frames <= length ? stated : Math.floor(length / frames);
  return bytes.subarray(dataOffset + frame * size, dataOffset + (frame + 1) * size);
}
