import { writeDataset } from '../dicom/dimse/write-dataset.ts';
import type { Dataset } from '../dicom/services.ts';
import { fileHead } from '../dicom/store/file-head.ts';
import { SOP_CLASS } from '../dicom/uids.ts';

const EXPLICIT = '1.2.840.10008.1.2.1';

/**
 * A procedure step as a DICOM file: an instance of its class, as the region reads it (domain/dicom/kinds). It depends on
 * nothing but the step: the same step twice is the same file.
 */
export function fileOf(uid: string, dataset: Dataset): Buffer {
  const header = { sopClassUid: SOP_CLASS.procedureStep, sopInstanceUid: uid, transferSyntaxUid: EXPLICIT };
  const whole: Dataset = {
    ...dataset,
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: header.sopClassUid,
    SOPInstanceUID: uid,
  };
  return Buffer.concat([fileHead(header), writeDataset(whole, EXPLICIT)]);
}
