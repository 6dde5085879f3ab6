import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDataset } from '../edge/dicom/dimse/write-dataset.ts';
import { fileHead } from '../edge/dicom/store/file-head.ts';

export const DX = '1.2.840.10008.5.1.4.1.1.1.1';
export const EXPLICIT = '1.2.840.10008.1.2.1';

/** The data set of a radiograph up to its pixels, with the length of the pixels. */
export function headerOf(sopInstanceUid: string, pixelBytes: number): Buffer {
  const header = writeDataset(
    {
      ImageType: ['ORIGINAL', 'PRIMARY'],
      SOPClassUID: DX,
      SOPInstanceUID: sopInstanceUid,
      StudyDate: '20260302',
      AccessionNumber: '1',
      Modality: 'DX',
      PatientName: 'Bench^Store',
      PatientID: 'BENCH-1',
      StudyInstanceUID: '2.25.1',
      SeriesInstanceUID: '2.25.2',
    },
    EXPLICIT,
  );
  const pixels = Buffer.from('\xe0\x7f\x10\x00OW\0\0\0\0\0\0', 'latin1');
  pixels.writeUInt32LE(pixelBytes, 8);
  return Buffer.concat([header, pixels]);
}

let made = 0;

/** Writes so many different objects of about `bytes` each; they differ in their instance and in one stretch of their pixels. */
export async function writeObjects(folder: string, count: number, bytes: number): Promise<string[]> {
  const pixels = Buffer.alloc(bytes);
  for (let at = 0; at < bytes; at += 2) pixels.writeUInt16LE((at * 2_654_435_761) % 4096, at);
  return await Promise.all(
    Array.from({ length: count }, async () => {
      made += 1;
      const sopInstanceUid = `2.25.9${made}`;
      pixels.writeUInt32LE(made, 0);
      const path = join(folder, `${made}.dcm`);
      const head = fileHead({ sopClassUid: DX, sopInstanceUid, transferSyntaxUid: EXPLICIT });
      await writeFile(path, Buffer.concat([head, headerOf(sopInstanceUid, bytes), pixels]));
      return path;
    }),
  );
}
