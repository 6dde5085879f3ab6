import { expect, test } from '@jest/globals';
import type { DicomHeader } from '../dicom/header.ts';
import { isRead } from './lane.ts';

test.each([
  ['CR', '1', true],
  ['DX', '1.1', true],
  ['DX', '1.1.1', false],
  ['MG', '1.2', false],
  ['CT', '2', false],
])('a picture of modality %s and class %s is given to models: %s', (modality, name, read) => {
  const header = { modality, sopClassUid: `1.2.840.10008.5.1.4.1.1.${name}`, pixels: { frames: 1 } };
  expect(isRead(header as unknown as DicomHeader)).toBe(read);
});
