import { expect, test } from '@jest/globals';
import { isAnswerable, offersOf } from './offers.ts';

const RLE = '1.2.840.10008.1.2.5';
const EXPLICIT = '1.2.840.10008.1.2.1';
const instance = (frames: number, photometric = 'MONOCHROME2') => ({
  frames,
  header: {
    '00280004': { vr: 'CS', Value: [photometric] },
    '00280010': { vr: 'US', Value: [1024] },
    '00280011': { vr: 'US', Value: [1024] },
    '00280100': { vr: 'US', Value: [16] },
  },
});
const syntaxes = (of: ReturnType<typeof offersOf>) => of.map(({ transferSyntax }) => transferSyntax);

test('an instance is offered decoded as long as that fits one answer, and as it is stored at any length', () => {
  expect(syntaxes(offersOf(RLE, instance(100)))).toEqual([EXPLICIT, RLE]);
  expect(syntaxes(offersOf(RLE, instance(101)))).toEqual([RLE]);
  expect(syntaxes(offersOf(RLE, instance(34, 'YBR_FULL')))).toEqual([RLE]);
  expect(syntaxes(offersOf(EXPLICIT, instance(1000)))).toEqual([EXPLICIT]);
});

test('a report without pixels is offered in explicit VR', () => {
  expect(syntaxes(offersOf('1.2.840.10008.1.2', { frames: 0, header: {} }))).toEqual([EXPLICIT, '1.2.840.10008.1.2']);
});

test('a hundred frames of a mammogram are not decoded for one request', () => {
  const form = { rows: 3328, columns: 2560, samples: 1, bitsAllocated: 16 };
  expect([12, 13].map((frames) => isAnswerable(form, frames))).toEqual([true, false]);
});
