import type { PixelForm } from '../../domain/dicom/header.ts';
import { SYNTAX } from '../../domain/dicom/syntax.ts';
import type { Offer } from '../../domain/dicom/web/accept.ts';
import { isLossy } from '../../domain/dicom/web/media.ts';
import { isDecoded } from '../../domain/imaging/decode.ts';
import type { IndexedInstance } from '../../platform/chart/study-rows.ts';

/** How a whole instance leaves. */
export type Way = 'as-stored' | 'explicit';
const DICOM = 'application/dicom';

/** Decoded pixels of one answer: what Lambda streams at most, and a process holds twice beside the object itself. */
const MOST_DECODED = 200 * 1024 * 1024;

/** Whether so many frames of this form, decoded, fit one answer. */
export const isAnswerable = (
  { rows, columns, samples, bitsAllocated }: Pick<PixelForm, 'rows' | 'columns' | 'samples' | 'bitsAllocated'>,
  frames: number,
): boolean => rows * columns * samples * Math.ceil(bitsAllocated / 8) * frames <= MOST_DECODED;

/**
 * A deflated or implicit object is lossless in any form; the default is what every client reads. What would be too long for
 * an answer when it is decoded leaves as it is stored: in pieces, of any length.
 */
export function offersOf(transferSyntax: string, instance: Pick<IndexedInstance, 'frames' | 'header'>): Offer<Way>[] {
  const asStored: Offer<Way> = { type: DICOM, transferSyntax, stored: true, of: 'as-stored' };
  if (transferSyntax === SYNTAX.explicitLittle || !isDecoded(transferSyntax) || !fits(instance)) return [asStored];
  const explicit: Offer<Way> = { type: DICOM, transferSyntax: SYNTAX.explicitLittle, stored: false, of: 'explicit' };
  return isLossy(transferSyntax) ? [asStored, explicit] : [explicit, asStored];
}

/** By what the index keeps of the header. */
function fits({ frames, header }: Pick<IndexedInstance, 'frames' | 'header'>): boolean {
  const number = (tag: string): number => Number(header[tag]?.Value?.[0] ?? 0);
  const samples = /^(MONOCHROME|PALETTE)/.test(String(header['00280004']?.Value?.[0] ?? '')) ? 1 : 3;
  const form = { rows: number('00280010'), columns: number('00280011'), samples, bitsAllocated: number('00280100') };
  return isAnswerable(form, frames);
}
