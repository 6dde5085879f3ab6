import { describe, expect, test } from '@jest/globals';
import { type Attributes, dicomExample, SYNTAX } from '../../test/dicom.ts';
import { bulkElement, dicomJson } from './json.ts';
import { readDicom } from './read.ts';
import { searchable } from './web/attributes.ts';
import { rejectionIn } from './web/rejection.ts';

const inflate = (): never => {
  throw new Error('no deflated data here');
};
const read = (changes: Partial<Attributes> = {}, syntax?: string) =>
  readDicom(dicomExample(changes as Attributes, syntax === undefined ? {} : { syntax }), 'Asia/Yekaterinburg', inflate)
    .object;
const jsonOf = (changes: Partial<Attributes> = {}, syntax?: string) => dicomJson(read(changes, syntax));

describe('a data set that is all words', () => {
  const implicit = SYNTAX.implicitLittle;
  const many = (length: number, character: string): Uint8Array => new Uint8Array(length).fill(character.charCodeAt(0));

  test('has a long value as bulk data where its VR may be one, and without a value where not', () => {
    const object = read({ '00104000': ['LT', many(70_000, 'a')], '00181030': ['LO', many(70_000, '\\')] }, implicit);
    const json = dicomJson(object);
    expect(json['00104000']).toEqual({ vr: 'LT', BulkDataURI: 'bulkdata/00104000' });
    expect(json['00181030']).toEqual({ vr: 'LO' });
    expect(bulkElement(object, '00104000')).toEqual(many(70_000, 'a'));
  });

  test('is bounded as a whole', () => {
    const items = Array.from({ length: 300 }, (): Attributes => ({ '00104000': ['LT', many(60_000, 'a')] }));
    const json = jsonOf({ '00081199': ['SQ', items] }, implicit);
    expect(JSON.stringify(json).length).toBeLessThan(9 * 1024 * 1024);
    const last = json['00081199']?.Value?.at(-1);
    expect(last).toEqual({ '00104000': { vr: 'LT', BulkDataURI: 'bulkdata/00081199.299.00104000' } });
  });

  test('fits the row of the index', () => {
    const ids = Array.from({ length: 300 }, (): Attributes => ({ '00100020': ['LO', many(60, 'a')] }));
    const row = searchable(
      jsonOf({ '0008103e': ['LO', many(60_000, 'a')], '00101002': ['SQ', ids], '00081030': ['LO', 'CHEST'] }, implicit),
    );
    expect(row['0008103E']).toEqual({ vr: 'LO' });
    expect(row['00101002']).toEqual({ vr: 'SQ' });
    expect(row['00081030']).toEqual({ vr: 'LO', Value: ['CHEST'] });
    expect(JSON.stringify(row).length).toBeLessThan(20_000);
  });
});

