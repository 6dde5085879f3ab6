import { OkaError } from '../../schemas/errors.ts';
import type { PixelForm } from '../dicom/header.ts';

export type Samples = Uint8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** Samples as they lie in their containers of 8, 16 or 32 bits, in the machine's order of bytes, overlay bits included. */
export type Container = Uint8Array | Uint16Array | Uint32Array;

/**
 * What may lie in a container beyond the stored bits: nothing, as its decoder knows; overlays, which are cut off; or what
 * a lossy coder overshot by, where the nearest value within is meant.
 */
export type Beyond = 'nothing' | 'overlays' | 'overshoots';

/**
 * Containers → stored values (PS3.5 §8.1.1): overlay bits above and below are cut off, the sign is extended. Where there
 * is nothing to cut the very same memory is given on.
 * @throws OkaError `dicom-pixels` where a container of the code stream is wider than the header's and is filled
 */
export function storedValues(container: Container, form: PixelForm, beyond: Beyond = 'overlays'): Samples {
  const { bitsStored, highBit, signed } = form;
  const sized = resized(container, form);
  const below = highBit + 1 - bitsStored;
  if (below === 0 && !signed && beyond === 'nothing') return sized;
  if (below === 0 && isClean(sized, bitsStored, signed)) return asIs(sized, signed);
  const out = emptySamples(form.bitsAllocated, signed, sized.length);
  if (beyond === 'overshoots' && below === 0) return clamped(asIs(sized, signed), bitsStored, signed, out);
  const above = 32 - bitsStored;
  if (signed) for (let k = 0; k < out.length; k++) out[k] = (((sized[k] as number) >>> below) << above) >> above;
  else for (let k = 0; k < out.length; k++) out[k] = (((sized[k] as number) >>> below) << above) >>> above;
  return out;
}

function clamped(values: Samples, bitsStored: number, signed: boolean, out: Samples): Samples {
  const least = signed ? -(2 ** (bitsStored - 1)) : 0;
  const most = least + 2 ** bitsStored - 1;
  for (let k = 0; k < out.length; k++) out[k] = Math.min(most, Math.max(least, values[k] as number));
  return out;
}

/** The container that the header states: a coder uses the smallest one. */
function resized(container: Container, { bitsAllocated }: PixelForm): Container {
  const width = bitsAllocated === 1 ? 1 : bitsAllocated / 8;
  if (container.BYTES_PER_ELEMENT === width) return container;
  if (container.BYTES_PER_ELEMENT > width) {
    if (bitsIn(container) >>> (width * 8) !== 0) throw new OkaError('dicom-pixels', 'bits of the code stream');
  }
  if (width === 1) return new Uint8Array(container);
  return width === 2 ? new Uint16Array(container) : new Uint32Array(container);
}

/** Whether every container holds just its stored value: no bit beyond, or the sign in all of them. */
function isClean(container: Container, bitsStored: number, signed: boolean): boolean {
  if (container.BYTES_PER_ELEMENT * 8 === bitsStored) return true;
  if (!signed) return bitsIn(container) >>> bitsStored === 0;
  if (container.BYTES_PER_ELEMENT === 1) return false;
  const values = asIs(container, true);
  const above = 32 - bitsStored;
  const foreign =
    values instanceof Int16Array
      ? inStretches(values.length, (from, to) => signs16(values, above, from, to))
      : inStretches(values.length, (from, to) => signs32(values as Int32Array, above, from, to));
  return foreign === 0;
}

// A loop for each kind of memory: one that meets several is compiled for none of them. It goes in stretches: the engine
// compiles for good what is called often, and throws away what it made of a loop in a function that is called once.
const STRETCH = 16_384;

/** All bits that any of the values has. */
function bitsIn(container: Container): number {
  if (container instanceof Uint8Array) return inStretches(container.length, (from, to) => bits8(container, from, to));
  if (container instanceof Uint32Array) return inStretches(container.length, (from, to) => bits32(container, from, to));
  const { buffer, byteOffset, length } = container;
  if (byteOffset % 4 !== 0) return inStretches(length, (from, to) => bits16(container, from, to));
  // Two values a word: half the steps.
  const words = new Uint32Array(buffer, byteOffset, length >> 1);
  const both = inStretches(words.length, (from, to) => bits32(words, from, to));
  return (both >>> 16) | (both & 0xffff) | (length % 2 === 0 ? 0 : (container[length - 1] as number));
}

function inStretches(length: number, bits: (from: number, to: number) => number): number {
  let all = 0;
  for (let from = 0; from < length; from += STRETCH) all |= bits(from, Math.min(length, from + STRETCH));
  return all;
}

function bits8(values: Uint8Array, from: number, to: number): number {
  let all = 0;
  for (let k = from; k < to; k++) all |= values[k] as number;
  return all;
}

function bits16(values: Uint16Array, from: number, to: number): number {
  let all = 0;
  for (let k = from; k < to; k++) all |= values[k] as number;
  return all;
}

function bits32(values: Uint32Array, from: number, to: number): number {
  let all = 0;
  for (let k = from; k < to; k++) all |= values[k] as number;
  return all;
}

function signs16(values: Int16Array, above: number, from: number, to: number): number {
  let all = 0;
  for (let k = from; k < to; k++) all |= (values[k] as number) ^ (((values[k] as number) << above) >> above);
  return all;
}

function signs32(values: Int32Array, above: number, from: number, to: number): number {
  let all = 0;
  for (let k = from; k < to; k++) all |= (values[k] as number) ^ (((values[k] as number) << above) >> above);
  return all;
}

/** Signed values of 8 bits have no clean container here: they become 16 bits wide. */
function asIs(container: Container, signed: boolean): Samples {
  const { buffer, byteOffset, length } = container;
  if (!signed) return container;
  if (container.BYTES_PER_ELEMENT === 1) return Int16Array.from(container, (value) => (value << 24) >> 24);
  return container.BYTES_PER_ELEMENT === 2
    ? new Int16Array(buffer, byteOffset, length)
    : new Int32Array(buffer, byteOffset, length);
}

function emptySamples(bitsAllocated: number, signed: boolean, count: number): Samples {
  if (bitsAllocated === 32) return signed ? new Int32Array(count) : new Uint32Array(count);
  if (signed) return new Int16Array(count);
  return bitsAllocated === 16 ? new Uint16Array(count) : new Uint8Array(count);
}
