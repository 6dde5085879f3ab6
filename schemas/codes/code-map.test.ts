import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { isAtc, isLoinc } from './check.ts';
import { CodeMap, faultsBetween } from './code-map.ts';
import { codeKey, nameKey, unitKey } from './text.ts';
import { readUcum, sameDimension } from './ucum.ts';

const potassium = { system: 'http://loinc.org', code: '2823-3', display: 'Potassium' };
const mapOf = (entries: unknown[], more: object = {}): unknown => ({ id: 'local', version: '1', entries, ...more });
const faultOf = (map: unknown): string => {
  const { error } = CodeMap.safeParse(map);
  return error === undefined ? '' : z.prettifyError(error);
};

describe('a code map is refused with a sentence that says where and why', () => {
  test.each([
    [
      'two entries under one code, however it is typed',
      [
        { kind: 'observation', code: 'К', to: potassium },
        { kind: 'observation', code: 'k ', to: null },
      ],
      /observation code k stands in entry 0 too\s+→ at entries\[1\]/,
    ],
    [
      'two entries under one name',
      [
        { kind: 'observation', name: 'С-реакт. белок', to: potassium },
        { kind: 'observation', code: 'X', otherNames: ['C - реакт белок'], to: null },
      ],
      /stands in entry 0 too/,
    ],
    [
      'a LOINC code with a wrong check digit',
      [{ kind: 'observation', code: 'K', to: { ...potassium, code: '2823-4' } }],
      /a LOINC code with its check digit\s+→ at entries\[0\]\.to/,
    ],
    [
      'an ATC code of no form',
      [{ kind: 'medication', code: 'W', to: { system: 'http://www.whocc.no/atc', code: 'B01AA3', display: 'w' } }],
      /an ATC code, such as B01AA03/,
    ],
    [
      'a unit that UCUM does not know',
      [{ kind: 'observation', code: 'K', units: { 'ммоль/л': { ucum: 'mMol/L' } }, to: potassium }],
      /a UCUM code, such as mmol\/L\s+→ at entries\[0\]\.units\["ммоль\/л"\]\.ucum/,
    ],
    [
      'a factor without a unit',
      [{ kind: 'observation', code: 'K', units: { 'мг/дл': { factor: 0.2558 } }, to: potassium }],
      /the UCUM code that the factor leads to/,
    ],
    [
      'a unit of another dimension than the analyte’s',
      [{ kind: 'observation', code: 'K', unit: 'mmol/L', units: { 'г/л': { ucum: 'g/L' } }, to: potassium }],
      /units that can be turned into `unit`/,
    ],
    ['an entry that nothing can lead to', [{ kind: 'observation', to: potassium }], /a code or a name/],
  ])('%s', (_, entries, sentence) => {
    expect(faultOf(mapOf(entries))).toMatch(sentence);
  });

  test('a code and a name may be the same word, and an entry may know that there is no code', () => {
    expect(
      faultOf(
        mapOf([
          { kind: 'observation', code: 'Калий', name: 'Калий', to: potassium },
          { kind: 'observation', code: 'Комментарий', to: null },
        ]),
      ),
    ).toBe('');
  });
});

test('maps and senders must find what they name', () => {
  const map = (id: string, extended: string[]): CodeMap => CodeMap.parse(mapOf([], { id, extends: extended }));
  expect(faultsBetween([map('a', ['oka:laboratory']), map('b', ['a'])], [{ codeMap: 'b' }, {}])).toEqual([]);
  expect(faultsBetween([map('a', ['b']), map('b', ['a']), map('b', [])], [{ codeMap: 'c' }])).toEqual([
    'code map b stands twice',
    'there is no code map c',
    'code map a extends itself',
    'code map b extends itself',
  ]);
  expect(faultsBetween([map('oka:mine', [])], [])).toEqual(['code map oka:mine: names with oka: are Oka’s own']);
});

describe('spellings', () => {
  test.each([
    ['К', 'k'],
    [' na+ ', 'NA+'],
    ['ЁЖ', 'еж'],
  ])('the codes %s and %s are one', (a, b) => {
    expect(codeKey(a)).toBe(codeKey(b));
  });

  test.each([
    ['Общ. белок', 'общ белок'],
    ['Амоксициллин + Клавулановая кислота', 'амоксициллин+клавулановая кислота'],
    ['Калий (К+)', 'КАЛИЙ (K+)'],
    ['Объём', 'объем'],
    ['С–реактивный белок', 'C-реактивный белок'],
  ])('the names %s and %s are one', (a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });

  test('likeness is not equality', () => {
    expect(nameKey('Калий')).not.toBe(nameKey('Кальций'));
    expect(nameKey('25.5')).not.toBe(nameKey('255'));
    expect(codeKey('1.2')).not.toBe(codeKey('12'));
    expect(unitKey('с')).not.toBe(unitKey('c'));
  });

  test.each([
    ['10^9/л', 'х10⁹/Л'],
    ['10*9/л', '10E9/л'],
    ['мм рт. ст.', 'мм.рт.ст'],
    ['mмоль/л', 'ммоль/л'],
    ['µmol/L', 'μmol/l'],
  ])('the units %s and %s are one', (a, b) => {
    expect(unitKey(a)).toBe(unitKey(b));
  });
});

describe('codes', () => {
  test.each(['2823-3', '14682-9', '98979-8', '12345-5', '1-8'])('%s has its check digit', (code) => {
    expect(isLoinc(code)).toBe(true);
  });
  test.each(['2823-4', '2823', '2823-33', 'A-1', ''])('%s has not', (code) => {
    expect(isLoinc(code)).toBe(false);
  });

  test('ATC codes have five levels', () => {
    for (const code of ['B', 'B01', 'B01A', 'B01AA', 'B01AA03']) expect(isAtc(code)).toBe(true);
    for (const code of ['E01', 'B1', 'B01AA3', 'b01aa03', 'B01AA033']) expect(isAtc(code)).toBe(false);
  });

  test.each([
    ['mmol/L', 'umol/L'],
    ['meq/L', 'mmol/L'],
    ['10*9/L', '{cells}/uL'],
    ['/min', '{breaths}/min'],
    ['mm[Hg]', 'kPa'],
    ['g/L', 'mg/dL'],
    ['{INR}', '1'],
    ['U/L', 'ukat/L'],
    ['mL/min/{1.73_m2}', 'mL/min'],
  ])('%s and %s measure the same', (a, b) => {
    expect(sameDimension(a, b)).toBe(true);
  });

  test.each([
    ['mmol/L', 'g/L'],
    ['[IU]/L', 'U/L'],
    ['mm/h', 'mm'],
    ['g/L', 'foo'],
  ])('%s and %s do not', (a, b) => {
    expect(sameDimension(a, b) ?? false).toBe(false);
  });

  test('what is no UCUM is none', () => {
    for (const code of ['', 'mMol/L', 'ммоль/л', 'mmol//L', 'mmol/L ', 'cows', 'm.', '.m', 'L'.repeat(61)])
      expect([code, readUcum(code)]).toEqual([code, undefined]);
    expect(readUcum('mg/dL')?.factor).toBeCloseTo(10);
  });
});
