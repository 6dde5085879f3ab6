import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Dataset } from '../services.ts';
import { readDataset } from './read-dataset.ts';
import { writeDataset } from './write-dataset.ts';

const SYNTAXES = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2'];

/** A text that a trim leaves as it is. */
const word = fc.stringMatching(/^[A-Za-zА-Яа-яЁё0-9^]{1,20}$/);
const dataset: fc.Arbitrary<Dataset> = fc.letrec<{ set: Dataset }>((tie) => ({
  set: fc.record(
    {
      PatientName: fc.oneof(word, fc.constant('')),
      PatientID: word,
      ModalitiesInStudy: fc.array(fc.constantFrom('CT', 'MR', 'DX'), { minLength: 2, maxLength: 3 }),
      Rows: fc.nat(65_535),
      FailureReason: fc.nat(65_535),
      NumberOfStudyRelatedInstances: fc.nat(100).map(String),
      PatientComments: word,
      ScheduledProcedureStepSequence: fc.array(tie('set'), { maxLength: 2 }),
      '00091001': fc.uint8Array({ minLength: 2, maxLength: 8 }).map((bytes) => bytes.subarray(0, bytes.length & ~1)),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<Dataset>,
})).set;

describe('a data set of a message', () => {
  test.each(SYNTAXES)('is read as it was written, in syntax %s', (syntax) => {
    fc.assert(
      fc.property(dataset, (given) => {
        const withSet = { SpecificCharacterSet: 'ISO_IR 192', ...given };
        expect(readDataset(writeDataset(withSet, syntax), syntax)).toEqual(withSet);
      }),
    );
  });

  test.each([
    ['ISO_IR 144', 'iso-8859-5'],
    ['ISO_IR 192', 'utf-8'],
  ])('carries Cyrillic in the set that it declares, %s', (SpecificCharacterSet, label) => {
    const bytes = writeDataset({ SpecificCharacterSet, PatientName: 'Щукин^Ёрш' }, SYNTAXES[1] as string);
    expect(new TextDecoder(label).decode(bytes)).toContain('Щукин^Ёрш');
    expect(readDataset(bytes, SYNTAXES[1] as string)).toEqual({ SpecificCharacterSet, PatientName: 'Щукин^Ёрш' });
  });

  test('declares UTF-8 where it names no set and needs one, or one that cannot be written here', () => {
    for (const SpecificCharacterSet of [undefined, '', 'ISO 2022 IR 87']) {
      const bytes = writeDataset({ SpecificCharacterSet, PatientName: 'Щукин' }, SYNTAXES[1] as string);
      const expected = { SpecificCharacterSet: 'ISO_IR 192', PatientName: 'Щукин' };
      expect(readDataset(bytes, SYNTAXES[1] as string)).toEqual(expected);
    }
  });

  test('shows a sign that its set does not have as a question mark, and bytes of no set as what they are', () => {
    const syntax = SYNTAXES[1] as string;
    const latin = writeDataset({ SpecificCharacterSet: 'ISO_IR 100', PatientName: 'Müller Щ' }, syntax);
    expect(readDataset(latin, syntax).PatientName).toBe('Müller ?');
    const broken = writeDataset({ SpecificCharacterSet: 'ISO_IR 192', PatientName: 'AAAA' }, syntax);
    broken.fill(0xff, broken.length - 4);
    expect(readDataset(broken, syntax).PatientName).not.toContain('A');
  });

  test('refuses a keyword that nobody knows', () => {
    expect(() => writeDataset({ PatientsName: 'x' }, SYNTAXES[1] as string)).toThrow('dicom-value');
  });
});
