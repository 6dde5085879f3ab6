import { OkaError } from '../../schemas/errors.ts';
import type { PixelForm } from '../dicom/header.ts';
import { codeStreamSize } from './code-stream.ts';
import type { Codecs, CodedFrame, FrameDecoder } from './codecs.ts';
import { requireBounded } from './guard.ts';
import { withColourMark } from './jpeg/colour.ts';
import { decodeJpegExtended } from './jpeg/extended.ts';
import { decodeJpegLossless } from './jpeg/lossless.ts';
import { containers } from './native.ts';
import type { Beyond, Container } from './stored-values.ts';

type Coding = 'jpeg' | 'jpegLossless' | 'jpegLs' | 'jpeg2000' | 'htj2k';

/** Transfer syntax (PS3.6 Annex A) → coding. */
const CODING_OF: Readonly<Record<string, Coding>> = {
  '1.2.840.10008.1.2.4.50': 'jpeg',
  '1.2.840.10008.1.2.4.51': 'jpeg',
  '1.2.840.10008.1.2.4.57': 'jpegLossless',
  '1.2.840.10008.1.2.4.70': 'jpegLossless',
  '1.2.840.10008.1.2.4.80': 'jpegLs',
  '1.2.840.10008.1.2.4.81': 'jpegLs',
  '1.2.840.10008.1.2.4.90': 'jpeg2000',
  '1.2.840.10008.1.2.4.91': 'jpeg2000',
  '1.2.840.10008.1.2.4.201': 'htj2k',
  '1.2.840.10008.1.2.4.202': 'htj2k',
  '1.2.840.10008.1.2.4.203': 'htj2k',
};

/** Syntaxes whose values may differ from what was encoded, and so may lie beyond the stored bits. */
const LOSSY = /\.4\.(50|51|81|91|203)$/;

/** Whether frames of this transfer syntax are code streams that are decoded here. */
export const isCoded = (transferSyntax: string): boolean => Object.hasOwn(CODING_OF, transferSyntax);

export type Decoded = {
  readonly container: Container;
  readonly photometric: string;
  readonly bits: number;
  readonly beyond: Beyond;
};

/**
 * Decodes one frame's code stream. What it says of itself must be what the header says, and must not ask for more memory
 * or time than such a picture needs: that is looked at before any codec sees it.
 * @throws OkaError `dicom-pixels`, `dicom-unsupported-syntax`, `image-too-large`
 */
export function decodeCoded(transferSyntax: string, bytes: Uint8Array, form: PixelForm, codecs: Codecs): Decoded {
  const coding = CODING_OF[transferSyntax] as Coding;
  const size = codeStreamSize(bytes);
  if (size === undefined) throw new OkaError('dicom-pixels', `${coding} without a frame header`);
  requireSize(size, form);
  requireBounded(bytes, form, coding);
  const deep = coding === 'jpeg' && size.bits > 8;
  if (deep && size.bits !== 12)
    throw new OkaError('dicom-unsupported-syntax', `${transferSyntax} with ${size.bits} bits`);
  const marked = coding === 'jpeg' && !deep ? withColourMark(bytes, form.photometric) : bytes;
  const coded = run(decoderOf(coding, deep, codecs), marked, coding);
  requireSize(coded, form);
  const count = form.rows * form.columns * form.samples;
  const width = coded.bytes.length / count;
  if (width !== 1 && width !== 2 && width !== 4) throw new OkaError('dicom-pixels', 'length of the code stream');
  const photometric = colourOf(coding, deep, form.photometric, form.samples);
  const isWithin = coded.within === true && coded.bits <= form.bitsStored;
  const beyond = isWithin ? 'nothing' : LOSSY.test(transferSyntax) ? 'overshoots' : 'overlays';
  return { container: containers(coded.bytes, 0, count, width), photometric, bits: coded.bits, beyond };
}

function requireSize(size: { rows: number; columns: number; samples: number }, form: PixelForm): void {
  if (size.rows !== form.rows || size.columns !== form.columns || size.samples !== form.samples)
    throw new OkaError('dicom-pixels', 'size of the code stream');
}

function decoderOf(coding: Coding, deep: boolean, codecs: Codecs): FrameDecoder {
  if (coding === 'jpegLossless') return decodeJpegLossless;
  if (coding !== 'jpeg') return codecs[coding];
  return deep ? decodeJpegExtended : codecs.jpegBaseline;
}

function run(decode: FrameDecoder, bytes: Uint8Array, coding: string): CodedFrame {
  try {
    return decode(bytes);
  } catch (cause) {
    throw new OkaError('dicom-pixels', coding, { cause });
  }
}

/** libjpeg gives RGB for YBR; JPEG 2000 undoes its own transform (PS3.5 §8.2.1, §8.2.4); the rest stays as it was coded. */
function colourOf(coding: Coding, deep: boolean, photometric: string, samples: number): string {
  if (samples !== 3) return photometric;
  if (coding === 'jpeg' && !deep) return 'RGB';
  return photometric === 'YBR_RCT' || photometric === 'YBR_ICT' ? 'RGB' : photometric;
}
