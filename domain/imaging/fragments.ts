import dicomParser, { type Element } from 'dicom-parser';
import { OkaError } from '../../schemas/errors.ts';
import type { DicomObject } from '../dicom/object.ts';

/**
 * Bytes of one frame of encapsulated pixel data (DICOM PS3.5 §A.4): by the basic offset table where there is one, else
 * one fragment per frame, else all fragments of a single frame, else JPEG start and end marks.
 * @throws OkaError `dicom-pixels`
 */
export function encapsulatedFrame(
  { dataSet }: DicomObject,
  element: Element,
  frame: number,
  frames: number,
): Uint8Array {
  const fragments = element.fragments ?? [];
  if (fragments.length === 0) throw new OkaError('dicom-pixels', 'no fragments');
  try {
    const table = element.basicOffsetTable ?? [];
    if (table.length === frames && frames > 1)
      return dicomParser.readEncapsulatedImageFrame(dataSet, element, frame, table);
    if (frames === 1)
      return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, 0, fragments.length, fragments);
    if (fragments.length === frames)
      return dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, frame, 1, fragments);
    const made = dicomParser.createJPEGBasicOffsetTable(dataSet, element);
    return dicomParser.readEncapsulatedImageFrame(dataSet, element, frame, made);
  } catch (cause) {
    throw new OkaError('dicom-pixels', 'fragments of a frame', { cause });
  }
}
