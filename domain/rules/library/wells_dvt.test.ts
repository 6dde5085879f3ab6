import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import type { SignName } from '../bedside-codes.ts';
import { bornBefore, patient, sign } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { wellsDvt, wellsDvtRule, wellsDvtThreeTier, wellsDvtTwoTier } from './wells_dvt.ts';

const aged = (years: number) => patient(bornBefore({ years }));
const signs = (present: readonly SignName[], absent: readonly SignName[]): ChartEntry[] => [
  ...present.map((name) => sign(name, true)),
  ...absent.map((name) => sign(name, false)),
];

describe('Wells, deep vein thrombosis', () => {
  const NAMES = [
    ...(['active-cancer', 'paralysis', 'bedridden-or-major-surgery', 'vein-tenderness', 'entire-leg-swollen'] as const),
    ...(['calf-swelling', 'pitting-oedema', 'collateral-veins', 'previous-vte', 'dvt-alternative'] as const),
  ];
  const tell = (...present: SignName[]) =>
    told(wellsDvtRule, [
      aged(40),
      ...signs(
        present,
        NAMES.filter((name) => !present.includes(name)),
      ),
    ]);
  test('tiers', () => {
    expect([-2, 0, 1, 2, 3].map(wellsDvtThreeTier)).toEqual(['low', 'low', 'moderate', 'moderate', 'high']);
    expect([1, 2].map(wellsDvtTwoTier)).toEqual(['unlikely', 'likely']);
  });
  test('another diagnosis takes two points away, and may do so where nobody said', () => {
    const none = {
      ...{ activeCancer: false, paralysis: false, bedriddenOrSurgery: false, tenderness: false, previousDVT: false },
      ...{ entireLegSwollen: false, calfSwelling: false, pittingOedema: false, collateralVeins: false },
    };
    expect(wellsDvt({ ...none, alternativeDx: true })).toMatchObject({ least: -2, most: -2 });
    expect(wellsDvt({ ...none, alternativeDx: undefined })).toMatchObject({ least: -2, most: 0 });
  });
  test.each(NAMES.slice(0, 9))('%s is worth 1', (name) => {
    expect(tell(name)).toMatchObject({ severity: 'info', score: { least: 1, twoTier: 'unlikely' } });
  });
  test('two points are likely, not with an alternative', () => {
    expect(tell('calf-swelling', 'vein-tenderness')).toMatchObject({
      severity: 'warning',
      score: { least: 2 },
      summary: { en: 'Wells (DVT): 2, thrombosis likely', ru: 'Wells (ТГВ): 2, ТГВ вероятен' },
    });
    expect(tell('calf-swelling', 'vein-tenderness', 'dvt-alternative')).toMatchObject({ score: { least: 0 } });
  });
  test('speaks only where the alternative is charted', () => {
    expect(told(wellsDvtRule, [aged(40), sign('calf-swelling', true)])).toMatch(/^idle/);
    expect(told(wellsDvtRule, [aged(40), sign('dvt-alternative', false)])).toMatchObject({ score: undefined });
  });
});
