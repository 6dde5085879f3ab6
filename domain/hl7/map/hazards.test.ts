import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from './example.ts';
import type { MappedInput } from './map.ts';

type Order = {
  readonly number?: string;
  readonly state?: string;
  readonly reported?: string;
  readonly sentAt?: string;
};

/** A laboratory's answer about the patient of the other tests. */
const laboratory = (
  obx: readonly string[],
  { number = 'F1', state = 'F', reported = '20260110093000', sentAt = '20260110101500' }: Order = {},
): MappedInput => {
  const obr = segment('OBR', { 1: '1', 3: number, 4: 'БХ^Биохимия^L', 7: '20260110080000', 22: reported, 25: state });
  return mapFrom('laboratory', message('ORU^R01', [PID, obr, ...obx], { application: 'LIS', sentAt }));
};

const values = (...inputs: MappedInput[]): Record<string, number | undefined> =>
  Object.fromEntries(
    resourcesOf<fhir4.Observation>('Observation', ...inputs).map(({ code, valueQuantity }) => [
      code.text ?? '',
      valueQuantity?.value,
    ]),
  );

describe('analytes without a code', () => {
  test.each([
    ['the name', '^Калий^', '^Натрий^'],
    ['the name as an alternate', '^^^^Калий^L', '^^^^Натрий^L'],
    ['an alternate code', '^^^K^Калий^L', '^^^NA^Натрий^L'],
  ])('are told apart by %s: the correction of one leaves the other', (_, potassium, sodium) => {
    const both = laboratory([`OBX|1|NM|${potassium}||5,1|ммоль/л|||||F`, `OBX|2|NM|${sodium}||140|ммоль/л|||||F`]);
    const one = laboratory([`OBX|1|NM|${sodium}||141|ммоль/л|||||C`], { state: 'C', reported: '20260110110000' });
    expect(values(both, one)).toEqual({ Калий: 5.1, Натрий: 141 });
    expect(values(one, both)).toEqual({ Калий: 5.1, Натрий: 141 });
  });
});
