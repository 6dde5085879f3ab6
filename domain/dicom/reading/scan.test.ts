import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../../schemas/errors.ts';
import { type Attributes, dicomExample, SYNTAX } from '../../../test/dicom.ts';
import { readObject } from '../object.ts';
import { itemOf, stringOf, textOf } from '../values.ts';
import { MAX_DEPTH } from './scan.ts';

const open = (bytes: Uint8Array, charset?: string) =>
  readObject(bytes, (body, limit) => inflateRawSync(body, { maxOutputLength: limit }), { charset });
const codeOf = (bytes: Uint8Array): string => {
  try {
    open(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof OkaError) return error.code;
    throw error;
  }
};
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** The example without pixels, and raw elements behind it. */
const withTail = (tail: Buffer, syntax: string = SYNTAX.explicitLittle): Uint8Array =>
  Buffer.concat([dicomExample({ '7fe00010': undefined }, { syntax }), tail]);

const nested = (depth: number): Attributes =>
  depth === 0 ? { '00080100': ['SH', 'INNER'] } : { '00081115': ['SQ', [nested(depth - 1)]] };

describe('the structure of a data set', () => {
  test.each([SYNTAX.explicitLittle, SYNTAX.implicitLittle])('is read item in item, as deep as %s may go', (syntax) => {
    const inside = (dataSet: ReturnType<typeof open>['dataSet'], depth: number): string | undefined => {
      if (depth === 0) return stringOf(dataSet, 'x00080100');
      const item = itemOf(dataSet, 'x00081115');
      return item && inside(item, depth - 1);
    };
    const object = (depth: number) => dicomExample({ '00081115': ['SQ', [nested(depth - 1)]] }, { syntax });
    expect(inside(open(object(MAX_DEPTH)).dataSet, MAX_DEPTH)).toBe('INNER');
    expect(codeOf(object(MAX_DEPTH + 1))).toBe('dicom-structure');
  });

  test('without VRs: a value that only begins like an item is no sequence', () => {
    const value = hex('11 00 01 10 10 00 00 00 fe ff 00 e0 ff 00 00 00 41 42 43 44 45 46 47 48');
    const { dataSet } = open(withTail(value, SYNTAX.implicitLittle));
    expect(dataSet.elements.x00111001).toMatchObject({ length: 16 });
    expect(dataSet.elements.x00111001?.items).toBeUndefined();
  });

  test('unknown values of undefined length are sequences without VRs (PS3.5 §6.2.2)', () => {
    const value = hex(
      '11 00 01 10 55 4e 00 00 ff ff ff ff fe ff 00 e0 ff ff ff ff 08 00 00 01 02 00 00 00 41 42 fe ff 0d e0 00 00 00 00 fe ff dd e0 00 00 00 00',
    );
    const item = itemOf(open(withTail(value)).dataSet, 'x00111001');
    expect(item && stringOf(item, 'x00080100')).toBe('AB');
  });

  test('a VR of a later edition has a length of 32 bits; the elements behind it are read', () => {
    const value = hex('11 00 01 10 5a 5a 00 00 02 00 00 00 41 42 11 00 02 10 4c 4f 02 00 43 44');
    expect(stringOf(open(withTail(value)).dataSet, 'x00111002')).toBe('CD');
  });

  test('a tag that comes twice holds what it held first; zeros at the end are padding', () => {
    const value = Buffer.concat([
      hex('11 00 02 10 4c 4f 02 00 43 44 11 00 02 10 4c 4f 02 00 45 46'),
      Buffer.alloc(600),
    ]);
    expect(stringOf(open(withTail(value)).dataSet, 'x00111002')).toBe('CD');
  });

  test('declared implicit and written explicit, or the other way round, is read as it is written', () => {
    for (const [declared, written] of [
      [SYNTAX.implicitLittle, SYNTAX.explicitLittle],
      [SYNTAX.explicitLittle, SYNTAX.implicitLittle],
    ] as const) {
      const meta = hex('02 00 10 00 55 49');
      const uid = Buffer.from(declared.padEnd(declared.length + (declared.length % 2), '\0'));
      const length = Buffer.from(Uint16Array.of(uid.length).buffer);
      const body = dicomExample({}, { syntax: written, preamble: false, meta: false });
      const object = open(Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), meta, length, uid, body]));
      expect(object.transferSyntax).toBe(written);
      expect(stringOf(object.dataSet, 'x00080060')).toBe('DX');
    }
  });

  test.each([
    ['a length past the end', '11 00 01 10 4c 4f ff 00 41 42', 'dicom-truncated'],
    ['an item past the end', '40 00 75 02 53 51 00 00 ff ff ff ff fe ff 00 e0 ff 00 00 00', 'dicom-truncated'],
    ['a sequence without an end', '40 00 75 02 53 51 00 00 ff ff ff ff', 'dicom-truncated'],
    ['a sequence of something else', '40 00 75 02 53 51 00 00 08 00 00 00 08 00 05 00 43 53 00 00', 'dicom-structure'],
    ['text of undefined length', '11 00 01 10 55 54 00 00 ff ff ff ff 41 42', 'dicom-structure'],
    ['an item on its own', 'fe ff 00 e0 02 00 00 00 41 42', 'dicom-structure'],
  ])('%s is refused', (_, tail, code) => {
    expect(codeOf(withTail(hex(tail)))).toBe(code);
  });
});

