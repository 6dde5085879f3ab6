import { type ExplicitElement, explicitElements, explicitHeader } from '../dicom/explicit.ts';
import type { DicomHeader, PixelForm } from '../dicom/header.ts';
import { rewrittenMeta } from '../dicom/meta.ts';
import type { DicomObject } from '../dicom/object.ts';
import { readMeta } from '../dicom/reading/meta.ts';
import { SYNTAX, writingOf } from '../dicom/syntax.ts';
import { isNativeLittle } from '../dicom/web/media.ts';
import { joined } from '../dicom/write/data-set.ts';
import type { Codecs } from './codecs.ts';
import { decodeFrames, type Frame } from './decode.ts';

/**
 * An object in Explicit VR Little Endian, for clients that decode nothing: every attribute as it was, pixels decoded. Of
 * colour the photometric interpretation and the planes say what the pixels are now. Lossy history stays as it stands.
 * @throws OkaError of decoding; RangeError where the object's bytes are no data set
 */
export function explicitCopy(bytes: Uint8Array, object: DicomObject, header: DicomHeader, codecs: Codecs): Uint8Array {
  const { dataSet, transferSyntax } = object;
  const { pixels } = header;
  const elements = explicitElements(dataSet.byteArray, writingOf(transferSyntax), pixels?.signed ?? false);
  const data = pixels === undefined ? [] : pixelData(object, pixels, codecs);
  const now = data[0]?.photometric;
  const changed = elements.map((element) =>
    pixels === undefined || now === undefined ? element : asItIsNow(element, pixels, now),
  );
  const all = [...changed, ...data].sort((a, b) => (a.tag < b.tag ? -1 : 1));
  return joined([
    ...rewrittenMeta(readMeta(bytes), { ...header, transferSyntax: SYNTAX.explicitLittle }),
    ...all.flatMap((element) => element.bytes),
  ]);
}

type PixelData = ExplicitElement & { readonly photometric: string | undefined };

function pixelData(object: DicomObject, form: PixelForm, codecs: Codecs): PixelData[] {
  const element = object.dataSet.elements.x7fe00010;
  if (element === undefined) return [];
  const vr = form.bitsAllocated > 8 ? 'OW' : 'OB';
  const { dataSet, transferSyntax } = object;
  if (isNativeLittle(transferSyntax)) {
    const stored = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
    const bytes = [explicitHeader('7fe00010', vr, stored.length), stored];
    return [{ tag: '7fe00010', bytes, photometric: undefined }];
  }
  let photometric: string | undefined;
  const frames: Uint8Array[] = [];
  for (const frame of decodeFrames(object, form, codecs)) {
    photometric = frame.photometric;
    frames.push(storedBytes(frame, form));
  }
  const length = frames.reduce((sum, frame) => sum + frame.length, 0);
  const padding = length % 2 === 0 ? [] : [new Uint8Array(1)];
  return [
    {
      tag: '7fe00010',
      bytes: [explicitHeader('7fe00010', vr, length + padding.length), ...frames, ...padding],
      photometric,
    },
  ];
}

function asItIsNow(element: ExplicitElement, { samples }: PixelForm, photometric: string): ExplicitElement {
  const { tag } = element;
  if (samples === 1) return element;
  const text = photometric.length % 2 === 0 ? photometric : `${photometric} `;
  if (tag === '00280004')
    return { tag, bytes: [explicitHeader(tag, 'CS', text.length), new TextEncoder().encode(text)] };
  if (tag === '00280006') return { tag, bytes: [explicitHeader(tag, 'US', 2), Uint8Array.of(0, 0)] };
  return element;
}

/** Decoded values in the containers that the header states, little endian, samples interleaved (PS3.5 §8.1.1). */
export function storedBytes(frame: Frame, { bitsAllocated, highBit, bitsStored }: PixelForm): Uint8Array {
  const { pixels } = frame;
  if (bitsAllocated === 1) {
    const bits = new Uint8Array(Math.ceil(pixels.length / 8));
    for (let k = 0; k < pixels.length; k++) if (pixels[k]) bits[k >> 3] = (bits[k >> 3] ?? 0) | (1 << (k & 7));
    return bits;
  }
  const below = highBit + 1 - bitsStored;
  const width = bitsAllocated / 8;
  const containers =
    width === 1
      ? new Uint8Array(pixels.length)
      : width === 2
        ? new Uint16Array(pixels.length)
        : new Uint32Array(pixels.length);
  for (let k = 0; k < pixels.length; k++) containers[k] = (pixels[k] as number) << below;
  return new Uint8Array(containers.buffer);
}
