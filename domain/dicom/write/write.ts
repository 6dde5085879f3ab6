import { SYNTAX } from '../syntax.ts';
import { type Elements, encodeElement, encodeElements, joined, lengthOf } from './data-set.ts';
import { derivedUid } from './uid.ts';

/** Who wrote an object, in its meta header (PS3.7 §D.3.3.2). */
export const IMPLEMENTATION = { uid: derivedUid('Oka', 'DICOM writer'), version: 'OKA_1' } as const;

/** What names an object beside its content; both stand in the meta header and in the data set. */
export type ObjectToWrite = Elements & {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
};

/**
 * A DICOM file (PS3.10 §7.1): preamble, meta header with its length, data set in UTF-8 (ISO_IR 192, PS3.3 §C.12.1.1.2) and
 * Explicit VR Little Endian. No clock and no chance: equal elements give equal bytes.
 * @param transferSyntax another explicit little endian one where PixelData is encapsulated
 * @throws OkaError `dicom-value` naming the attribute whose value its VR does not allow
 */
export function writeDicom(object: ObjectToWrite, transferSyntax: string = SYNTAX.explicitLittle): Uint8Array {
  const meta = [
    ...encodeElement('FileMetaInformationVersion', '00020001', 'OB', Uint8Array.of(0, 1)),
    ...encodeElement('MediaStorageSOPClassUID', '00020002', 'UI', object.SOPClassUID),
    ...encodeElement('MediaStorageSOPInstanceUID', '00020003', 'UI', object.SOPInstanceUID),
    ...encodeElement('TransferSyntaxUID', '00020010', 'UI', transferSyntax),
    ...encodeElement('ImplementationClassUID', '00020012', 'UI', IMPLEMENTATION.uid),
    ...encodeElement('ImplementationVersionName', '00020013', 'SH', IMPLEMENTATION.version),
  ];
  const preamble = new Uint8Array(132);
  preamble.set([0x44, 0x49, 0x43, 0x4d], 128); // DICM
  return joined([
    preamble,
    ...encodeElement('FileMetaInformationGroupLength', '00020000', 'UL', lengthOf(meta)),
    ...meta,
    ...encodeElements({ ...object, SpecificCharacterSet: 'ISO_IR 192' }),
  ]);
}
