import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { charsetOfTable0211, decodeText } from './charset.ts';
import { readHl7 } from './read.ts';

/** Encodes in a single-byte set by turning its decoder round. */
function encode(text: string, charset: string): Uint8Array {
  const decoder = new TextDecoder(charset);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Uint8Array.from(text, (sign) => bytes.get(sign) ?? 0x3f);
}

const NAMES = ['Небылицын Пётр Фомич', 'ВЫМЫШЛЕННАЯ АЛЁНА', 'Щукин', 'Ядвига Юсупова', 'Жуть Эйнштейн', 'СОБАКИНА'];

describe('the character set of a message', () => {
  test.each(NAMES)('%s is read right declared, undeclared and declared wrongly', (name) => {
    expect(decodeText(encode(name, 'iso-8859-5'), '8859/5').text).toBe(name);
    expect(decodeText(encode(name, 'koi8-r'), 'KOI8-R').text).toBe(name);
    expect(decodeText(encode(name, 'windows-1251'), '8859/5').text).toBe(name);
    expect(decodeText(encode(name, 'windows-1251'), 'ASCII').text).toBe(name);
    expect(decodeText(encode(name, 'windows-1251'), '8859/1').text).toBe(name);
    expect(decodeText(encode(name, 'windows-1251'), undefined).text).toBe(name);
    expect(decodeText(new TextEncoder().encode(name), '8859/1').text).toBe(name);
    expect(decodeText(new TextEncoder().encode(name), undefined).text).toBe(name);
  });

  test('Latin text declared as Latin stays Latin', () => {
    expect(decodeText(encode('Müller, Renée', 'windows-1252'), '8859/1')).toEqual({
      text: 'Müller, Renée',
      charset: 'windows-1252',
      source: 'declared',
    });
  });

  test('what is neither registered nor declared is named a guess', () => {
    const bytes = encode('Анализ', 'windows-1251');
    expect(decodeText(bytes, 'ASCII').source).toBe('detected');
    expect(decodeText(bytes, 'WINDOWS-1251').source).toBe('declared');
    expect(decodeText(bytes, undefined, 'windows-1251').source).toBe('registered');
    expect(decodeText(new TextEncoder().encode('plain'), undefined).source).toBe('ascii');
  });

  test('the registered set binds, and what is not of it is refused', () => {
    expect(decodeText(encode('Анализ', 'ibm866'), 'UNICODE UTF-8', 'ibm866').text).toBe('Анализ');
    expect(() => decodeText(encode('Анализ', 'windows-1251'), undefined, 'utf-8')).toThrow(
      new OkaError('unreadable-text', 'not utf-8'),
    );
  });

  test('names of table 0211', () => {
    expect(
      ['8859/5', '8859/15', 'UNICODE UTF-8', 'ASCII', '8859/12', 'constructor', '__proto__'].map(charsetOfTable0211),
    ).toEqual(['iso-8859-5', 'iso-8859-15', 'utf-8', undefined, undefined, undefined, undefined]);
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