describe('text', () => {
  const bytes = (text: string) => Uint8Array.from(hex(text));
  const IVANOV = 'c8 e2 e0 ed ee e2';
  const named = (changes: Attributes, charset?: string): string | undefined =>
    textOf(open(dicomExample({ '00081030': ['LO', ''], ...changes }), charset).dataSet, 'x00100010');

  test.each<[string, string, string, string]>([
    [
      'Japanese in two scripts',
      '\\ISO 2022 IR 87',
      '59 61 6d 61 64 61 5e 3d 1b 24 42 3b 33 45 44 1b 28 42 5e',
      'Yamada^=山田^',
    ],
    [
      'half-width Katakana first',
      'ISO_IR 13\\ISO 2022 IR 87',
      'd4 cf c0 de 3d 1b 24 42 3b 33 45 44 1b 28 4a',
      'ﾔﾏﾀﾞ=山田',
    ],
    ['JIS X 0212', '\\ISO 2022 IR 159', '1b 24 28 44 30 21 1b 28 42', '丂'],
    ['Korean', '\\ISO 2022 IR 149', '48 6f 6e 67 3d 1b 24 29 43 fb f3', 'Hong=洪'],
    ['Korean without its escape', '\\ISO 2022 IR 149', 'fb f3', '洪'],
    ['Chinese', 'GB18030', 'cd f5 5e d0 a1 b6 ab', '王^小东'],
    ['Chinese with extensions', '\\ISO 2022 IR 58', '1b 24 29 41 cd f5 5e 1b 24 29 41 d0 a1', '王^小'],
    [
      'Russian with extensions, Latin in value 1',
      'ISO 2022 IR 100\\ISO 2022 IR 144',
      '1b 2d 4c b8 d2 d0 dd 5e 4d fc',
      'Иван^Mü',
    ],
  ])('of several sets is read: %s', (_, terms, name, wanted) => {
    expect(named({ '00080005': ['CS', terms], '00100010': ['PN', bytes(name)] })).toBe(wanted);
  });

  test.each([
    ['Latin-1 is declared', 'ISO_IR 100'],
    ['ASCII is declared', 'ISO_IR 6'],
    ['nothing is declared', ''],
    ['UTF-8 is declared', 'ISO_IR 192'],
    ['ISO 8859-5 is declared', 'ISO_IR 144'],
  ])('windows-1251 is read as such where %s', (_, term) => {
    expect(named({ '00080005': ['CS', term], '00100010': ['PN', bytes(`${IVANOV} 5e c8 e2 e0 ed`)] })).toBe(
      'Иванов^Иван',
    );
  });

  test('the clinic’s set reads what its bytes leave open, and no object that says what it is', () => {
    const short: Attributes = { '00080005': ['CS', 'ISO_IR 100'], '00100010': ['PN', bytes('fc')] };
    expect(named(short)).toBe('ü');
    expect(named(short, 'windows-1251')).toBe('ь');
    expect(named({ '00080005': ['CS', 'ISO_IR 192'], '00100010': ['PN', 'Иванов'] }, 'windows-1251')).toBe('Иванов');
    expect(named({ '00080005': ['CS', 'ISO_IR 109'], '00100010': ['PN', bytes('fc')] }, 'windows-1251')).toBe('ü');
  });

  test('of items is read in the set of their object, unless they have one', () => {
    const item: Attributes = { '00080104': ['LO', bytes('b8 d2 d0 dd')] };
    const meaning = (own: Attributes) => {
      const changes: Attributes = { '00080005': ['CS', 'ISO_IR 144'], '00540220': ['SQ', [{ ...own, ...item }]] };
      const found = itemOf(
        open(dicomExample({ ...changes, '00081030': ['LO', ''], '00100010': ['PN', ''] })).dataSet,
        'x00540220',
      );
      return found && textOf(found, 'x00080104');
    };
    expect(meaning({})).toBe('Иван');
    expect(meaning({ '00080005': ['CS', 'ISO_IR 109'] })).not.toBe('Иван');
  });

  test('with an escape that nobody knows is unreadable', () => {
    expect(
      named({ '00080005': ['CS', '\\ISO 2022 IR 144'], '00100010': ['PN', bytes('1b 2d 7a 41')] }),
    ).toBeUndefined();
  });
});