describe('a data set in the DICOM JSON Model', () => {
  test('has its attributes under eight digits with VR and values, and no pixels', () => {
    const json = jsonOf();
    expect(json).toMatchObject({
      '00080060': { vr: 'CS', Value: ['DX'] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Иванов^Иван^Иванович' }] },
      '0020000D': { vr: 'UI', Value: ['1.2.3.4'] },
      '00200013': { vr: 'IS', Value: [1] },
      '00280010': { vr: 'US', Value: [2] },
    });
    expect(json['7FE00010']).toBeUndefined();
    expect(Object.keys(json).some((tag) => tag.startsWith('0002'))).toBe(false);
  });

  test('is Unicode, and says so', () => {
    expect(jsonOf({ '00080005': ['CS', 'ISO_IR 192'] })['00080005']).toEqual({ vr: 'CS', Value: ['ISO_IR 192'] });
  });

  test.each(Object.entries(SYNTAX).filter(([name]) => name !== 'deflated'))('is the same from %s', (_, syntax) => {
    // The test's writer makes no sequences in big endian.
    const isBig = syntax === SYNTAX.explicitBig;
    const changes: Partial<Attributes> = {
      ...(isBig ? {} : { '00081199': ['SQ', [{ '00081155': ['UI', '1.2.9'] }]] }),
      '00281101': ['US', Uint8Array.from(isBig ? [1, 0, 0, 0, 0, 16] : [0, 1, 0, 0, 16, 0])],
    };
    const json = jsonOf(changes, syntax);
    if (!isBig) expect(json['00081199']).toEqual({ vr: 'SQ', Value: [{ '00081155': { vr: 'UI', Value: ['1.2.9'] } }] });
    expect(json['00281101']).toEqual({ vr: 'US', Value: [256, 0, 16] });
    expect(json['00081030']).toEqual({ vr: 'LO', Value: ['Рентгенография ОГК'] });
  });

  test('keeps the places of empty values, and gives an empty attribute no value', () => {
    const json = jsonOf({ '00080008': ['CS', 'ORIGINAL\\\\AXIAL'], '00080050': ['SH', ''] });
    expect(json['00080008']).toEqual({ vr: 'CS', Value: ['ORIGINAL', null, 'AXIAL'] });
    expect(json['00080050']).toEqual({ vr: 'SH' });
  });

  test('keeps a backslash within free text, and a decimal that is none as the text it is', () => {
    const json = jsonOf({ '00204000': ['LT', 'a\\b'], '00101030': ['DS', '12.50'], '00101020': ['DS', 'tall'] });
    expect(json['00204000']).toEqual({ vr: 'LT', Value: ['a\\b'] });
    expect(json['00101030']).toEqual({ vr: 'DS', Value: [12.5] });
    expect(json['00101020']).toEqual({ vr: 'DS', Value: ['tall'] });
  });

  test('carries small binary values and names large ones, which are found again by that name', () => {
    const large = Uint8Array.from({ length: 5000 }, (_, at) => at % 251);
    const changes: Partial<Attributes> = {
      '00282000': ['OB', Uint8Array.from([1, 2, 3, 4])],
      '54000100': ['SQ', [{ '54001010': ['OW', large] }]],
    };
    const json = jsonOf(changes);
    expect(json['00282000']).toEqual({ vr: 'OB', InlineBinary: 'AQIDBA==' });
    expect(json['54000100']?.Value?.[0]).toEqual({
      '54001010': { vr: 'OW', BulkDataURI: 'bulkdata/54000100.0.54001010' },
    });
    const object = read(changes);
    expect(bulkElement(object, '54000100.0.54001010')).toEqual(large);
    expect(bulkElement(object, '54000100.1.54001010')).toBeUndefined();
    expect(bulkElement(object, '54000100')).toBeUndefined();
    expect(bulkElement(object, '7FE00010')).toBeUndefined();
    expect(bulkElement(object, 'constructor')).toBeUndefined();
  });

  test('of which searches keep what they match and answer', () => {
    const kept = searchable(jsonOf({ '00282000': ['OB', Uint8Array.from([1, 2])] }));
    expect(kept['00100020']).toEqual({ vr: 'LO', Value: ['4711'] });
    expect(kept['00282000']).toBeUndefined();
  });
});

describe('a rejection note', () => {
  const note = (code: string, sopClass = '1.2.840.10008.5.1.4.1.1.88.59'): Partial<Attributes> => ({
    '00080016': ['UI', sopClass],
    '0040a043': ['SQ', [{ '00080100': ['SH', code], '00080102': ['SH', 'DCM'], '00080104': ['LO', 'title'] }]],
    '0040a375': [
      'SQ',
      [
        {
          '00081115': ['SQ', [{ '00081199': ['SQ', [{ '00081155': ['UI', '1.2.3.4.5'] }]] }]],
          '0020000d': ['UI', '1.2.3.4'],
        },
      ],
    ],
  });

  test.each(['113001', '113037', '113038', '113039'])('with the title %s names what it takes back', (code) => {
    expect(rejectionIn(jsonOf(note(code)))).toEqual({
      code,
      instances: [{ studyInstanceUid: '1.2.3.4', sopInstanceUid: '1.2.3.4.5' }],
    });
  });

  test('is no selection of another title, and no other object', () => {
    expect(rejectionIn(jsonOf(note('113000')))).toBeUndefined();
    expect(rejectionIn(jsonOf(note('113001', '1.2.840.10008.5.1.4.1.1.88.33')))).toBeUndefined();
  });
});
