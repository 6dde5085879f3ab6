import { type DicomHeader, readHeader } from './header.ts';
import { type DicomObject, type Inflate, type ReadOptions, readObject } from './object.ts';

/**
 * Reads an object and its header. `zone` is the IANA zone of the clinic, for times that name none.
 * @throws OkaError `not-dicom`, `dicom-truncated`, `dicom-structure`, `object-too-large`; nothing else, whatever the bytes
 */
export function readDicom(
  bytes: Uint8Array,
  zone: string,
  inflate: Inflate,
  options: ReadOptions = {},
): { object: DicomObject; header: DicomHeader } {
  const object = readObject(bytes, inflate, options);
  return { object, header: readHeader(object, zone) };
}
