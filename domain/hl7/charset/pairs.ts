/** The letters of the table below, in its order; the first place is the edge of a word. */
const LETTERS = ' абвгдеёжзийклмнопрстуфхцчшщъыьэюя';

/**
 * What a pair of letters costs in bits, −log₂ P(second | first), rounded: one row for each first letter, one sign of base 36
 * for each second. Counted over two halves of equal weight: 1,058 words of our own choice (surnames, given names, patronymics,
 * towns, words of laboratories and wards) and the 18,301 Russian words in the messages of TypeScript 5.9.3 (Apache-2.0);
 * rare pairs are drawn towards the frequency of their second letter (20 pseudo-pairs each). No name of the tests is among them.
 */
// biome-ignore format: a table reads as rows
const PAIRS = [
  'e554556f754f4544445445577779fff687',
  '2e65666f75854453e64449767687ffff85',
  '638ced38fe4e64d63d36c4f8fef6337ff6',
  '22fc884ffc4f74744c6677fa97bff57ff8',
  '43ece63ffe3e75852d3cc4fffcfffeeffd',
  '53f7f8387e3f7465294684f98baff57ff9',
  '3773655f7696545367353e898779fffdb9',
  '89c1539e5b9c54439b5a5bd5dcdefcbedb',
  '64bbd417ed3d5bc27cb7b5eeedfffddffc',
  '3274e567fe5e76433d5cc4fffefff56ff7',
  '476666498565544364544f76648bffff74',
  '1bebe7bfedbe63c66d734dff6ebffedffd',
  '43f88f6fa93fe4992d4445ff6ffffffaff',
  '53fd8f366f3f66e83fe9e6fff7fff63f54',
  '3378fe27ff3f897825d7d69ffffff68ff5',
  '329e953af93f6ef42fe546899afff46ff7',
  '4e42556f5585545486355b788689fffce9',
  '43fdfe39ff5f96d72637d4ffbffff7eff9',
  '427756397f3f697528874588fa8ff56f86',
  '4495ca48ff4f447644852679cb7ff66fd4',
  '33f4a839ff3f69963b35e5cffbaff63f98',
  '4757744f55b64355b5334e86f666feef5c',
  '92dbdc34ed2db59b3c4bb49eedeffd6ffc',
  '22d7dc6fdc3db5562c49bceeedeffdcfec',
  '64c5cc3fdc1d4bba49abacdeedeff6cfec',
  '23ebed26ed4e57c4adac65fffe9ffe7ffd',
  '93cacb26dc2c3b644bab66ddeceffcaeec',
  '83b9bb2ecb1caaa79baa95cddcdefb4edb',
  '78a8ba2dba8b99988a999acccbcdebadc1',
  '2b75a74f85b36446b7563df4f758feeff8',
  '1b868736f36e4c73bdc55eff787ffeef65',
  '89c5c49ecb9c22a9545a2b9ddc6efcbedb',
  '295ac5aedcac46659b464cddd263fcceec',
  '1c648a4f768a5d65be576ef77688feef7b',
].map((row) => Uint8Array.from(row, (sign) => Number.parseInt(sign, 36)));

/** Letters of other languages in Cyrillic (Ukrainian, Belarusian, Tatar, Bashkir) → the Russian one whose neighbours they have. */
const NEAR = new Map(
  Object.entries({
    і: 'и',
    ї: 'и',
    є: 'е',
    ґ: 'г',
    ў: 'у',
    ә: 'а',
    ө: 'о',
    ү: 'у',
    җ: 'ж',
    ң: 'н',
    һ: 'х',
    ҡ: 'к',
    ғ: 'г',
    ҙ: 'з',
    ҫ: 'с',
  }),
);
const FOREIGN_LETTER_BITS = 3;

const PLACES = new Map([...LETTERS].map((letter, place) => [letter, place]));

/** A letter's place in the table and what it costs beside its pair; undefined for what is no such letter. */
export function placeOf(small: string): { readonly place: number; readonly extraBits: number } | undefined {
  const near = NEAR.get(small);
  const place = PLACES.get(near ?? small);
  return place === undefined || place === EDGE
    ? undefined
    : { place, extraBits: near === undefined ? 0 : FOREIGN_LETTER_BITS };
}

/** The place of a word's edge. */
export const EDGE = 0;

export const pairBits = (first: number, second: number): number => PAIRS[first]?.[second] ?? 0;
