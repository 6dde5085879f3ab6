import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accessionFor } from './accession.ts';

const CLINIC = '1.2.643.5.1.13.13.12.2.999.91';

test.each([
  ['A-77', 'A-77'],
  ['РГ/2026-0001', 'РГ/2026-0001'],
  ['1234567890123456', '1234567890123456'],
])('%s fits and stays', (number, expected) => {
  expect(accessionFor(number, CLINIC)).toBe(expected);
});

test('a number that is too long for DICOM becomes one that always follows from it, and differs for another clinic', () => {
  const long = 'ЗАКАЗ-2026-02-03-000177';
  expect(accessionFor(long, CLINIC)).toMatch(/^A[0-9A-Z]{14}$/);
  expect(accessionFor(long, CLINIC)).toBe(accessionFor(long, CLINIC));
  expect(accessionFor(long, '1.2.3')).not.toBe(accessionFor(long, CLINIC));
});

test('whatever the number is, DICOM can carry what follows from it (VR SH)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (number) => {
      const accession = accessionFor(number, CLINIC);
      expect([...accession].length).toBeLessThanOrEqual(16);
      expect(accession).not.toMatch(/\\|\p{Cc}|^\s|\s$/u);
    }),
  );
});
