import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { unescapeText } from './escapes.ts';
import type { Hl7Message } from './message.ts';
import { readHl7 } from './read.ts';

const only = (text: string): Hl7Message => readHl7(new TextEncoder().encode(text))[0] as Hl7Message;
const HEAD = 'MSH|^~\\&|HIS|BRZ|OKA|REGION|20260110101500||ADT^A01^ADT_A01|1|P|2.5.1';

type Value = [text: string, field: number, repetition: number, component: number, subcomponent: number];

function valuesOf(message: Hl7Message, segment: string): Value[] {
  const values: Value[] = [];
  message.first(segment)?.eachValue((...value) => values.push(value));
  return values;
}

/** The same by plain splitting, as the standard describes it. */
function splitPlainly(raw: string): Value[] {
  const { delimiters } = only(HEAD);
  return raw.split('|').flatMap((field, f) =>
    f === 0
      ? []
      : field.split('~').flatMap((repetition, r) =>
          repetition.split('^').flatMap((component, c) =>
            component.split('&').flatMap((part, s): Value[] => {
              return part === '' ? [] : [[unescapeText(part, delimiters), f, r + 1, c + 1, s + 1]];
            }),
          ),
        ),
  );
}

describe('all values of a segment', () => {
  test('come with their place, unescaped, the empty ones left out', () => {
    expect(valuesOf(only(`${HEAD}\rPID|1||7^^^HOS&1.2~8||a\\T\\b|""`), 'PID')).toEqual([
      ['1', 1, 1, 1, 1],
      ['7', 3, 1, 1, 1],
      ['HOS', 3, 1, 4, 1],
      ['1.2', 3, 1, 4, 2],
      ['8', 3, 2, 1, 1],
      ['a&b', 5, 1, 1, 1],
      ['""', 6, 1, 1, 1],
    ]);
  });

  test('of MSH begin with MSH-3', () => {
    expect(valuesOf(only(HEAD), 'MSH').slice(0, 2)).toEqual([
      ['HIS', 3, 1, 1, 1],
      ['BRZ', 4, 1, 1, 1],
    ]);
  });

  const piece = fc.constantFrom(
    '|',
    '|',
    '~',
    '^',
    '&',
    '\\',
    '\\T\\',
    '\\.br\\',
    '""',
    'а',
    'text',
    '7',
    ' ',
    'я'.repeat(300),
  );

  test('are those that plain splitting finds, and those that are read one by one', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom(0, 3000, 400_000), (pieces, filler) => {
        const raw = `ZZZ|${pieces.join('')}|${'A'.repeat(filler)}|${pieces.join('')}x`;
        const message = only(`${HEAD}\r${raw}\rPID|1`);
        const values = valuesOf(message, 'ZZZ');
        expect(values).toEqual(splitPlainly(raw));
        const segment = message.first('ZZZ');
        for (const [text, field, repetition, component, subcomponent] of values) {
          const read = segment?.repetitions(field)[repetition - 1];
          const expected = text === '""' || text.trim() === '' ? undefined : text.trim();
          expect(read?.text(component, subcomponent)).toBe(expected);
          expect(read?.isNull(component, subcomponent)).toBe(text === '""');
        }
      }),
      { numRuns: 300 },
    );
  });
});
