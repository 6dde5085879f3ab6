import { describe, expect, test } from '@jest/globals';
import { type CriticalEntry, digestOfList } from '../../schemas/critical-list.ts';
import type { RegionModelDecision } from '../../schemas/governance.ts';
import { decided, EVIDENCE } from '../recognition/examples.ts';
import { value } from '../rules/examples.ts';
import { adult, allSent, child, film, findingIn, image, region, results } from './examples.ts';
import { levelOf } from './level.ts';

const CRITICAL = { level: 'red', ppv: { value: 0.4, n: 120, source: 'films of the region, 2026' } } as const;
const MAY_BE = { evidence: { ...EVIDENCE, critical: true } } as const;
const deciding = (change: Partial<RegionModelDecision>) => ({
  region: { ...region, models: { 'chest-xray-children': [{ ...decided(), ...change }] } },
});

describe('an AI finding is critical', () => {
  test('only where manifest and region both say so, the region with its PPV', () => {
    const severity = (manifest: object, decision: Partial<RegionModelDecision>) =>
      findingIn(results([child, film(), image('1', 0.9, manifest)], undefined, deciding(decision))).severity;
    expect(severity({}, {})).toBe('warning');
    expect(severity(MAY_BE, {})).toBe('warning');
    expect(severity({}, { critical: CRITICAL })).toBe('warning');
    expect(severity(MAY_BE, { critical: CRITICAL })).toBe('critical');
  });

  test('only where it is present, and says how often it is right', () => {
    const told = (probability: number) =>
      findingIn(results([child, film(), image('1', probability, MAY_BE)], undefined, deciding({ critical: CRITICAL })));
    expect(told(0.1)).toMatchObject({ severity: 'info' });
    expect(told(0.1).content).not.toHaveProperty('critical');
    expect(told(0.9).content).toMatchObject({ critical: CRITICAL });
    expect(levelOf(told(0.9), {})).toBe('red');
  });

  test('and the whole image that confirms a critical preview notifies nobody', () => {
    const of = deciding({ critical: CRITICAL });
    const first = results([child, film(), image('1', 0.9, { ...MAY_BE, basis: 'preview' })], undefined, of);
    expect(findingIn(first)).toMatchObject({ severity: 'critical', notify: true });
    const whole = results([child, film(), image('1', 0.92, MAY_BE)], allSent(first), of);
    expect(findingIn(whole)).toMatchObject({ severity: 'critical', version: 2, notify: false });
  });
});

describe('the closed list of a region', () => {
  const listed = (...entries: CriticalEntry[]) => ({
    list: {
      version: '1',
      entries,
      signed: { by: 'demonstration', on: '2026-01-01', digest: digestOfList('1', entries) },
    },
  });
  const potassium = [adult, value('2823-3', 7, 'mmol/L', { id: 'k' })];
  const said = (critical: ReturnType<typeof listed> | undefined) =>
    results(potassium, undefined, { region: { ...region, ...(critical ? { critical } : {}) } });

  test('without one what the rules call critical is, and is red', () => {
    const [one] = said(undefined);
    expect(one).toMatchObject({ severity: 'critical', content: { severity: 'critical' } });
    expect(one && levelOf(one, {})).toBe('red');
  });

  test('with one what it does not name is told as a warning, in its words too', () => {
    const [one] = said(listed({ rule: 'news2', level: 'orange' }));
    expect(one).toMatchObject({ severity: 'warning', content: { severity: 'warning' } });
  });

  test('names how soon: by limit, by matter, by rule', () => {
    const level = (...entries: CriticalEntry[]) => {
      const critical = listed(...entries);
      const [one] = said(critical);
      return [one?.severity, one && levelOf(one, { critical })];
    };
    expect(level({ analyte: 'potassium', high: 6, level: 'yellow' })).toEqual(['critical', 'yellow']);
    expect(level({ analyte: 'sodium', high: 6, level: 'yellow' }, { rule: 'critical_labs', level: 'orange' })[0]).toBe(
      'warning',
    );
  });
});
