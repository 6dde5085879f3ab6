import { describe, expect, test } from '@jest/globals';
import { CodeMap } from '../../schemas/codes/code-map.ts';
import { resolveMap } from './resolve.ts';

const loinc = (code: string) => ({ system: 'http://loinc.org', code, display: code });
const MAPS = [
  CodeMap.parse({
    id: 'hospital',
    version: '7',
    extends: ['region', 'oka:medicines'],
    entries: [
      { kind: 'observation', code: 'K01', to: loinc('2823-3') },
      { kind: 'observation', code: 'НЕТ', to: null },
      { kind: 'medication', name: 'Аспирин', to: { system: 'http://www.whocc.no/atc', code: 'B01AC06', display: 'a' } },
    ],
  }),
  CodeMap.parse({
    id: 'region',
    version: '2',
    extends: ['oka:laboratory'],
    matchNames: 'always',
    entries: [
      {
        kind: 'observation',
        code: 'K01',
        units: { 'мг/дл': { ucum: 'mmol/L', factor: 0.2558 } },
        to: loinc('2823-3'),
      },
      { kind: 'observation', code: 'НЕТ', to: loinc('2951-2') },
    ],
  }),
  CodeMap.parse({ id: 'named', version: '1', extends: ['oka:laboratory'], matchNames: 'always', entries: [] }),
];
const hospital = resolveMap(MAPS, 'hospital');

describe('a map with those it extends', () => {
  test('its own entries win, then the nearest map', () => {
    expect(hospital?.byCode('observation', 'к01')?.to?.code).toBe('2823-3');
    expect(hospital?.byCode('observation', 'нет')).toMatchObject({ to: undefined });
    expect(hospital?.byName('medication', 'АСПИРИН', false)?.to?.code).toBe('B01AC06');
    expect(hospital?.byName('medication', 'Варфарин', false)?.to?.code).toBe('B01AA03');
    expect(hospital?.version).toBe('hospital@7 region@2 oka:laboratory@2026.1 oka:medicines@2026.1');
  });

  test('its version is text that rises', () => {
    const orderOf = (version: string) =>
      resolveMap([CodeMap.parse({ id: 'x', version, extends: ['oka:bedside'], entries: [] })], 'x')?.order ?? '';
    const versions = ['1', '2', '10', '10.1', '2026.9', '2026.10'];
    expect([...versions].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))).toEqual(versions);
  });

  test('an entry knows the units that the other maps know for its term', () => {
    const entry = hospital?.byCode('observation', 'K01');
    expect(entry?.unitOf('мг/дл', undefined)).toEqual({ ucum: 'mmol/L', factor: 0.2558 });
    expect(entry?.unitOf('meq/L', undefined)).toEqual({ ucum: 'mmol/L', factor: 1 });
    expect(entry?.unitOf('ммоль/л', undefined)).toEqual({ ucum: 'mmol/L', factor: 1 });
    expect(entry?.unitOf('мкмоль/л', undefined)).toEqual({ ucum: 'umol/L', factor: 1 });
  });

  test('a unit of another dimension is none, and so is one that nobody knows', () => {
    const entry = hospital?.byCode('observation', 'K01');
    expect(entry?.unitOf('г/л', undefined)).toBe('other');
    expect(entry?.unitOf('g/L', 'UCUM')).toBe('other');
    expect(entry?.unitOf('попугаев', undefined)).toBe('unknown');
  });

  test('a factor stands for every spelling of its unit', () => {
    const creatinine = resolveMap(MAPS, 'named')?.byName('observation', 'Креатинин', false);
    for (const sent of ['mg/dL', 'мг/дл', 'MG/DL', 'мг/100 мл', 'мг%'])
      expect([sent, creatinine?.unitOf(sent, undefined)]).toEqual([sent, { ucum: 'umol/L', factor: 88.4 }]);
  });

  test('a name under a code that the map lacks decides only for medicines, or where the clinic says so', () => {
    expect(hospital?.byName('observation', 'Калий', true)).toBeUndefined();
    expect(hospital?.byName('observation', 'Калий', false)?.to?.code).toBe('2823-3');
    expect(hospital?.byName('medication', 'Метформин', true)?.to?.code).toBe('A10BA02');
    expect(resolveMap(MAPS, 'named')?.byName('observation', 'Калий', true)?.to?.code).toBe('2823-3');
  });

  test('names are equal or not: none is guessed', () => {
    for (const name of ['Варфарн', 'Варфарин 2,5 мг', 'Варфарин таб.', 'Кали', 'Калий мочи', 'Глюкоза', 'Лейкоциты'])
      for (const kind of ['medication', 'observation'] as const)
        expect([name, hospital?.byName(kind, name, false)]).toEqual([name, undefined]);
  });

  test('a map that does not exist is none', () => {
    expect(resolveMap(MAPS, 'nowhere')).toBeUndefined();
  });
});
