import { inflateRawSync } from 'node:zlib';
import charls from '@cornerstonejs/codec-charls/decodewasmjs';
import libjpegTurbo from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs';
import openjpeg from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import openjph from '@cornerstonejs/codec-openjph/wasmjs';
import { Decoder as JpegLossless } from 'jpeg-lossless-decoder-js';
import type { Codecs, CodedFrame, FrameDecoder } from '../domain/imaging/codecs.ts';
import { OkaError } from '../schemas/errors.ts';
import type { CornerstoneDecoder, CornerstoneModule } from './cornerstone.ts';

let made: Promise<Codecs> | undefined;

/** The codecs of this process: WebAssembly is instantiated at the first call and kept. */
export function loadCodecs(): Promise<Codecs> {
  made ??= makeCodecs();
  return made;
}

async function makeCodecs(): Promise<Codecs> {
  const [ls, turbo, j2k, ht] = await Promise.all([
    charls(quiet()),
    libjpegTurbo(quiet()),
    openjpeg(quiet()),
    openjph(quiet()),
  ]);
  return {
    inflate: (bytes, limit) => inflateRawSync(bytes, { maxOutputLength: limit }),
    jpegBaseline: decoderOf(turbo, 'JPEGDecoder'),
    jpegLossless: decodeLossless,
    jpegLs: decoderOf(ls, 'JpegLSDecoder'),
    jpeg2000: decoderOf(j2k, 'J2KDecoder'),
    htj2k: decoderOf(ht, 'HTJ2KDecoder'),
  };
}

/** The modules print the parameters of each image, and our log is JSON. Each becomes its module, so none is shared. */
const quiet = () => ({ print: () => {}, printErr: () => {} });

function decoderOf(module: CornerstoneModule, name: string): FrameDecoder {
  const Decoder = module[name] as (new () => CornerstoneDecoder) | undefined;
  if (Decoder === undefined) throw new OkaError('configuration', `codec ${name}`);
  return (bytes) => {
    const decoder = new Decoder();
    try {
      decoder.getEncodedBuffer(bytes.length).set(bytes);
      decoder.decode();
      const { width, height, bitsPerSample, componentCount } = decoder.getFrameInfo();
      return {
        rows: height,
        columns: width,
        samples: componentCount,
        bits: bitsPerSample,
        bytes: Uint8Array.from(decoder.getDecodedBuffer()),
      };
    } finally {
      decoder.delete();
    }
  };
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
