import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { namesContradict } from '../../../domain/dicom/names.ts';
import { nameMatches } from './match-name.ts';
import { dateMatches, startMatches } from './match-time.ts';
import { nameShown, shown } from './text.ts';
import { wildcard } from './wildcard.ts';

describe('wild cards (PS3.4 §C.2.2.2.4)', () => {
  test.each([
    ['Iv*', 'Ivanov', true],
    ['*ov', 'Ivanov', true],
    ['I?anov', 'Ivanov', true],
    ['I?anov', 'Ianov', false],
    ['*', '', true],
    ['', '', true],
    ['', 'x', false],
    ['a*b*c', 'aXXbYYc', true],
    ['a*b*c', 'aXXcYYb', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
  ])('%s on %j is %s', (pattern, text, expected) => {
    expect(wildcard(pattern)(text)).toBe(expected);
  });

  test('agree with the same pattern as a regular expression', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 });
    fc.assert(
      fc.property(letters, text, (pattern, value) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(value);
        expect(wildcard(pattern)(value)).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });

  test('a pattern of many stars is no way to hold the edge up', () => {
    expect(wildcard('*a'.repeat(2000))('b'.repeat(4000))).toBe(false);
  });
});

describe('names', () => {
  const person = ['Щёголев-Юрьев', 'Алексей', 'Ильич'] as const;
  test.each([
    ['Щёголев-Юрьев^Алексей^Ильич', true],
    ['щеголев-юрьев^алексей', true],
    ['Щёголев-Юрьев', true],
    ['ЩЁГ*', true],
    ['SHCH*', true],
    ['Shchegolev-Iurev^Aleksei', true],
    ['Shchegolev-Yuryev^Aleksey', true],
    ['*^Алексей', true],
    ['^A*', true],
    ['*Ильич*', true],
    ['Щёголев-Юрьев^Иван', false],
    ['Petrov*', false],
    ['Щёголев', false],
    ['', true],
  ])('%s finds Щёголев-Юрьев Алексей Ильич: %s', (wanted, expected) => {
    expect(nameMatches(wanted, person)).toBe(expected);
  });

  test('a name in Latin letters is found as it is written', () => {
    expect(nameMatches('MULLER^jur*', ['Müller', 'Jürgen', undefined])).toBe(true);
    expect(nameMatches('MILLER', ['Müller', 'Jürgen', undefined])).toBe(false);
  });

  const letter = fc.constantFrom(...'абвгдеёжзийклмнопрстуфхцчшщыьэюя');
  const word = fc.array(letter, { minLength: 2, maxLength: 12 }).map((letters) => {
    const text = letters.join('');
    return text.charAt(0).toUpperCase() + text.slice(1);
  });
  const hasVowel = (text: string): boolean => /[аеёиоуыэюя]/i.test(text);

  test('what a modality shows in Latin letters finds the patient again, and contradicts him nowhere', () => {
    fc.assert(
      fc.property(word, word, word, (family, given, middle) => {
        fc.pre([family, given].every(hasVowel));
        const latin = nameShown([family, given, middle], 'latin');
        expect(latin).toMatch(/^[ -~]+$/);
        expect(nameMatches(latin, [family, given, middle])).toBe(true);
        expect(nameMatches(latin.toUpperCase(), [family, given, middle])).toBe(true);
        expect(namesContradict(latin, `${family} ${given} ${middle}`)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('text for a modality', () => {
  test.each([
    ['Иванов', 'latin', 'Ivanov'],
    ['ИВАНОВ', 'latin', 'IVANOV'],
    ['ОГК, 2 проекции №5', 'latin', 'OGK, 2 proektsii No.5'],
    ['Гайнутдинов Ильдар', 'latin', 'Gainutdinov Ildar'],
    ['Сәлимә', 'ISO_IR 144', 'Сaлимa'],
    ['«Грудь» — №5', 'ISO_IR 144', '"Грудь" - №5'],
    ['Сәлимә', 'ISO_IR 192', 'Сәлимә'],
    ['a\\b\nc', 'ISO_IR 192', 'a b c'],
    ['日本', 'latin', '??'],
  ] as const)('%s as %s is %s', (text, form, expected) => {
    expect(shown(text, form)).toBe(expected);
  });

  test('family and given name alone in Latin letters, all three in Cyrillic', () => {
    expect(nameShown(['Иванов', 'Иван', 'Иванович'], 'latin')).toBe('Ivanov^Ivan');
    expect(nameShown(['Иванов', 'Иван', 'Иванович'], 'ISO_IR 144')).toBe('Иванов^Иван^Иванович');
    expect(nameShown(['Иванов', undefined, undefined], 'ISO_IR 192')).toBe('Иванов');
    expect(nameShown(['Ив^анов', 'И=ван', undefined], 'ISO_IR 192')).toBe('Ив анов^И ван');
  });
});

describe('ranges (PS3.4 §C.2.2.2.5)', () => {
  test.each([
    ['20260203', true],
    ['20260201-20260203', true],
    ['-20260202', false],
    ['20260203-', true],
    ['2026.02.03', true],
    ['20260204-20260301', false],
    ['', true],
    ['heute', false],
  ])('%s has 3 February: %s', (wanted, expected) => {
    expect(dateMatches(wanted, '20260203')).toBe(expected);
  });

  test.each([
    ['20260203', '', '110000', true],
    ['20260203', '100000-120000', '110000', true],
    ['20260203', '100000-105959', '110000', false],
    ['20260203', '10-11', '110000', true],
    ['20260203', '11', '115959', true],
    ['20260201-20260203', '180000-100000', '090000', true],
    ['20260203-20260205', '180000-100000', '090000', false],
    ['20260203', '100000-120000', undefined, true],
    ['20260204', '', undefined, false],
    ['', '-090000', '110000', false],
    ['20260203', 'abc', '110000', false],
  ])('date %j and time %j against %s: %s', (date, time, at, expected) => {
    expect(startMatches({ date, time }, { date: '20260203', time: at })).toBe(expected);
  });
});
