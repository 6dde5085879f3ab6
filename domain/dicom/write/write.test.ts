import { describe, expect, test } from '@jest/globals';
import dicomParser from 'dicom-parser';
import fc from 'fast-check';
import type { Elements } from './data-set.ts';
import { DICTIONARY, type Keyword, type Vr } from './dictionary.ts';
import { derivedUid } from './uid.ts';
import { valueBytes } from './value.ts';
import { writeDicom } from './write.ts';

const NAMED = { SOPClassUID: '1.2.840.10008.5.1.4.1.1.7', SOPInstanceUID: '1.2.3.4' };
const parsed = (elements: Elements, syntax?: string) =>
  dicomParser.parseDicom(writeDicom({ ...elements, ...NAMED }, syntax));
const textAt = (set: dicomParser.DataSet | undefined, tag: string): string => {
  const element = set?.elements[tag];
  if (set === undefined || element === undefined) throw new Error(`no ${tag}`);
  const bytes = set.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
};
const refusal = (vr: Vr, value: unknown) => {
  try {
    return [...valueBytes('Name', vr, value)];
  } catch (error) {
    return (error as Error & { code: string }).code;
  }
};

describe('a written DICOM file', () => {
  test('begins as PS3.10 says: preamble, meta header whose length is right, then the data set', () => {
    const bytes = writeDicom(NAMED);
    const view = new DataView(bytes.buffer);
    expect(bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
    expect(new TextDecoder().decode(bytes.subarray(128, 132))).toBe('DICM');
    const length = view.getUint32(140, true);
    // The next element after the stated length is the first that is not of group 0002.
    expect([view.getUint16(144, true), view.getUint16(144 + length, true)]).toEqual([0x0002, 0x0008]);
    const set = dicomParser.parseDicom(bytes);
    expect([set.string('x00020002'), set.string('x00020003'), set.string('x00020010')]).toEqual([
      NAMED.SOPClassUID,
      NAMED.SOPInstanceUID,
      '1.2.840.10008.1.2.1',
    ]);
    expect(set.string('x00080005')).toBe('ISO_IR 192');
  });

  test('has its elements in the order of tags, whatever the order they were given in, and equal bytes for equal elements', () => {
    const elements: Elements = { PatientID: '7', Modality: 'SR', Rows: 3, StudyDate: '' };
    const turned = Object.fromEntries(Object.entries(elements).reverse()) as Elements;
    expect(writeDicom({ ...elements, ...NAMED })).toEqual(writeDicom({ ...NAMED, ...turned, ...NAMED }));
    const tags = Object.keys(parsed(elements).elements).filter((tag) => tag >= 'x0008');
    expect(tags).toEqual([...tags].sort());
  });

  test('gives sequences and items their length, nested too, so that no delimiter is needed', () => {
    const code = { CodeValue: '1', CodingSchemeDesignator: 'DCM', CodeMeaning: 'нечётное' };
    const set = parsed({
      ContentSequence: [{ ConceptNameCodeSequence: [code], TextValue: 'я' }, { ContentSequence: [] }],
      PatientID: 'X',
    });
    const sequence = set.elements.x0040a730;
    expect(sequence?.items).toHaveLength(2);
    expect(sequence?.hadUndefinedLength ?? false).toBe(false);
    const inner = sequence?.items?.[0]?.dataSet?.elements.x0040a043?.items?.[0]?.dataSet;
    expect(textAt(inner, 'x00080104').trimEnd()).toBe('нечётное');
    expect(set.string('x00100020')).toBe('X');
  });

  test('keeps an absent attribute apart from an empty one', () => {
    const { elements } = parsed({ PatientName: '', StudyID: undefined, PerformedProcedureCodeSequence: [] });
    expect([elements.x00100010?.length, elements.x00200010, elements.x0040a372?.length]).toEqual([0, undefined, 0]);
  });

  test('writes compressed pixels as fragments with a delimiter', () => {
    const jpeg = '1.2.840.10008.1.2.4.50';
    const set = parsed({ PixelData: { fragments: [Uint8Array.of(1, 2, 3)] } }, jpeg);
    const pixels = set.elements.x7fe00010;
    expect([pixels?.vr, pixels?.hadUndefinedLength, pixels?.basicOffsetTable]).toEqual(['OB', true, []]);
    expect(pixels?.fragments?.map(({ length }) => length)).toEqual([4]);
    expect(set.string('x00020010')).toBe(jpeg);
  });

  test('writes any text that a VR allows so that another reader reads the same (property)', () => {
    const letters = fc.stringMatching(/^[A-Za-zА-яЁё0-9 ^.,()%-]{1,60}$/u).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(letters, fc.nat(65_535), fc.integer(), (text, rows, number) => {
        const set = parsed({
          SeriesDescription: text,
          Rows: rows,
          SeriesNumber: number,
          TextValue: `${text}\n${text}`,
        });
        expect(textAt(set, 'x0008103e').trimEnd()).toBe(text);
        expect(textAt(set, 'x0040a160').trimEnd()).toBe(`${text}\n${text}`);
        expect([set.uint16('x00280010'), set.intString('x00200011')]).toEqual([rows, number]);
        for (const { dataOffset, length } of Object.values(set.elements)) expect((dataOffset + length) % 2).toBe(0);
      }),
      { numRuns: 200 },
    );
  });

  test('takes identification over as it was sent, even where it breaks the rules of its VR', () => {
    const long = 'Ж'.repeat(70);
    const set = parsed({ PatientID: { asSent: long }, StudyInstanceUID: { asSent: '1.02.abc' } });
    expect(textAt(set, 'x00100020')).toBe(long);
    expect(set.string('x0020000d')).toBe('1.02.abc');
  });
});

