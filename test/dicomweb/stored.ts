import { readDicom } from '../../domain/dicom/read.ts';
import { decodeFrames } from '../../domain/imaging/decode.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { type Attributes, SYNTAX } from '../dicom.ts';
import { type ImageRegion, openImageRegion } from './region.ts';

/** Explicit VR Little Endian, which DICOMweb assumes where nothing is asked for. */
export const LE = SYNTAX.explicitLittle;
export const HTJ2K = '1.2.840.10008.1.2.4.202';
export const INSTANCE = '/dicomweb/studies/1.2.20/series/1.2.20.1/instances/1.2.20.1.1';
export const FILM = '/dicomweb/studies/1.2.20/series/1.2.20.1/instances/1.2.20.1.2';
export const ODD = '/dicomweb/studies/1.2.20/series/1.2.20.1/instances/1.2.20.1.3';
export const ANY_FRAME = 'multipart/related; type=application/octet-stream; transfer-syntax=*';

/** 12-bit pixels of `frames` frames, 40 × 30. */
export const ROWS = 40;
export const COLUMNS = 30;
export const PIXELS = ROWS * COLUMNS;
export const pixelsOf = (frames: number): Uint8Array =>
  new Uint8Array(Uint16Array.from({ length: PIXELS * frames }, (_, at) => (at * 37 + (at >> 5) * 11) % 4096).buffer);
const image = (at: number, more: Partial<Attributes> = {}): Partial<Attributes> => ({
  '0020000d': ['UI', '1.2.20'],
  '0020000e': ['UI', '1.2.20.1'],
  '00080018': ['UI', `1.2.20.1.${at}`],
  '00200013': ['IS', String(at)],
  '00280010': ['US', ROWS],
  '00280011': ['US', COLUMNS],
  '7fe00010': ['OW', pixelsOf(1)],
  ...more,
});

export const ICC = Uint8Array.from({ length: 9000 }, (_, at) => (at * 7) % 256);

/** How a file keeps its pixels, and what they are. */
export const pixelsIn = async (bytes: Uint8Array): Promise<{ transferSyntax: string; hash: string }> => {
  const codecs = await loadCodecs();
  const { object, header } = readDicom(bytes, 'UTC', codecs.inflate);
  const frames = header.pixels ? decodeFrames(object, header.pixels, codecs) : [];
  return { transferSyntax: object.transferSyntax, hash: pixelHash(frames) };
};

/** A region in which one study lies: a working copy of one frame, one of three, and an image that stays as it was sent. */
export async function openStored(): Promise<{ region: ImageRegion; sent: Uint8Array }> {
  const region = await openImageRegion();
  await region.admit();
  const sent = await region.sendExample(image(1));
  await region.sendExample(image(2, { '00280008': ['IS', '3'], '7fe00010': ['OW', pixelsOf(3)] }), 'north', {
    syntax: SYNTAX.implicitLittle,
  });
  // A private creator's value above the stored bits keeps an image as it was sent: no working copy is made of it.
  const overlaid = pixelsOf(1);
  overlaid[1] = (overlaid[1] ?? 0) | 0x80;
  await region.sendExample(image(3, { '00282000': ['OB', ICC], '7fe00010': ['OW', overlaid] }));
  return { region, sent };
}
