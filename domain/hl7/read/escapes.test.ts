import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Delimiters, escapeText, STANDARD_DELIMITERS, unescapeText } from './escapes.ts';

const ODD: Delimiters = { field: '#', component: '*', repetition: '!', escape: '?', subcomponent: '@' };

describe('escape sequences', () => {
  test.each([
    ['A\\F\\B\\S\\C\\T\\D\\R\\E\\E\\F', 'A|B^C&D~E\\F'],
    ['строка 1\\.br\\строка 2', 'строка 1\nстрока 2'],
    ['a\\.sp\\b\\.sp2\\c', 'a\nb\n\nc'],
    ['a\\.sk3\\b', 'a   b'],
    ['\\.in4\\\\.ti-2\\\\.nf\\\\.fi\\\\.ce\\заголовок', '\nзаголовок'],
    ['\\H\\важно\\N\\', 'важно'],
    ['\\X0D0A\\', '\r\n'],
    ['\\Xd0bf\\', 'п'],
    ['\\C2842\\к', 'к'],
    ['C:\\\\папка', 'C:\\папка'],
    ['\\Zвнутр\\ осталось', '\\Zвнутр\\ осталось'],
    ['конец \\', 'конец \\'],
    ['\\X0\\ и \\XGG\\', '\\X0\\ и \\XGG\\'],
    ['5 \\ 7 \\T\\ 8', '5 \\ 7 & 8'],
  ])('%s', (raw, text) => {
    expect(unescapeText(raw, STANDARD_DELIMITERS)).toBe(text);
  });

  test('hexadecimal bytes are read in the character set of the message', () => {
    const decode = (bytes: Uint8Array): string => new TextDecoder('windows-1251').decode(bytes);
    expect(unescapeText('\\XCFE8\\', STANDARD_DELIMITERS, decode)).toBe('Пи');
  });

  test('bytes that are none of the character set stay as they were sent', () => {
    expect(unescapeText('a\\XCF\\\\XE8\\b', STANDARD_DELIMITERS)).toBe('a\\XCF\\\\XE8\\b');
  });

  test('bytes that are sent one by one are one text', () => {
    expect(unescapeText('\\XD0\\\\XBF\\\\XD1\\\\X80\\', STANDARD_DELIMITERS)).toBe('пр');
  });

  test('skipped lines and spaces cannot make a text many times longer', () => {
    const raw = '\\.sp999\\'.repeat(10_000);
    expect(unescapeText(raw, STANDARD_DELIMITERS).length).toBeLessThan(2 * raw.length + 11_000);
    expect(unescapeText('a\\.sp3\\b', STANDARD_DELIMITERS)).toBe('a\n\n\nb');
  });

  test('a very long hexadecimal text is read', () => {
    expect(unescapeText(`\\X${'41'.repeat(2_000_000)}\\`, STANDARD_DELIMITERS)).toBe('A'.repeat(2_000_000));
  });

  test('declared delimiters take the place of the usual ones', () => {
    expect(unescapeText('a?F?b?S?c?E?', ODD)).toBe('a#b*c?');
    expect(unescapeText('a\\F\\b', ODD)).toBe('a\\F\\b');
  });

  test('a message without an escape character has no sequences', () => {
    expect(unescapeText('a\\F\\b', { ...STANDARD_DELIMITERS, escape: undefined })).toBe('a\\F\\b');
  });

  test.each([
    ['standard', STANDARD_DELIMITERS],
    ['odd', ODD],
  ])('what is written is read back equal, with %s delimiters', (_, delimiters) => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const written = escapeText(text, delimiters);
        for (const sign of [delimiters.field, delimiters.component, delimiters.repetition, delimiters.subcomponent])
          expect(written).not.toContain(sign);
        expect(written).not.toMatch(/[\r\n]/);
        expect(unescapeText(written, delimiters)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('character set switches inside a text', () => {
  const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const sent = (bytes: number[]): string => latin(Uint8Array.from(bytes));

  test.each([
    ['Cyrillic (IR144)', '\\C2D4C\\', [0xbf, 0xd5, 0xe2, 0xe0], 'Петр'],
    ['Greek (IR126)', '\\C2D46\\', [0xc1, 0xe2], 'Αβ'],
    ['Katakana (IR13)', '\\C2949\\', [0xd4, 0xcf], 'ﾔﾏ'],
    ['Kanji (IR87)', '\\M2442\\', [0x3b, 0x33, 0x45, 0x44], '山田'],
    ['Kanji of JIS X 0212 (IR159)', '\\M242844\\', [0x30, 0x21], '丂'],
    ['Korean (IR149)', '\\M242943\\', [0xb1, 0xe8], '김'],
    ['Chinese (IR58)', '\\M242941\\', [0xc0, 0xee], '李'],
  ])('%s', (_, switched, bytes, text) => {
    expect(unescapeText(`a ${switched}${sent(bytes)}\\C2842\\ b`, STANDARD_DELIMITERS, latin)).toBe(`a ${text} b`);
  });

  test('signs that are right already, as in UTF-8, stay', () => {
    expect(unescapeText('\\C2D4C\\Петр', STANDARD_DELIMITERS)).toBe('Петр');
  });

  test('a switch that nobody defined or whose bytes do not fit stays in the text', () => {
    expect(unescapeText('\\M244250\\к', STANDARD_DELIMITERS)).toBe('\\M244250\\к');
    expect(unescapeText('\\M2442\\abc\\C2842\\d', STANDARD_DELIMITERS, latin)).toBe('\\M2442\\abcd');
  });
});
