import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { RegionFile } from '../../schemas/region.ts';
import { REGION } from '../hl7/map/example.ts';
import { RULES } from './catalogue.ts';
import { outdatedOf, settingsOf, stateOf } from './decisions.ts';
import { signed } from './examples.ts';

const rule = { id: 'curb65', version: '1.2.0' };
const signature = (version: string) => ({ by: 'chief therapist', on: '2026-02-01', version });
const decided = (state: 'active' | 'shadow', version?: string) => ({
  rules: { curb65: { state, decision: 'order 7', ...(version ? { signed: signature(version) } : {}) } },
});

describe('a rule in a region', () => {
  test('is a draft until its version is signed, and again after any change of it', () => {
    expect(stateOf(rule, { rules: {} })).toBe('draft');
    expect(stateOf(rule, decided('active'))).toBe('draft');
    expect(stateOf(rule, decided('active', '1.1.0'))).toBe('draft');
    expect(stateOf(rule, decided('shadow', '1.2.0'))).toBe('shadow');
    expect(stateOf(rule, decided('active', '1.2.0'))).toBe('active');
  });

  test('that is switched on under an old signature is named', () => {
    const [first, second] = RULES.map(({ id }) => id) as [string, string];
    const old = { ...signed(first), [second]: { state: 'active' as const, decision: 'x', signed: signature('0') } };
    expect(outdatedOf(RULES, { rules: old }).map(({ id }) => id)).toEqual([second]);
  });

  test('cannot be switched on in a region file without a signature', () => {
    const file = (rules: unknown) => RegionFile.safeParse({ ...REGION, rules });
    expect(file(decided('active').rules).success).toBe(false);
    expect(file(decided('shadow').rules).success).toBe(true);
    expect(file(decided('active', '1.2.0').rules).success).toBe(true);
  });

  test('of the sample region is signed in the version that is there', () => {
    const sample = RegionFile.parse(
      JSON.parse(readFileSync(join(import.meta.dirname, '../../samples/region/region.json'), 'utf8')),
    );
    expect(outdatedOf(RULES, sample)).toEqual([]);
  });

  test('finds what the region has chosen', () => {
    const rules = {
      ...signed('curb65'),
      score2: { state: 'shadow' as const, decision: 'x', settings: { region: 'low' } },
    };
    expect(settingsOf({ rules })).toEqual({ score2: { region: 'low' } });
  });
});
