import { describe, expect, test } from '@jest/globals';
import { letteredStrip, linesWithin } from './lettering.ts';
import { HEAT_MAP_TITLE } from './titled.ts';

const drawn = (text: string): string[] => {
  const { rows, values } = letteredStrip([text], 6 * text.length + 2, 1);
  const columns = 6 * text.length + 2;
  return Array.from({ length: rows }, (_, row) =>
    [...values.subarray(row * columns, (row + 1) * columns)].map((value) => (value === 255 ? '#' : '.')).join(''),
  );
};

describe('lettering', () => {
  test('draws letters as one would', () => {
    expect(drawn('ИN')).toEqual([
      '..............',
      '.#...#.#...#..',
      '.#...#.#...#..',
      '.#..##.##..#..',
      '.#.#.#.#.#.#..',
      '.##..#.#..##..',
      '.#...#.#...#..',
      '.#...#.#...#..',
      '..............',
      '..............',
    ]);
  });

  test('has every letter of both alphabets and of the title, each another shape unless it looks the same', () => {
    const undrawn = (text: string) => [...text.replaceAll(' ', '')].filter((c) => !drawn(c).join('').includes('#'));
    expect(undrawn('ABCDEFGHIJKLMNOPQRSTUVWXYZ АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ ,.-:/')).toEqual([]);
    expect(undrawn(`${HEAT_MAP_TITLE.en} ${HEAT_MAP_TITLE.ru}`)).toEqual([]);
    expect(undrawn('漢')).toEqual(['漢']);
    const cyrillic = [...'БГДЖЗИЙЛПУФЦЧШЩЪЫЬЭЮЯ'].map((letter) => drawn(letter).join('\n'));
    expect(new Set(cyrillic).size).toBe(cyrillic.length);
  });

  test('breaks lines between words and loses none', () => {
    const lines = linesWithin(HEAT_MAP_TITLE.ru, 120, 1);
    expect(lines.every((line) => line.length <= 20)).toBe(true);
    expect(lines.join(' ')).toBe(HEAT_MAP_TITLE.ru);
  });

  test('stays within a narrow picture', () => {
    const { rows, values } = letteredStrip([HEAT_MAP_TITLE.en], 20, 2);
    expect(values).toHaveLength(rows * 20);
  });
});
