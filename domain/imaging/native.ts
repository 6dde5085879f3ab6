import type { Element } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';
import type { PixelForm } from '../dicom/header.ts';
import type { DicomObject } from '../dicom/object.ts';
import { SYNTAX } from '../dicom/syntax.ts';
import type { Container } from './stored-values.ts';

/**
 * One frame of native pixels (PS3.5 §8.1, §8.2), samples interleaved. Where the bytes lie as they are needed this is a view
 * of the object.
 * @throws OkaError `dicom-pixels`
 */
export function nativeFrame(
  { dataSet, transferSyntax }: DicomObject,
  form: PixelForm,
  frame: number,
): { container: Container; photometric: string } {
  const element = dataSet.elements.x7fe00010;
  if (element === undefined || element.fragments !== undefined)
    throw new OkaError('dicom-pixels', 'length of (7FE0,0010)');
  const bytes = dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  const { photometric } = form;
  if (form.bitsAllocated === 1) return { container: bitFrame(bytes, form, frame), photometric };
  const isHalved = isHalf(element, form);
  const perPixel = isHalved ? 2 : form.samples;
  const count = form.rows * form.columns * perPixel;
  const width = form.bitsAllocated / 8;
  const from = frame * count * width;
  if (from + count * width > bytes.length) throw new OkaError('dicom-pixels', 'length of (7FE0,0010)');
  const big = transferSyntax === SYNTAX.explicitBig;
  const stored = big ? fromBig(bytes, from, count, form, element) : containers(bytes, from, count, width);
  // What is spread over whole pixels is YBR_FULL from then on.
  if (isHalved) return { container: spread(stored), photometric: 'YBR_FULL' };
  return { container: form.samples > 1 && form.planar ? interleaved(stored, form) : stored, photometric };
}

/** YBR_FULL_422 stores Y Y Cb Cr for two pixels (PS3.3 §C.7.6.3.1.2); writers who did not know wrote three samples a pixel. */
function isHalf(element: Element, form: PixelForm): boolean {
  const pixels = form.rows * form.columns * form.frames;
  const is422 = form.samples === 3 && form.bitsAllocated === 8 && form.photometric === 'YBR_FULL_422';
  return is422 && form.columns % 2 === 0 && element.length < pixels * 3;
}

/** Bits from the lowest on; frames follow one another without padding, so they begin on a byte only by luck (PS3.5 §8.1.1). */
function bitFrame(bytes: Uint8Array, form: PixelForm, frame: number): Uint8Array {
  const count = form.rows * form.columns * form.samples;
  const first = frame * count;
  if (first + count > bytes.length * 8) throw new OkaError('dicom-pixels', 'length of (7FE0,0010)');
  const out = new Uint8Array(count);
  for (let k = 0; k < count; k++) out[k] = ((bytes[(first + k) >>> 3] as number) >>> ((first + k) & 7)) & 1;
  return out;
}

/** Little-endian bytes as numbers, as every machine we run on has them: a view where they are aligned, else a copy. */
export function containers(bytes: Uint8Array, from: number, count: number, width: number): Container {
  const own = bytes.subarray(from, from + count * width);
  if (width === 1) return own;
  // The same memory type as everywhere, also where the bytes came as a Buffer.
  const { buffer, byteOffset } = own.byteOffset % width === 0 ? own : Uint8Array.from(own);
  return width === 2 ? new Uint16Array(buffer, byteOffset, count) : new Uint32Array(buffer, byteOffset, count);
}

/** Big endian: bytes swapped in each word; values of 8 bits lie in words too where their VR is OW (PS3.5 §8.2, Annex A.3). */
function fromBig(bytes: Uint8Array, from: number, count: number, form: PixelForm, { vr }: Element): Container {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (form.bitsAllocated === 32) return Uint32Array.from({ length: count }, (_, k) => view.getUint32(from + 4 * k));
  if (form.bitsAllocated === 8) {
    if (vr !== 'OW') return bytes.subarray(from, from + count);
    return Uint8Array.from({ length: count }, (_, k) => bytes[(from + k) ^ 1] ?? 0);
  }
  const out = new Uint16Array(count);
  for (let k = 0, at = from; k < count; k++, at += 2) out[k] = ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
  return out;
}

function spread(halves: Container): Uint8Array {
  const out = new Uint8Array((halves.length / 2) * 3);
  for (let from = 0, to = 0; from + 3 < halves.length; from += 4, to += 6) {
    out[to] = halves[from] as number;
    out[to + 3] = halves[from + 1] as number;
    out[to + 1] = out[to + 4] = halves[from + 2] as number;
    out[to + 2] = out[to + 5] = halves[from + 3] as number;
  }
  return out;
}

/** Planes one after another → samples side by side (PS3.3 §C.7.6.3.1.3). */
export function interleaved<T extends Container>(planes: T, { samples }: { readonly samples: number }): T {
  const out = planes.slice() as T;
  const pixels = planes.length / samples;
  for (let sample = 0, from = 0; sample < samples; sample++)
    for (let to = sample, k = 0; k < pixels; k++, to += samples, from++) out[to] = planes[from] as number;
  return out;
}
