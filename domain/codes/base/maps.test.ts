import { describe, expect, test } from '@jest/globals';
import { isAtc, isLoinc } from '../../../schemas/codes/check.ts';
import { CodeMap } from '../../../schemas/codes/code-map.ts';
import { sameDimension } from '../../../schemas/codes/ucum.ts';
import { ANALYTES } from '../../rules/codes.ts';
import { BASE } from './maps.ts';

const entriesOf = (id: string): CodeMap['entries'] => BASE.find((map) => map.id === id)?.entries ?? [];

describe('the maps that come with Oka', () => {
  test.each(BASE.map((map) => [map.id, map] as const))(
    '%s keeps to the schema of code maps: no name leads to two codes',
    (_, map) => {
      expect(CodeMap.parse(map)).toEqual(map);
    },
  );

  test('every code has its form and check digit, and every unit its dimension', () => {
    for (const { to, unit, units } of BASE.flatMap(({ entries }) => entries)) {
      expect([to?.code, isLoinc(to?.code ?? '') || isAtc(to?.code ?? '')]).toEqual([to?.code, true]);
      for (const { ucum } of Object.values(units)) expect(sameDimension(ucum, unit ?? '')).toBe(true);
    }
  });

  test('each code stands once', () => {
    const codes = BASE.flatMap(({ entries }) => entries.map(({ to }) => to?.code));
    expect(codes.filter((code, place) => codes.indexOf(code) !== place)).toEqual([]);
  });

  test('every analyte that a rule asks for has an entry, in a unit that the rule reads', () => {
    const units = new Map(
      [...entriesOf('oka:laboratory'), ...entriesOf('oka:bedside')].map(({ to, unit }) => [to?.code, unit]),
    );
    for (const [name, { codes }] of Object.entries(ANALYTES)) {
      const known = Object.keys(codes).filter((code) => units.has(code));
      expect([name, known.length > 0]).toEqual([name, true]);
      for (const code of known)
        expect([code, Object.keys(codes[code as keyof typeof codes])]).toEqual([
          code,
          expect.arrayContaining([units.get(code)]),
        ]);
    }
  });

  test('the common panels and the interacting medicines are there', () => {
    expect(entriesOf('oka:laboratory').length).toBeGreaterThanOrEqual(60);
    expect(entriesOf('oka:medicines').length).toBeGreaterThanOrEqual(80);
  });
});
