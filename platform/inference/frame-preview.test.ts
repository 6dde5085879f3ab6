import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import sharp from 'sharp';
import { kindOf } from '../../domain/dicom/kinds/kind.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { decodeFirst } from '../../domain/imaging/decode.ts';
import { loadCodecs } from '../codecs.ts';
import { framePreview } from './frame-preview.ts';

const FOLDER = join(process.env.OKA_CORPORA ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data'), 'dicom');

/** Published files of real equipment; where they are missing the test says so and passes over them. */
test.each([
  'US_explLE_rgb.dcm',
  'XA_explLE.dcm',
  'CT_explLE.dcm',
  'MG_cc_overlay_jpegll.dcm',
  'DX_nih_chest_implLE.dcm',
])('%s is an image and has a small preview that is not blank', async (name) => {
  const path = join(FOLDER, name);
  if (!existsSync(path)) return void process.stdout.write(`not there, not tested: ${path}\n`);
  const codecs = await loadCodecs();
  const { object, header } = readDicom(readFileSync(path), 'UTC', codecs.inflate);
  expect(kindOf(header)).toBe('image');
  if (header.pixels === undefined) throw new Error('no pixels');
  const preview = await framePreview(decodeFirst(object, header.pixels, codecs), object.dataSet);
  const shown = await sharp(preview).metadata();
  expect(shown.format).toBe('jpeg');
  expect((await sharp(preview).stats()).channels[0]?.stdev).toBeGreaterThan(5);
  expect(Math.max(shown.width, shown.height)).toBeLessThanOrEqual(512);
});
