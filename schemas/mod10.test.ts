import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mod10 } from './mod10.ts';

test.each([
  ['12345', 5],
  ['401', 0],
  ['9999', 4],
  ['99999999', 8],
])('the check digit of %s is %d', (digits, digit) => {
  expect(mod10(digits)).toBe(digit);
});

/** As HL7 writes it (v2.5.1 ch. 2.A.14): the digits at odd places are put together and doubled as one number. */
function asHl7Says(digits: string): number {
  const fromRight = [...digits].reverse();
  const [even, odd] = [1, 0].map((rest) => fromRight.filter((_, place) => place % 2 === rest).join(''));
  const sum = [...`${even}${BigInt(odd ?? '') * 2n}`].reduce((total, digit) => total + Number(digit), 0);
  return (10 - (sum % 10)) % 10;
}

test('digit by digit or as one number: the sum is the same', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,20}$/), (digits) => {
      expect(mod10(digits)).toBe(asHl7Says(digits));
    }),
  );
});
