import { OkaError } from '../../schemas/errors.ts';

export type Rgb = { readonly rows: number; readonly columns: number; readonly bytes: Uint8Array };
/** zlib (RFC 1950) of at most `limit` bytes of result; handed in so that this folder runs in browsers too. */
export type Unzip = (bytes: Uint8Array, limit: number) => Uint8Array;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const MOST_PIXELS = 4096 * 4096;
/** Samples a pixel by colour type: true colour, palette. */
const SAMPLES: Readonly<Record<number, number>> = { 2: 3, 3: 1 };

/**
 * Reads a PNG as Oka itself writes it: 8 bits, true colour or palette, not interlaced (ISO/IEC 15948).
 * @throws OkaError `dicom-pixels` for every other picture
 */
export function readPng(bytes: Uint8Array, unzip: Unzip): Rgb {
  const refuse = (): never => {
    throw new OkaError('dicom-pixels', 'PNG');
  };
  if (bytes.length < 57 || SIGNATURE.some((byte, at) => bytes[at] !== byte)) refuse();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [columns, rows] = [view.getUint32(16), view.getUint32(20)];
  const samples = SAMPLES[bytes[25] ?? 0] ?? refuse();
  if (bytes[24] !== 8 || bytes[28] !== 0 || rows * columns === 0 || rows * columns > MOST_PIXELS) refuse();
  const { palette, data } = chunksOf(bytes, view);
  const stride = columns * samples;
  const lines = unzip(data, (stride + 1) * rows);
  if (lines.length !== (stride + 1) * rows) refuse();
  const flat = unfiltered(lines, rows, stride, samples);
  return { rows, columns, bytes: samples === 3 ? flat : coloured(flat, palette) };
}

function chunksOf(bytes: Uint8Array, view: DataView): { palette: Uint8Array; data: Uint8Array } {
  let palette = new Uint8Array();
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.slice(at + 8, at + 8 + length);
    if (name === 'PLTE') palette = body;
    if (name === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    data.set(part, to);
    to += part.length;
  }
  return { palette, data };
}

/** Each line is said by its differences from the left, the upper or both neighbours (ISO/IEC 15948 §9.2). */
function unfiltered(lines: Uint8Array, rows: number, stride: number, samples: number): Uint8Array {
  const out = new Uint8Array(rows * stride);
  for (let row = 0; row < rows; row++) {
    const filter = lines[row * (stride + 1)];
    for (let k = 0; k < stride; k++) {
      const at = row * stride + k;
      const left = k < samples ? 0 : (out[at - samples] as number);
      const up = row === 0 ? 0 : (out[at - stride] as number);
      const corner = row === 0 || k < samples ? 0 : (out[at - stride - samples] as number);
      out[at] = (lines[at + row + 1] as number) + predicted(filter ?? 0, left, up, corner);
    }
  }
  return out;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function coloured(indices: Uint8Array, palette: Uint8Array): Uint8Array {
  const out = new Uint8Array(indices.length * 3);
  for (const [k, index] of indices.entries()) out.set(palette.subarray(index * 3, index * 3 + 3), k * 3);
  return out;
}
