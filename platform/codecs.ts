import { inflateRawSync } from 'node:zlib';
import charls from '@cornerstonejs/codec-charls/decodewasmjs';
import libjpegTurbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import openjph from '@cornerstonejs/codec-openjph/wasmjs';
import { Decoder as JpegLossless } from 'jpeg-lossless-decoder-js';
import type { Codecs, CodedFrame, FrameDecoder } from '../domain/imaging/codecs.ts';
import { OkaError } from '../schemas/errors.ts';
import type { CornerstoneDecoder, CornerstoneFactory } from './cornerstone.ts';

/** The WebAssembly codecs: module and class. */
const WASM = {
  jpegBaseline: [libjpegTurbo, 'JPEGDecoder'],
  jpegLs: [charls, 'JpegLSDecoder'],
  jpeg2000: [openjpeg, 'J2KDecoder'],
  htj2k: [openjph, 'HTJ2KDecoder'],
} as const satisfies Partial<Record<keyof Codecs, readonly [CornerstoneFactory, string]>>;
type WasmName = keyof typeof WASM;

const started = new Map<WasmName, Promise<FrameDecoder>>();

/**
 * The codecs of this process: each is instantiated at the first call and kept until it fails once. Ask for them anew
 * for every image.
 */
export async function loadCodecs(): Promise<Codecs> {
  const names = Object.keys(WASM) as WasmName[];
  const decoders = await Promise.all(names.map(async (name) => [name, await decoderOf(name)] as const));
  return {
    ...(Object.fromEntries(decoders) as Record<WasmName, FrameDecoder>),
    jpegLossless: decodeLossless,
    inflate: (bytes, limit) => inflateRawSync(bytes, { maxOutputLength: limit }),
  };
}

function decoderOf(name: WasmName): Promise<FrameDecoder> {
  const decoder = started.get(name) ?? start(name);
  started.set(name, decoder);
  return decoder;
}

async function start(name: WasmName): Promise<FrameDecoder> {
  const [factory, className] = WASM[name];
  // The modules print the parameters of each image, and our log is JSON. The options become the module: never share them.
  const module = await factory({ print: () => {}, printErr: () => {} });
  const Decoder = module[className] as (new () => CornerstoneDecoder) | undefined;
  if (Decoder === undefined) throw new OkaError('configuration', `codec ${className}`);
  return (bytes) => {
    try {
      return decode(new Decoder(), bytes);
    } catch (cause) {
      // After a trap nobody can vouch for the module's memory: the next image gets a new one.
      started.delete(name);
      throw cause;
    }
  };
}

function decode(decoder: CornerstoneDecoder, bytes: Uint8Array): CodedFrame {
  decoder.getEncodedBuffer(bytes.length).set(bytes);
  decoder.decode();
  const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
  const frame = {
    rows: height,
    columns: width,
    samples: componentCount,
    bits: bitsPerSample,
    bytes: Uint8Array.from(decoder.getDecodedBuffer()),
  };
  decoder.delete();
  return frame;
}

function decodeLossless(bytes: Uint8Array): CodedFrame {
  const decoder = new JpegLossless();
  // It reads from an ArrayBuffer and would see a pooled Buffer's neighbours: it gets a copy of its own.
  const own = Uint8Array.from(bytes);
  const decoded = decoder.decode(own.buffer, 0, own.length);
  const { dimX, dimY, numComp, precision } = decoder.frame;
  return {
    rows: dimY,
    columns: dimX,
    samples: numComp,
    bits: precision,
    bytes: new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength),
  };
}
