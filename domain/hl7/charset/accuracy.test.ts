import { describe, expect, test } from '@jest/globals';
import { encodeAs } from '../../../test/charsets.ts';
import { type Candidate, verdictOf, weigh } from './evidence.ts';

// None of these names is among the words that the letter pairs were counted over.
const SURNAMES =
  'Тургенев Чехов Бунин Пастернак Солженицын Шолохов Булгаков Куприн Паустовский Пришвин Грибоедов Лермонтов Гончаров Салтыков Державин Ломоносов Менделеев Циолковский Пирогов Боткин Склифосовский Бехтерев Вернадский Мечников Сеченов Чижевский Щедрин Юрьев Ямщиков Эренбург Ющенко Хрущёв Подъячев Объедков Съездов Жемчужникова Ахмадулина Цветаева Гиппиус Мандельштам'.split(
    ' ',
  );
const GIVEN =
  'Порфирий Евлампий Прасковья Ефросинья Мстислав Всеволод Добрыня Лука Фома Инга Жанна Стелла Аделина Камилла Давид Роберт Гордей Потап Нонна Римма'.split(
    ' ',
  );
const PATRONYMICS =
  'Порфирьевич Лукич Фомич Кузьмич Давидович Робертовна Гордеевна Всеволодовна Тихонович Архиповна Эммануиловна Яношевич'.split(
    ' ',
  );
const of = (list: readonly string[], place: number): string => list[place % list.length] ?? '';

const COUNT = 300;
const SHAPES: Readonly<Record<string, (place: number) => string>> = {
  surname: (n) => of(SURNAMES, n),
  'surname^given': (n) => `${of(SURNAMES, n)}^${of(GIVEN, n * 7)}`,
  'all three': (n) => `${of(SURNAMES, n)}^${of(GIVEN, n * 7)}^${of(PATRONYMICS, n * 5)}`,
  'with Latin and figures': (n) =>
    `PID|1||${n}^^^HOS||${of(SURNAMES, n)}^${of(GIVEN, n * 7)}||19800512|M|||ul. Mira ${n}`,
};
const CASES: Readonly<Record<string, (text: string) => string>> = {
  'as written': (text) => text,
  UPPER: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
};
const SETS: readonly Candidate[] = ['windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866'];

const guess = (text: string, charset: string) => verdictOf([weigh(encodeAs(text, charset))]);

type Seen = { readonly letters: number; readonly right: boolean; readonly margin: number };

describe('undeclared text', () => {
  const seen: Seen[] = [];
  const rows: string[] = [];

  test.each(Object.keys(SHAPES))('%s: the set is found', (shape) => {
    for (const [how, change] of Object.entries(CASES)) {
      const shares = SETS.map((charset) => {
        let right = 0;
        for (let n = 0; n < COUNT; n += 1) {
          const text = change(SHAPES[shape]?.(n) ?? '');
          const found = guess(text, charset);
          right += Number(found.charset === charset);
          seen.push({
            letters: text.match(/[а-яё]/giu)?.length ?? 0,
            right: found.charset === charset,
            margin: found.margin,
          });
        }
        return right / COUNT;
      });
      rows.push(
        `${shape.padEnd(23)} ${how.padEnd(10)} ${shares.map((one) => `${(100 * one).toFixed(1)} %`.padStart(12)).join('')}`,
      );
      for (const share of shares) expect(share).toBeGreaterThanOrEqual(shape === 'surname' ? 0.95 : 1);
    }
  });

  test('is safe from nine letters on: never wrong, and nearly always by more than a million to one', () => {
    const lengths = [5, 6, 7, 8, 9, 10, 12, 15, 20, 25];
    const lines = lengths.map((letters, place) => {
      const next = lengths[place + 1] ?? Number.POSITIVE_INFINITY;
      const here = seen.filter((one) => one.letters >= letters && one.letters < next);
      const wrong = here.filter(({ right }) => !right);
      const clear = here.filter(({ margin }) => margin >= 20).length / here.length;
      const widest = Math.max(0, ...wrong.map(({ margin }) => margin));
      return `${String(letters).padStart(3)}+ letters: ${String(wrong.length).padStart(3)} of ${String(here.length).padStart(5)} wrong (by ${widest} bits at most), ${(100 * clear).toFixed(1)} % clear`;
    });
    process.stdout.write(
      `${' '.repeat(34)}${SETS.map((one) => one.padStart(12)).join('')}\n${rows.join('\n')}\n${lines.join('\n')}\n`,
    );
    const long = seen.filter(({ letters }) => letters >= 9);
    expect(long.filter(({ right }) => !right)).toEqual([]);
    expect(long.filter(({ margin }) => margin >= 20).length / long.length).toBeGreaterThan(0.99);
    // A wrong guess never passes for a clear one.
    for (const { right, margin } of seen) if (!right) expect(margin).toBeLessThan(12);
  });

  test.each([
    ['Іваненко Олексій', 'windows-1251'],
    ['Київ Ґалаґан Їжакевич', 'windows-1251'],
    ['ІВАНЕНКО', 'iso-8859-5'],
    ['Гөлназ Җәмилә', 'utf-8'],
    ['Ғәли Ҡаһарман', 'utf-8'],
  ])('%s of another language in Cyrillic is %s', (text, charset) => {
    const found = guess(text, charset);
    expect(found.charset).toBe(charset);
    expect(found.margin).toBeGreaterThanOrEqual(20);
  });

  test.each(['Müller', 'Renée', 'Köln Straße', 'µg/L', '37 °C', '±', 'é', '10 µm ± 2'])(
    '%s in Latin script speaks for no Cyrillic set: the default stands, and no margin above what one letter gives',
    (text) => {
      const found = guess(text, 'windows-1252');
      expect(found.charset === 'windows-1251' ? 0 : found.margin).toBeLessThanOrEqual(2);
      expect(found.margin).toBeLessThan(12);
    },
  );

  test('one letter says next to nothing', () => {
    for (const letter of 'МЖИЁ') for (const set of SETS) expect(guess(letter, set).margin).toBeLessThan(12);
  });

  test('short words of CP866 that happen to be UTF-8 stay what they are', () => {
    for (const word of ['рак', 'сок', 'хим', 'чек']) expect(guess(word, 'ibm866').charset).toBe('ibm866');
  });
});
