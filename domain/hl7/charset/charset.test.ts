import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../../schemas/errors.ts';
import { encodeAs } from '../../../test/charsets.ts';
import { readHl7 } from '../read/read.ts';
import { charsetOfTable0211, declaredIn, decodeText } from './charset.ts';

const NAMES = ['Небылицын Пётр Фомич', 'ВЫМЫШЛЕННАЯ АЛЁНА', 'Щукин', 'Ядвига Юсупова', 'Жуть Эйнштейн', 'СОБАКИНА'];
const WINDOWS = encodeAs('Небылицын Пётр Фомич', 'windows-1251');

describe('the character set of a message', () => {
  test.each(NAMES)('%s is read right declared, undeclared and declared wrongly', (name) => {
    for (const set of ['windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866', 'utf-8'])
      for (const declared of [
        '8859/5',
        'KOI8-R',
        'CP866',
        'WINDOWS-1251',
        'ASCII',
        '8859/1',
        'UNICODE UTF-8',
        undefined,
      ])
        expect([set, declared, decodeText(encodeAs(name, set), declared).text]).toEqual([set, declared, name]);
  });

  test('Latin text declared as Latin stays Latin', () => {
    expect(decodeText(encodeAs('Müller, Renée', 'windows-1252'), '8859/1')).toEqual({
      text: 'Müller, Renée',
      charset: 'windows-1252',
      source: 'declared',
    });
    expect(decodeText(encodeAs('37 °C, 5 µg', 'windows-1252'), '8859/1').source).toBe('declared');
  });

  test('Chinese text declared as such is read, and Russian text under the same name is seen', () => {
    const chinese = Uint8Array.of(0xd1, 0xaa, 0xb3, 0xa3, 0xb9, 0xe6, 0xbc, 0xec, 0xb2, 0xe9);
    expect(decodeText(chinese, 'GB 18030-2000')).toMatchObject({ charset: 'gb18030', source: 'declared' });
    expect(decodeText(WINDOWS, 'GB 18030-2000')).toMatchObject({ charset: 'windows-1251', source: 'detected' });
  });

  test.each([
    ['registered', WINDOWS, 'ASCII', { charset: 'windows-1251', by: 'registered' }],
    ['confirmed', WINDOWS, 'ASCII', { charset: 'windows-1251', by: 'confirmed' }],
    ['declared', WINDOWS, 'WINDOWS-1251', undefined],
    ['declared', new TextEncoder().encode('Щукин'), 'UNICODE UTF-8', undefined],
    ['declared', new TextEncoder().encode('37 °C'), 'UNICODE UTF-8', undefined],
    ['proven', new TextEncoder().encode('Ли'), undefined, undefined],
    ['proven', new TextEncoder().encode('Щукин'), '8859/1', undefined],
    ['detected', new TextEncoder().encode('37 °C'), undefined, undefined],
    ['detected', WINDOWS, 'ASCII', undefined],
    ['detected', WINDOWS, '8859/5', undefined],
    ['ascii', new TextEncoder().encode('plain'), '8859/5', undefined],
  ] as const)('is %s: it is said how it was found', (source, bytes, declared, known) => {
    expect(decodeText(bytes, declared, known).source).toBe(source);
  });

  test('the registered set binds, and what is not of it is refused', () => {
    expect(decodeText(encodeAs('Анализ', 'ibm866'), 'UNICODE UTF-8', 'ibm866').text).toBe('Анализ');
    expect(() => decodeText(WINDOWS, undefined, 'utf-8')).toThrow(new OkaError('unreadable-text', 'not utf-8'));
  });

  test('names of table 0211 and of Russian systems', () => {
    const names = ['8859/5', '8859/15', 'UNICODE UTF-8', 'koi8', 'win-1251', 'ASCII', '8859/12', 'constructor'];
    expect(names.map(charsetOfTable0211)).toEqual([
      ...['iso-8859-5', 'iso-8859-15', 'utf-8', 'koi8-r', 'windows-1251'],
      ...[undefined, undefined, undefined],
    ]);
  });

  test.each([
    [['8859/5', '8859/1'], '8859/5'],
    [['ASCII', 'ISO IR144'], 'ISO IR144'],
    [['', '8859/5'], '8859/5'],
    [['ASCII'], 'ASCII'],
    [[], undefined],
  ])('MSH-18 %j: the first that names a set for bytes beyond ASCII is the default', (repetitions, name) => {
    expect(declaredIn(repetitions)).toBe(name);
  });
});

