import { inflateRawSync } from 'node:zlib';
import charls from '@cornerstonejs/codec-charls/decodewasmjs';
import libjpegTurbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import openjph from '@cornerstonejs/codec-openjph/wasmjs';
import type { Codecs, CodedFrame, FrameDecoder } from '../domain/imaging/codecs.ts';
import { interleaved } from '../domain/imaging/native.ts';
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

/** A module's memory never shrinks: after a frame of so many bytes it is given back with the module. */
const LARGE_BYTES = 24 * 1024 * 1024;

const started = new Map<WasmName, Promise<FrameDecoder>>();

/**
 * The codecs of this process: each is instantiated at the first call and kept until it fails once or has grown large. Ask
 * for them anew for every image.
 */
export async function loadCodecs(): Promise<Codecs> {
  const names = Object.keys(WASM) as WasmName[];
  const decoders = await Promise.all(names.map(async (name) => [name, await decoderOf(name)] as const));
  return {
    ...(Object.fromEntries(decoders) as Record<WasmName, FrameDecoder>),
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
      const frame = decode(new Decoder(), bytes);
      if (frame.bytes.length > LARGE_BYTES) started.delete(name);
      return frame;
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
  // libjpeg's wrapper gives clamped bytes, which no other memory of ours is.
  const { buffer, byteOffset, byteLength } = decoder.getDecodedBuffer();
  const decoded = new Uint8Array(buffer, byteOffset, byteLength).slice();
  // JPEG-LS gives the components as they were coded: in planes where each has a scan of its own (ITU-T T.87 §C.2.3).
  const isPlanar = componentCount > 1 && decoder.getInterleaveMode?.() === 0;
  const frame = {
    rows: height,
    columns: width,
    samples: componentCount,
    bits: bitsPerSample,
    bytes: isPlanar ? bySample(decoded, bitsPerSample, componentCount) : decoded,
  };
  decoder.delete();
  return frame;
}

function bySample(planes: Uint8Array, bits: number, samples: number): Uint8Array {
  if (bits <= 8) return interleaved(planes, { samples });
  const { buffer } = interleaved(new Uint16Array(planes.buffer), { samples });
  return new Uint8Array(buffer);
}
