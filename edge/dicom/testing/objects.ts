import type { ObjectToSend } from '../client.ts';
import { writeDataset } from '../dimse/write-dataset.ts';
import type { Dataset } from '../services.ts';

export const CT = '1.2.840.10008.5.1.4.1.1.2';
export const EXPLICIT = '1.2.840.10008.1.2.1';

/** Header and pixels of an object of so many bytes; different numbers are different instances of one study. */
export function objectBytes(number: number, pixelBytes: number, more: Dataset = {}): Buffer {
  const header = writeDataset(
    {
      SOPClassUID: CT,
      SOPInstanceUID: `1.2.3.${number}`,
      Modality: 'CT',
      PatientID: 'A-1',
      PatientName: 'Проба^Вымышленная',
      StudyInstanceUID: '1.2.3',
      ...more,
    },
    EXPLICIT,
  );
  const pixels = Buffer.alloc(12 + pixelBytes, number & 0xff);
  pixels.write('\xe0\x7f\x10\x00OW\0\0', 0, 8, 'latin1');
  pixels.writeUInt32LE(pixelBytes, 8);
  return Buffer.concat([header, pixels]);
}

export function toSend(number: number, pixelBytes: number, changes: Partial<ObjectToSend> = {}): ObjectToSend {
  const bytes = objectBytes(number, pixelBytes);
  return {
    sopClassUid: CT,
    sopInstanceUid: `1.2.3.${number}`,
    encodings: [encoding(EXPLICIT, bytes)],
    ...changes,
  };
}

export const encoding = (transferSyntaxUid: string, ...parts: readonly Buffer[]) => ({
  transferSyntaxUid,
  async *read(): AsyncGenerator<Uint8Array> {
    yield* parts;
  },
});

/** The data set of a stored file: what stands after preamble and group 0002. */
export function dataSetOf(file: Buffer): Buffer {
  return file.subarray(132 + 12 + file.readUInt32LE(132 + 8));
}
