/** How much of its base units a unit is, and which: `mmol/L` = 1 × `L^-3.N^1`. */
export type UcumUnit = { readonly factor: number; readonly dimension: string };

type Dimension = Readonly<Record<string, number>>;
type Value = { readonly factor: number; readonly dimension: Dimension };

const METRE: Dimension = { L: 1 };
const SECOND: Dimension = { T: 1 };
const GRAM: Dimension = { M: 1 };
/** Amount of substance has a dimension of its own here, so that moles and counts are not taken for one another. */
const MOLE: Dimension = { N: 1 };
const LITRE: Dimension = { L: 3 };
const PASCAL: Dimension = { M: 1, L: -1, T: -2 };
const JOULE: Dimension = { M: 1, L: 2, T: -2 };
const NONE: Dimension = {};

/** Units that take prefixes (UCUM §4, tables 2–5 and 7, 12, 17–20), in metres, seconds and grams. */
const METRIC: Readonly<Record<string, Value>> = {
  m: { factor: 1, dimension: METRE },
  s: { factor: 1, dimension: SECOND },
  g: { factor: 1, dimension: GRAM },
  K: { factor: 1, dimension: { C: 1 } },
  Cel: { factor: 1, dimension: { C: 1 } },
  mol: { factor: 1, dimension: MOLE },
  eq: { factor: 1, dimension: MOLE },
  osm: { factor: 1, dimension: MOLE },
  L: { factor: 1e-3, dimension: LITRE },
  l: { factor: 1e-3, dimension: LITRE },
  kat: { factor: 1, dimension: { N: 1, T: -1 } },
  U: { factor: 1e-6 / 60, dimension: { N: 1, T: -1 } },
  '[IU]': { factor: 1, dimension: { IU: 1 } },
  '[iU]': { factor: 1, dimension: { IU: 1 } },
  Hz: { factor: 1, dimension: { T: -1 } },
  Pa: { factor: 1e3, dimension: PASCAL },
  bar: { factor: 1e8, dimension: PASCAL },
  'm[Hg]': { factor: 133_322_000, dimension: PASCAL },
  'm[H2O]': { factor: 9_806_650, dimension: PASCAL },
  J: { factor: 1e3, dimension: JOULE },
  cal: { factor: 4184, dimension: JOULE },
  W: { factor: 1e3, dimension: { M: 1, L: 2, T: -3 } },
  V: { factor: 1, dimension: { V: 1 } },
  Ohm: { factor: 1, dimension: { Ohm: 1 } },
  Gy: { factor: 1, dimension: { L: 2, T: -2 } },
  Sv: { factor: 1, dimension: { L: 2, T: -2 } },
  Bq: { factor: 1, dimension: { T: -1 } },
};

/** Units without prefixes. Arbitrary units (§24) are commensurable with nothing but themselves. */
const PLAIN: Readonly<Record<string, Value>> = {
  '%': { factor: 0.01, dimension: NONE },
  '10*': { factor: 10, dimension: NONE },
  '10^': { factor: 10, dimension: NONE },
  '[ppth]': { factor: 1e-3, dimension: NONE },
  '[ppm]': { factor: 1e-6, dimension: NONE },
  '[pH]': { factor: 1, dimension: { pH: 1 } },
  deg: { factor: Math.PI / 180, dimension: NONE },
  min: { factor: 60, dimension: SECOND },
  h: { factor: 3600, dimension: SECOND },
  d: { factor: 86_400, dimension: SECOND },
  wk: { factor: 604_800, dimension: SECOND },
  mo: { factor: 2_629_800, dimension: SECOND },
  a: { factor: 31_557_600, dimension: SECOND },
  '[HPF]': { factor: 1, dimension: { HPF: 1 } },
  '[LPF]': { factor: 1, dimension: { LPF: 1 } },
  '[CFU]': { factor: 1, dimension: { CFU: 1 } },
  "[arb'U]": { factor: 1, dimension: { arb: 1 } },
  '[drp]': { factor: 5e-8, dimension: LITRE },
  '[in_i]': { factor: 0.0254, dimension: METRE },
  '[lb_av]': { factor: 453.592_37, dimension: GRAM },
  '[degF]': { factor: 5 / 9, dimension: { C: 1 } },
  '[diop]': { factor: 1, dimension: { L: -1 } },
};

const PREFIXES: Readonly<Record<string, number>> = {
  ...{ T: 1e12, G: 1e9, M: 1e6, k: 1e3, h: 1e2, da: 10, d: 0.1, c: 1e-2 },
  ...{ m: 1e-3, u: 1e-6, n: 1e-9, p: 1e-12, f: 1e-15 },
};

/** Codes are short; whoever sends more is not writing a unit. */
const LONGEST = 60;
const PART = /^([./]?)([^./{}]*)(\{[^{}]*\})?/;

/**
 * Reads a UCUM code (ucum.org, case-sensitive form) as laboratories use it: units with prefix, exponent and annotation, joined
 * by `.` and `/`, without parentheses. Undefined where the text is no such code.
 */
export function readUcum(code: string): UcumUnit | undefined {
  if (code === '' || code.length > LONGEST || /[^\x21-\x7e]/.test(code)) return undefined;
  let factor = 1;
  const dimension: Record<string, number> = {};
  let rest = code;
  for (let place = 0; rest !== ''; place++) {
    const [whole = '', sign = '', unit = '', annotation] = PART.exec(rest) ?? [];
    if (whole === '' || (place > 0 && sign === '') || (place === 0 && sign === '.')) return undefined;
    rest = rest.slice(whole.length);
    const value = unit === '' ? (annotation === undefined ? undefined : ONE) : readComponent(unit);
    if (value === undefined) return undefined;
    const direction = sign === '/' ? -1 : 1;
    factor *= value.factor ** direction;
    for (const [name, exponent] of Object.entries(value.dimension))
      dimension[name] = (dimension[name] ?? 0) + exponent * direction;
  }
  const names = Object.keys(dimension).filter((name) => dimension[name] !== 0);
  return {
    factor,
    dimension: names
      .sort()
      .map((name) => `${name}^${dimension[name]}`)
      .join('.'),
  };
}

const ONE: Value = { factor: 1, dimension: NONE };

/** `mmol`, `m2`, `10*9`, `24`: a number, or one unit with its exponent. */
function readComponent(text: string): Value | undefined {
  if (/^\d+$/.test(text)) return { factor: Number(text), dimension: NONE };
  const [, unit = '', exponent = '1'] = /^(10[*^]|.*?[^\d+-])([+-]?\d{1,2})?$/.exec(text) ?? [];
  const atom = readAtom(unit);
  if (atom === undefined) return undefined;
  const power = Number(exponent);
  const dimension = Object.fromEntries(Object.entries(atom.dimension).map(([name, of]) => [name, of * power]));
  return { factor: atom.factor ** power, dimension };
}

function readAtom(unit: string): Value | undefined {
  const plain = own(METRIC, unit) ?? own(PLAIN, unit);
  if (plain !== undefined) return plain;
  for (const length of [1, 2]) {
    const prefix = own(PREFIXES, unit.slice(0, length));
    const atom = own(METRIC, unit.slice(length));
    if (prefix !== undefined && atom !== undefined) return { factor: prefix * atom.factor, dimension: atom.dimension };
  }
  return undefined;
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** Do two UCUM codes measure the same kind of thing? Undefined where one of them is no code. */
export function sameDimension(a: string, b: string): boolean | undefined {
  const [one, other] = [readUcum(a), readUcum(b)];
  return one && other && one.dimension === other.dimension;
}
