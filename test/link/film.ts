import { dicomExample } from '../dicom.ts';

/** A film with detail of 12 bits; from 1024 pixels on its shorter side its first bytes show it. */
export function filmOf(uid: string, rows = 1040, columns = 1200): Uint8Array {
  const pixels = new Uint16Array(rows * columns).map((_, k) => ((k % columns) * 3 + ((k * 7919) % 251)) & 4095);
  return dicomExample({
    '00080018': ['UI', uid],
    '00280010': ['US', rows],
    '00280011': ['US', columns],
    '7fe00010': ['OW', new Uint8Array(pixels.buffer)],
  });
}