describe('a message that settles nothing by itself', () => {
  // In 1251 the letters are ЧП, in KOI8-R they are likelier.
  const short = encodeAs('ЧП', 'windows-1251');

  test('is read as its sender is, and says what its bytes speak for', () => {
    expect(decodeText(short, undefined)).toMatchObject({ charset: 'koi8-r', source: 'detected' });
    const known = decodeText(short, undefined, { charset: 'windows-1251', by: 'sender' });
    expect(known).toMatchObject({ text: 'ЧП', charset: 'windows-1251', source: 'detected', margin: 0 });
    expect(known.costs).toEqual(decodeText(short, undefined).costs);
    expect(decodeText(short, undefined, { charset: 'windows-1251', by: 'confirmed' }).source).toBe('confirmed');
  });

  test('is not read against its own clear bytes, whatever its sender sent before or a human confirmed', () => {
    for (const by of ['sender', 'confirmed'] as const)
      expect(decodeText(WINDOWS, undefined, { charset: 'koi8-r', by })).toMatchObject({
        ...{ text: 'Небылицын Пётр Фомич', source: 'detected' },
      });
  });

  test('is believed to be what it declares as long as its sender does not send otherwise', () => {
    const declared = encodeAs('ЁЖ', 'iso-8859-5');
    expect(decodeText(declared, '8859/5')).toMatchObject({ text: 'ЁЖ', source: 'declared' });
    const known = decodeText(declared, '8859/5', { charset: 'windows-1251', by: 'sender' });
    expect(known).toMatchObject({ charset: 'windows-1251', source: 'detected' });
    // Where the bytes leave no doubt it hangs on nobody.
    expect(decodeText(encodeAs('Небылицын', 'iso-8859-5'), '8859/5').costs).toBeUndefined();
  });
});

describe('bytes around a message', () => {
  const MESSAGE = 'MSH|^~\\&|HIS|X|OKA|T|20260110||ADT^A01|1|P|2.5.1\rPID|1||7||Небылицын^Пётр\r';
  const nameIn = (bytes: Uint8Array) => readHl7(bytes)[0]?.first('PID')?.field(5);

  test.each([
    ['windows-1251', undefined, true],
    ['koi8-r', undefined, true],
    ['iso-8859-5', '8859/5', false],
    ['windows-1251', '8859/5', true],
    ['utf-8', undefined, false],
  ])(
    '%s in hexadecimal escapes of an ASCII message that declares %s is weighed as any other',
    (set, declared, guess) => {
      const hex = (text: string) => `\\X${Buffer.from(encodeAs(text, set)).toString('hex').toUpperCase()}\\`;
      const header = `MSH|^~\\&|HIS|X|OKA|T|20260110||ADT^A01|1|P|2.5.1||||||${declared ?? ''}`;
      const [read] = readHl7(new TextEncoder().encode(`${header}\rPID|1||7||${hex('Небылицын')}^${hex('Пётр')}\r`));
      expect([read?.first('PID')?.text(5), read?.first('PID')?.text(5, 2)]).toEqual(['Небылицын', 'Пётр']);
      expect([read?.charset, read?.charsetIsGuess]).toEqual([set, guess]);
    },
  );

  test('a byte order mark of UTF-8 says nothing more', () => {
    expect(nameIn(new TextEncoder().encode(`\ufeff${MESSAGE}`))).toBe('Небылицын^Пётр');
  });

  test.each([true, false])('UTF-16 is read with a mark and without (little end first: %s)', (little) => {
    for (const text of [MESSAGE, `\ufeff${MESSAGE}`]) {
      const bytes = Buffer.from(text, 'utf16le');
      const read = readHl7(little ? bytes : bytes.swap16())[0];
      expect(read?.first('PID')?.field(5)).toBe('Небылицын^Пётр');
      expect([read?.charset, read?.charsetIsGuess]).toEqual([little ? 'utf-16le' : 'utf-16be', false]);
    }
  });
});

const folder = join(process.env.OKA_CORPORA ?? '../shared/data', 'hl7', 'derived_cyrillic');

(existsSync(folder) ? describe : describe.skip)('the derived Cyrillic set (skipped without OKA_CORPORA)', () => {
  test('30 of 30 are read right', () => {
    const expected: { file: string; expectedPID5: string }[] = JSON.parse(
      readFileSync(join(folder, 'EXPECTED.json'), 'utf8'),
    );
    const read = expected.map(({ file }) => ({
      file,
      expectedPID5: readHl7(readFileSync(join(folder, file)))[0]
        ?.first('PID')
        ?.field(5),
    }));
    expect(read).toEqual(expected.map(({ file, expectedPID5 }) => ({ file, expectedPID5 })));
    expect(read).toHaveLength(30);
  });
});
