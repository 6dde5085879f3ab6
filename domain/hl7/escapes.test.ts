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