describe('a value', () => {
  test.each<[Vr, unknown]>([
    ['CS', 'lower'],
    ['CS', 'SEVENTEEN LETTERS'],
    ['LO', 'я'.repeat(65)],
    ['LO', 'back\\slash'],
    ['LO', 'line\nend'],
    ['SH', 'x'.repeat(17)],
    ['UI', '1.02.3'],
    ['UI', `1.${'2'.repeat(64)}`],
    ['DA', '2026-03-01'],
    ['DA', '20261301'],
    ['TM', '25'],
    ['DT', '202603011'],
    ['AS', '3Y'],
    ['IS', '1.5'],
    ['IS', 2 ** 31],
    ['DS', 'many'],
    ['DS', Number.NaN],
    ['US', 65_536],
    ['US', -1],
    ['US', 1.5],
    ['US', '1'],
    ['FD', Number.NaN],
    ['PN', 'a=b=c=d'],
    ['PN', 'x'.repeat(65)],
    ['UT', 'a\0b'],
    ['UT', ['a', 'b']],
    ['ST', 'x'.repeat(1025)],
    ['AT', '0018'],
    ['OB', 'text'],
    ['LO', 5],
    ['LO', undefined],
  ])('of %s that is %j is refused with a code and never cut or corrected', (vr, value) => {
    expect(refusal(vr, value)).toBe('dicom-value');
  });

  test('of too many bytes for its 16-bit length is refused', () => {
    expect(() => parsed({ SoftwareVersions: Array.from({ length: 1100 }, () => 'x'.repeat(63)) })).toThrow(
      expect.objectContaining({ code: 'dicom-value' }),
    );
  });

  test.each<[Vr, unknown, string]>([
    ['UI', '1.2.3', '312e322e3300'],
    ['CS', 'ABC', '41424320'],
    ['CS', ['A', 'BC'], '415c4243'],
    ['PN', 'Я', 'd0af'],
    ['DS', 0.1 + 0.2, Buffer.from('0.3 ').toString('hex')],
    ['DS', 1 / 3, Buffer.from('0.33333333333333').toString('hex')],
    ['DS', 1.5e-9, Buffer.from('1.5e-9').toString('hex')],
    ['IS', -7, Buffer.from('-7').toString('hex')],
    ['US', [1, 65_535], '0100ffff'],
    ['SS', -2, 'feff'],
    ['AT', '00180015', '18001500'],
    ['OB', Uint8Array.of(1, 2, 3), '01020300'],
    ['UT', 'a\\b', '615c6220'],
    ['LO', '', ''],
  ])('of %s that is %j has these bytes', (vr, value, hex) => {
    expect(Buffer.from(valueBytes('Name', vr, value)).toString('hex')).toBe(hex);
  });

  test('does not come to light in the error', () => {
    expect(() => valueBytes('PatientID', 'LO', 'secret\\4711')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('4711') }),
    );
  });
});

describe('the dictionary', () => {
  test('gives each tag once, as eight hexadecimal digits', () => {
    const tags = Object.values(DICTIONARY).map(([tag]) => tag);
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) expect(tag).toMatch(/^[0-9a-f]{8}$/);
  });

  test('agrees with the dictionary of dcmjs, an independent one', async () => {
    const { default: dcmjs } = (await import('dcmjs')) as unknown as {
      default: { data: { DicomMetaDictionary: { nameMap: Record<string, { tag: string; vr: string }> } } };
    };
    const differing = (Object.keys(DICTIONARY) as Keyword[]).filter((keyword) => {
      const other = dcmjs.data.DicomMetaDictionary.nameMap[keyword];
      const [tag, vr] = DICTIONARY[keyword];
      return other?.tag.replace(/[(),]/g, '').toLowerCase() !== tag || (other.vr !== vr && other.vr !== 'ox');
    });
    expect(differing).toEqual([]);
  });
});

describe('a derived UID', () => {
  test('is a UUID under 2.25, the same for the same key and another for another', () => {
    const uid = derivedUid('a', 'b');
    expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
    expect(derivedUid('a', 'b')).toBe(uid);
    expect(new Set([uid, derivedUid('ab'), derivedUid('a', 'b', ''), derivedUid('b', 'a')]).size).toBe(4);
  });
});
