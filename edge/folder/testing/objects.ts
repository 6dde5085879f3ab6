import { delimiter, explicitHeader } from '../../../domain/dicom/explicit.ts';
import { readMeta } from '../../../domain/dicom/reading/meta.ts';
import { SYNTAX } from '../../../domain/dicom/syntax.ts';
import { writeDicom } from '../../../domain/dicom/write/write.ts';

/** A small object of a plainly fictional patient; another number, another object. */
export function object(number: number, more: object = {}, syntax: string = SYNTAX.explicitLittle): Buffer {
  return Buffer.from(
    writeDicom(
      {
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.7',
        SOPInstanceUID: `2.25.${1000 + number}`,
        StudyInstanceUID: '2.25.7',
        SeriesInstanceUID: '2.25.8',
        Modality: 'OT',
        PatientID: '301',
        IssuerOfPatientID: 'DLN',
        PatientName: 'Образцова^Проба',
        SamplesPerPixel: 1,
        PhotometricInterpretation: 'MONOCHROME2',
        Rows: 16,
        Columns: 16,
        BitsAllocated: 8,
        BitsStored: 8,
        HighBit: 7,
        PixelRepresentation: 0,
        PixelData: new Uint8Array(256).fill(number % 256),
        ...more,
      },
      syntax,
    ),
  );
}

export const message = (id: string, type = 'ADT^A08'): string =>
  `MSH|^~\\&|HIS|DIST|OKA|REG|20260301100000||${type}|${id}|P|2.5.1\rPID|1||301^^^DLN||Образцова^Проба\r`;

/** A DICOMDIR that names these files (PS3.3 §F.3): only what is read of one. */
export function dicomdir(names: readonly string[]): Buffer {
  const sop = { SOPClassUID: '1.2.840.10008.1.3.10', SOPInstanceUID: '2.25.99' };
  const items = names.map((name) => {
    const id = padded(name.split('/').join('\\'));
    return Buffer.concat([delimiter('fffee000', 8 + id.length), explicitHeader('00041500', 'CS', id.length), id]);
  });
  const records = Buffer.concat(items);
  const file = Buffer.from(writeDicom(sop));
  // Group 0004 stands before group 0008, with which the writer begins.
  const { end } = readMeta(file);
  return Buffer.concat([
    file.subarray(0, end),
    explicitHeader('00041220', 'SQ', records.length),
    records,
    file.subarray(end),
  ]);
}

const padded = (text: string): Buffer => Buffer.from(text.length % 2 === 0 ? text : `${text} `);
