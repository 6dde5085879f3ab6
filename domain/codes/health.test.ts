import { describe, expect, test } from '@jest/globals';
import { RegionFile } from '../../schemas/region.ts';
import { REGION } from '../hl7/map/example.ts';
import { signed } from '../rules/examples.ts';
import { clinicHealth } from './health.ts';
import type { CodesOfClinic } from './known.ts';

const LIS = 'LIS^*';
const nothing: CodesOfClinic = { unmapped: [], loinc: [], laboratories: [] };
const rules = (state: 'active' | 'shadow') =>
  Object.fromEntries(Object.entries(signed('critical_labs', 'curb65')).map(([id, one]) => [id, { ...one, state }]));

function healthOf(
  codes: Partial<CodesOfClinic>,
  { entries = [] as unknown[], state = 'active' as 'active' | 'shadow' } = {},
) {
  const region = RegionFile.parse({
    ...REGION,
    rules: rules(state),
    codeMaps: [{ id: 'local', version: '1', entries }],
  });
  const clinic = region.clinics.find(({ id }) => id === 'laboratory');
  if (clinic === undefined) throw new Error('no laboratory');
  return clinicHealth(region, clinic, { ...nothing, ...codes });
}

const POTASSIUM = {
  kind: 'observation',
  code: 'K01',
  to: { system: 'http://loinc.org', code: '2823-3', display: 'K' },
};

describe('health of a clinic', () => {
  test('unknown until a laboratory has sent results, not green', () => {
    expect(healthOf({})).toMatchObject({ state: 'unknown', reasons: [] });
    expect(healthOf({}, { entries: [POTASSIUM] }).state).toBe('unknown');
  });

  test('red with the sentence where nothing leads to a critical analyte', () => {
    expect(healthOf({ laboratories: [LIS] })).toEqual({
      state: 'red',
      sentence: { en: 'critical rules do not work here', ru: 'критические правила здесь не работают' },
      reasons: [
        {
          level: 'red',
          sender: LIS,
          loinc: ['2823-3', '6298-4'],
          sentence: {
            en: 'Potassium: no code or name of LIS^* leads to it',
            ru: 'Калий: к нему не ведёт ни один код и ни одно название от LIS^*',
          },
        },
      ],
    });
  });

  test('amber where the map leads to it and none has come', () => {
    expect(healthOf({ laboratories: [LIS] }, { entries: [POTASSIUM] })).toMatchObject({
      state: 'amber',
      reasons: [{ level: 'amber', sentence: { en: expect.stringContaining('none has come') } }],
    });
  });

  test('green when every critical analyte has come coded, by a map or as LOINC', () => {
    const codes = { laboratories: [LIS], loinc: [{ sender: LIS, code: '6298-4' }] };
    expect(healthOf(codes)).toMatchObject({ state: 'green', reasons: [] });
  });

  test('red where it comes under another code too, which nobody mapped, or in a unit that nobody knows', () => {
    const codes = { laboratories: [LIS], loinc: [{ sender: LIS, code: '2823-3' }] };
    const lost = (one: object) =>
      healthOf({ ...codes, unmapped: [{ sender: LIS, kind: 'observation', code: 'X', ...one }] });
    expect(lost({ code: 'K02', name: 'Калий (К+)' })).toMatchObject({
      state: 'red',
      reasons: [{ sentence: { en: 'Potassium: LIS^* sends it as “K02” (Калий (К+)), which is not mapped' } }],
    });
    expect(lost({ kind: 'unit', code: 'г/л', of: '2823-3' }).state).toBe('red');
    expect(lost({ kind: 'unit', code: 'г/л', of: '718-7' }).state).toBe('amber');
    expect(lost({ code: 'K02', name: 'Хлориды' })).toMatchObject({ state: 'amber', reasons: [{ loinc: [] }] });
  });

  test('what an active rule needs that is not critical makes amber, by name', () => {
    const codes = { laboratories: [LIS], loinc: [{ sender: LIS, code: '2823-3' }] };
    expect(
      healthOf({ ...codes, unmapped: [{ sender: LIS, kind: 'observation', code: 'U1', name: 'Мочевина' }] }),
    ).toMatchObject({ state: 'amber', reasons: [{ sentence: { ru: expect.stringContaining('Мочевина') } }] });
  });

  test('what the map of today knows no longer counts', () => {
    const seen = { sender: LIS, kind: 'observation', code: 'k01', name: 'Калий' } as const;
    const codes = { laboratories: [LIS], loinc: [{ sender: LIS, code: '2823-3' }], unmapped: [seen] };
    expect(healthOf(codes).state).toBe('red');
    expect(healthOf(codes, { entries: [POTASSIUM] }).state).toBe('green');
    expect(healthOf(codes, { entries: [{ ...POTASSIUM, to: null }] }).state).toBe('green');
  });

  test('where no critical rule is switched on nobody can say', () => {
    expect(healthOf({ laboratories: [LIS] }, { state: 'shadow' }).state).toBe('unknown');
  });
});
