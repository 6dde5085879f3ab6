import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { RegionFile } from '../../schemas/region.ts';
import { REGION } from '../hl7/map/example.ts';
import { standingOf } from './book/standing.ts';
import { RULES } from './catalogue.ts';
import { digestOf, settingsOf, stateOf } from './decisions.ts';
import { signed } from './examples.ts';

const rule = RULES.find(({ id }) => id === 'curb65');
if (!rule) throw new Error('no rule curb65');
const page = digestOf(rule) ?? '';
const decided = (state: 'active' | 'shadow', digest?: string) => ({
  rules: {
    curb65: {
      state,
      decision: 'order 7',
      ...(digest ? { signed: { by: 'chief therapist', on: '2026-02-01', version: rule.version, digest } } : {}),
    },
  },
});

describe('a rule in a region', () => {
  test('is a draft until its page is signed, and again after any change of the page', () => {
    expect(stateOf(rule, { rules: {} })).toBe('draft');
    expect(stateOf(rule, decided('active'))).toBe('draft');
    expect(stateOf(rule, decided('active', 'a'.repeat(64)))).toBe('draft');
    expect(stateOf(rule, decided('shadow', page))).toBe('shadow');
    expect(stateOf(rule, decided('active', page))).toBe('active');
  });

  test('that runs in another version than was recorded is a draft, whatever is signed', () => {
    expect(stateOf({ ...rule, version: '9.9.9' }, decided('active', page))).toBe('draft');
    expect(stateOf({ ...rule, id: 'nobody' }, decided('active', page))).toBe('draft');
    expect(digestOf({ id: 'toString', version: '1' })).toBeUndefined();
  });

  test('cannot be switched on in a region file without a signature', () => {
    const file = (rules: unknown) => RegionFile.safeParse({ ...REGION, rules });
    expect(file(decided('active').rules).success).toBe(false);
    expect(file(decided('shadow').rules).success).toBe(true);
    expect(file(decided('active', page).rules).success).toBe(true);
    expect(file(decided('active', 'no digest').rules).success).toBe(false);
  });

  test('of the sample region is signed in the version that is there', () => {
    const sample = RegionFile.parse(
      JSON.parse(readFileSync(join(import.meta.dirname, '../../samples/region/region.json'), 'utf8')),
    );
    const outdated = RULES.filter((rule) => standingOf(rule, sample).state === 'outdated');
    expect(outdated.map(({ id }) => id)).toEqual([]);
    expect(Object.keys(sample.rules).length).toBeGreaterThan(0);
  });

  test('finds what the region has chosen', () => {
    const rules = {
      ...signed('curb65'),
      score2: { state: 'shadow' as const, decision: 'x', settings: { region: 'low' } },
    };
    expect(settingsOf({ rules })).toEqual({ score2: { region: 'low' } });
  });
});
