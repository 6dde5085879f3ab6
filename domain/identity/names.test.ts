import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sameGivenName, sameName } from './names.ts';
import { TABLES, transliterate } from './transliterations.ts';

describe('two spellings of a family name', () => {
  test.each([
    ['Иванов', 'ИВАНОВ'],
    ['Ёлкина', 'Елкина'],
    ['Ёлкина-Шаблонова', 'елкина шаблонова'],
    ['О’Брайен', "о'брайен"],
    ['Абд эль-Азиз', 'Абдэльазиз'],
    // Latin letters on a keyboard left on the wrong layout.
    ['Иванoв', 'Иванов'],
    // ICAO 9303, GOST R 52535.1, MVD 310, BGN, GOST 7.79 A and B, scholarly.
    ['Щукин', 'Shchukin'],
    ['Царёв', 'Tsarev'],
    ['Царёв', 'TCAREV'],
    ['Царёв', 'Tsaryov'],
    ['Подъячева', 'Podieiacheva'],
    ['Юрьева', 'Iureva'],
    ['Юрьева', 'YURYEVA'],
    ['Юрьева', 'Jureva'],
    ['Достоевский', 'Dostoevskii'],
    ['Достоевский', 'Dostoyevskiy'],
    ['Достоевский', 'Dostoyevsky'],
    ['Жуков', 'Žukov'],
    ['Хрущёв', 'Xrushhyov'],
    ['Шевченко', 'Shevchenko'],
    ['Григоренко', 'Hryhorenko'],
    ['Єфименко', 'Yefymenko'],
    ['Єфименко', 'Ефименко'],
    ['Ковалів', 'Ковалив'],
    ['Әхмәтов', 'Ахметов'],
    ['Җәлилов', 'Жалилов'],
    ['Җәлилов', 'Джалилов'],
    ['Мөхәммәдиев', 'Мухаммадиев'],
  ])('%s and %s are one name', (a, b) => {
    expect([sameName(a, b), sameName(b, a)]).toEqual([true, true]);
  });

  test.each([
    ['Иванов', 'Ивонов'],
    ['Иванов', 'Иванова'],
    ['Иванова', 'Иванова-Петрова'],
    ['Иванова-Петрова', 'Петрова-Иванова'],
    ['Ivanov', 'Iwanow'],
    // Two standards for one Cyrillic name: without the Cyrillic form nobody can tell.
    ['Yurieva', 'Iureva'],
    ['Объедков', 'Обедков'],
    ['Щукин', 'Шукин'],
    ['', ''],
    ['-', '-'],
  ])('%s and %s are not', (a, b) => {
    expect([sameName(a, b), sameName(b, a)]).toEqual([false, false]);
  });

  test('every standard’s spelling of any Cyrillic name is that name, in any case', () => {
    const name = fc
      .array(fc.constantFrom(...'абвгдеёжзийклмнопрстуфхцчшщъыьэюя'), { minLength: 2, maxLength: 14 })
      .map((letters) => letters.join(''));
    fc.assert(
      fc.property(name, fc.constantFrom(...TABLES), (cyrillic, table) => {
        const latin = transliterate(cyrillic, table);
        fc.pre(latin !== '');
        expect(sameName(cyrillic, latin.toUpperCase())).toBe(true);
      }),
    );
  });
});

describe('two given names', () => {
  test.each([
    ['Пётр', 'Petr'],
    ['П', 'Пётр'],
    ['Юлия', 'Yu'.charAt(0)],
    ['Ё', 'Елена'],
  ])('%s and %s do not contradict', (a, b) => {
    expect([sameGivenName(a, b), sameGivenName(b, a)]).toEqual([true, true]);
  });

  test.each([
    ['Анна', 'Алла'],
    ['А', 'Вера'],
    ['Наталья', 'Наталия'],
    ['Анна', ''],
  ])('%s and %s do', (a, b) => {
    expect([sameGivenName(a, b), sameGivenName(b, a)]).toEqual([false, false]);
  });
});
