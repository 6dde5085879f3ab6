import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OkaError } from '../../schemas/errors.ts';
import { type Attributes, CHEST, dicomExample, SYNTAX } from '../../test/dicom.ts';
import type { Inflate } from './object.ts';
import { readDicom } from './read.ts';

const inflate: Inflate = (bytes, limit) => inflateRawSync(bytes, { maxOutputLength: limit });
const read = (bytes: Uint8Array, zone = 'Asia/Yekaterinburg') => readDicom(bytes, zone, inflate).header;
const codeOf = (bytes: Uint8Array): string => {
  try {
    read(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof OkaError) return `${error.code} ${error.detail ?? ''}`.trim();
    throw error;
  }
};

describe('a DICOM header', () => {
  test.each<[string, Parameters<typeof dicomExample>[1]]>([
    ['explicit little endian', {}],
    ['implicit little endian', { syntax: SYNTAX.implicitLittle }],
    ['explicit big endian', { syntax: SYNTAX.explicitBig }],
    ['deflated', { syntax: SYNTAX.deflated, deflate: (bytes) => deflateRawSync(bytes) }],
    ['no preamble', { preamble: false }],
    ['no preamble and no meta header', { preamble: false, meta: false }],
    ['no meta header, implicit', { preamble: false, meta: false, syntax: SYNTAX.implicitLittle }],
    ['no meta header, big endian', { preamble: false, meta: false, syntax: SYNTAX.explicitBig }],
  ])('is read from %s', (_, form) => {
    expect(read(dicomExample({}, form))).toMatchObject({
      sopInstanceUid: '1.2.3.4.5',
      studyInstanceUid: '1.2.3.4',
      patientId: '4711',
      patient: { name: 'Иванов^Иван^Иванович', birthDate: '2023-01-15', sex: 'male' },
      accession: 'A-7',
      modality: 'DX',
      bodyPart: 'CHEST',
      view: 'AP',
      studyDescription: 'Рентгенография ОГК',
      pixels: { rows: 2, columns: 3, bitsStored: 12, signed: false, photometric: 'MONOCHROME2', frames: 1 },
    });
  });

  test('reads its times in the clinic’s zone, or in its own where it names one', () => {
    expect(read(dicomExample()).started).toBe('2026-03-01T05:15:00.000Z');
    expect(read(dicomExample()).sourceTime).toBe('2026-03-01T05:15:30.000Z');
    expect(read(dicomExample({ '00080201': ['SH', '+0300'] })).started).toBe('2026-03-01T07:15:00.000Z');
    const created: Attributes = { '00080012': ['DA', '20260302'], '00080013': ['TM', '0930'] };
    expect(read(dicomExample(created)).sourceTime).toBe('2026-03-02T04:30:00.000Z');
    const timeless = { '00080020': undefined, '00080023': undefined };
    expect(read(dicomExample(timeless))).not.toHaveProperty('sourceTime');
    expect(read(dicomExample(timeless))).not.toHaveProperty('date');
  });

  test.each<[string, string, string]>([
    ['ISO_IR 144', 'b8d2d0ddded2', 'Иванов'],
    ['ISO_IR 192', 'd098d0b2d0b0d0bdd0bed0b2', 'Иванов'],
    ['', 'd098d0b2d0b0d0bdd0bed0b2', 'Иванов'],
    ['WINDOWS-1251', 'c8e2e0edeee2', 'Иванов'],
    ['\\ISO 2022 IR 144', '1b2d4cb8d2d0ddded2', 'Иванов'],
    ['ISO_IR 100', '4d fc 6c 6c 65 72'.replaceAll(' ', ''), 'Müller'],
  ])('decodes names in %s', (charset, hex, name) => {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    const changes: Attributes = { '00080005': ['CS', charset], '00081030': ['LO', 'CHEST'], '00100010': ['PN', bytes] };
    expect(read(dicomExample(changes)).patient.name).toBe(name);
  });

  test('does not guess a name that nothing speaks for', () => {
    const bytes = Uint8Array.from(Buffer.from('4dfc6c6c6572', 'hex'));
    for (const charset of ['', 'ISO_IR 192', 'NO SUCH SET']) {
      const changes: Attributes = { '00080005': ['CS', charset], '00081030': ['LO', ''], '00100010': ['PN', bytes] };
      expect(read(dicomExample(changes)).patient.name).toBeUndefined();
    }
  });

  test.each<[string, string | undefined, { least: number; most: number } | undefined]>([
    ['004Y', undefined, { least: 48, most: 59 }],
    ['030M', undefined, { least: 30, most: 30 }],
    ['010D', undefined, { least: 0, most: 0 }],
    ['old', undefined, undefined],
  ])('reads PatientAge %s', (age, _, months) => {
    expect(read(dicomExample({ '00101010': ['AS', age] })).patient.ageMonths).toEqual(months);
  });

  test.each([
    ['20230115', '2023-01-15'],
    ['2023.01.15', '2023-01-15'],
    ['20230000', '2023'],
    ['2023', '2023'],
    ['00000000', undefined],
    ['20230231', undefined],
    ['', undefined],
  ])('keeps the precision of the birth date %s', (sent, date) => {
    expect(read(dicomExample({ '00100030': ['DA', sent] })).patient.birthDate).toBe(date);
  });

  test('names the issuer of the patient id, the universal id first', () => {
    expect(read(dicomExample({ '00100021': ['LO', 'BRZ'] })).issuer).toBe('BRZ');
    const qualifiers: Attributes[string] = ['SQ', [{ '00400032': ['UT', '1.2.643.1'] }]];
    expect(read(dicomExample({ '00100021': ['LO', 'BRZ'], '00100024': qualifiers })).issuer).toBe('1.2.643.1');
  });

  test('says what is missing or broken, with the attribute', () => {
    expect(codeOf(dicomExample({ '00080018': undefined }))).toBe('dicom-structure (0008,0018)');
    expect(codeOf(dicomExample({ '0020000d': ['UI', 'no uid!'] }))).toBe('dicom-structure (0020,000d)');
    expect(codeOf(dicomExample({ '00280010': ['US', 0] }))).toBe('dicom-structure (0028,0010)');
  });

  test.each<[string, Uint8Array]>([
    ['text', new TextEncoder().encode('MSH|^~\\&|HIS|BRZ|||20260301||ADT^A01|1|P|2.5.1\r')],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, ...new Array(200).fill(7)])],
    ['nothing', new Uint8Array()],
    ['zeros', new Uint8Array(400)],
  ])('%s is no DICOM', (_, bytes) => {
    expect(codeOf(bytes)).toMatch(/^not-dicom/);
  });

  test('says of a cut object that it is cut', () => {
    const whole = dicomExample();
    for (const length of [136, 150, 400, whole.length - 1])
      expect(codeOf(whole.subarray(0, length))).toMatch(/^dicom-(truncated|structure)/);
    expect(codeOf(whole.subarray(0, whole.length - 1))).toMatch(/^dicom-truncated/);
  });

  test('survives sequences nested without end', () => {
    const item = '00 81 15 11 53 51 00 00 ff ff ff ff fe ff 00 e0 ff ff ff ff'.replaceAll(' ', '');
    const deep = Buffer.concat([
      Buffer.alloc(128),
      Buffer.from('DICM'),
      ...new Array(40_000).fill(Buffer.from(`08${item.slice(2)}`, 'hex')),
    ]);
    expect(codeOf(deep)).toMatch(/^dicom-(structure|truncated)/);
  });
});

test('whatever the bytes, there is a header or an error of the catalogue', () => {
  const whole = dicomExample();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
      fc.nat(whole.length),
      (changes, length) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        codeOf(bytes);
        codeOf(bytes.subarray(0, length));
      },
    ),
    { numRuns: 2000 },
  );
});

test('the example has no attribute twice', () => {
  expect(Object.keys(CHEST)).toEqual([...new Set(Object.keys(CHEST))].sort());
});
