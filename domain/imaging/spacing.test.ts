import { describe, expect, test } from '@jest/globals';
import { type Attributes, dicomExample } from '../../test/dicom.ts';
import { readDicom } from '../dicom/read.ts';
import { aspectOf, regionsOf, spacingOf } from './spacing.ts';

const read = (changes: Partial<Attributes>) =>
  readDicom(dicomExample(changes), 'UTC', () => new Uint8Array()).object.dataSet;
const IN_PLANE = { '00280030': ['DS', '0.2\\0.1'] } as const;
const DETECTOR = { '00181164': ['DS', '0.2\\0.1'] } as const;

describe('millimetres of a picture', () => {
  const pair = { rowMm: 0.2, columnMm: 0.1 };
  test.each<[string, Partial<Attributes>, string | undefined, unknown]>([
    ['of a slice hold in the patient', IN_PLANE, 'CT', { ...pair, at: 'patient' }],
    ["of a projection without a word are anybody's guess", IN_PLANE, 'CR', { ...pair, at: 'unsaid' }],
    ['of the imager alone hold at the detector', DETECTOR, 'DX', { ...pair, at: 'detector' }],
    [
      'equal to those of the imager hold at the detector',
      { ...IN_PLANE, ...DETECTOR },
      'DX',
      { ...pair, at: 'detector' },
    ],
    [
      'other than those of the imager were calibrated',
      { ...IN_PLANE, '00181164': ['DS', '0.3\\0.15'] },
      'DX',
      { ...pair, at: 'calibrated' },
    ],
    [
      'that were calibrated say how',
      { ...IN_PLANE, ...DETECTOR, '00280a02': ['CS', 'FIDUCIAL'], '00280a04': ['LO', 'ball of 25 mm'] },
      'DX',
      { ...pair, at: 'calibrated', how: 'FIDUCIAL, ball of 25 mm' },
    ],
    [
      'at the detector come with the enlargement that the device states',
      { ...DETECTOR, '00181114': ['DS', '1.04'] },
      'MG',
      { ...pair, at: 'detector', magnification: 1.04 },
    ],
    ['of a scanned film hold on the film', { '00182010': ['DS', '0.2\\0.1'] }, 'OT', { ...pair, at: 'scanned-film' }],
    ['are none where nothing is said', {}, 'DX', undefined],
    ['are none where zero is said', { '00280030': ['DS', '0\\0.1'] }, 'CT', undefined],
    ['are none where one is missing', { '00280030': ['DS', '0.1'] }, 'CT', undefined],
    [
      'of an enhanced object stand in its groups',
      { '52009229': ['SQ', [{ '00289110': ['SQ', [{ '00280030': ['DS', '0.2\\0.1'] }]] }]] },
      'MR',
      { ...pair, at: 'patient' },
    ],
  ])('%s', (_, changes, modality, expected) => {
    expect(spacingOf(read(changes), modality)).toEqual(expected);
  });

  test('a pixel that is higher than wide says so', () => {
    expect(aspectOf(read({ '00280034': ['IS', '4\\3'] }))).toBeCloseTo(4 / 3);
    expect(aspectOf(read({}))).toBeUndefined();
  });

  test('of ultrasound stand in regions of tissue, in centimetres; a Doppler curve has none', () => {
    const bytes = (size: number, write: (view: DataView) => void): Uint8Array => {
      const view = new DataView(new ArrayBuffer(size));
      write(view);
      return new Uint8Array(view.buffer);
    };
    const long = (value: number) => bytes(4, (view) => view.setUint32(0, value, true));
    const double = (value: number) => bytes(8, (view) => view.setFloat64(0, value, true));
    const region = (unit: number) => ({
      '00186012': ['US', 1] as const,
      '00186018': ['UL', long(10)] as const,
      '0018601a': ['UL', long(20)] as const,
      '0018601c': ['UL', long(110)] as const,
      '0018601e': ['UL', long(220)] as const,
      '00186024': ['US', unit] as const,
      '00186026': ['US', unit] as const,
      '0018602c': ['FD', double(0.01)] as const,
      '0018602e': ['FD', double(-0.02)] as const,
    });
    expect(regionsOf(read({ '00186011': ['SQ', [region(3), region(4)]] }))).toEqual([
      { left: 10, top: 20, right: 110, bottom: 220, columnMm: 0.1, rowMm: 0.2 },
    ]);
  });
});
