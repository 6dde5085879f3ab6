import { readObject } from '../../domain/dicom/object.ts';
import { stringsOf } from '../../domain/dicom/values.ts';
import { OkaError } from '../../schemas/errors.ts';

/** A directory of so many bytes names some hundred thousand files. */
export const MAX_DICOMDIR_BYTES = 64 * 1024 * 1024;

/**
 * The files that the directory of a medium names (PS3.3 §F.3.2.2, (0004,1500)), each once, as `comparable` writes them.
 * @throws OkaError `not-dicom`, `dicom-structure`, `dicom-truncated`
 */
export function referencedFiles(bytes: Uint8Array): string[] {
  const { dataSet } = readObject(bytes, () => {
    throw new OkaError('dicom-structure', 'a deflated DICOMDIR');
  });
  const names = (dataSet.elements.x00041220?.items ?? []).map(({ dataSet: record }) =>
    record === undefined ? '' : comparable(stringsOf(record, 'x00041500').join('/')),
  );
  return [...new Set(names)].filter((name) => name !== '');
}

/** A file id or path in one form: media write capitals, file systems small letters, and ISO 9660 adds `;1` and dots. */
export const comparable = (path: string): string =>
  path
    .replaceAll('\\', '/')
    .split('/')
    .map((part) => part.trim().toUpperCase().replace(/;\d+$/, '').replace(/\.$/, ''))
    .join('/');
