import { describe, expect, test } from '@jest/globals';
import { bundle, measured } from '../../domain/cds-hooks/example.ts';
import { callOf } from './region.ts';
import { type HookStage, whole } from './stage.ts';

const now = (): string => new Date(Date.now() - 3600_000).toISOString();
const fresh = (code: string, value: number, unit: string) => measured(code, value, unit, { effectiveDateTime: now() });

/** Holds that values which cannot be are told as such. */
export function aboutValues(stage: () => HookStage): void {
  describe('a value that cannot be is named, and never scored', () => {
    const vitals = (...change: object[]) => bundle(...change);
    const normal = () => [
      fresh('9279-1', 16, '/min'),
      fresh('59408-5', 97, '%'),
      fresh('8480-6', 120, 'mm[Hg]'),
      fresh('8867-4', 72, '/min'),
      fresh('8310-5', 36.8, 'Cel'),
      {
        ...fresh('67775-7', 0, '1'),
        valueQuantity: undefined,
        valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: 'LA9340-6' }], text: 'Alert' },
      },
    ];
    const but = (code: string, value: number, unit: string) =>
      vitals(...normal().map((one) => (one.id === `o-${code}` ? fresh(code, value, unit) : one)));

    test.each([
      ['SpO2 400 %', 'oka-deterioration', '59408-5', 400, '%', /[Oo]xygen|SpO/],
      ['a temperature of 400', 'oka-deterioration', '8310-5', 400, 'Cel', /[Tt]emperature/],
      ['a potassium below nothing', 'oka-critical-values', '2823-3', -7, 'mmol/L', /[Pp]otassium/],
      ['a potassium in a unit that does not convert', 'oka-critical-values', '2823-3', 7.4, 'mg/dL/h', /[Pp]otassium/],
      ['SpO2 in millimetres', 'oka-deterioration', '59408-5', 97, 'mm[Hg]', /[Oo]xygen|SpO/],
    ])('%s', async (_, service, code, value, unit, name) => {
      const keys = stage().services.find(({ id }) => id === service)?.prefetch ?? {};
      const observations = code === '2823-3' ? vitals(fresh(code, value, unit)) : but(code, value, unit);
      const prefetch = { ...whole(keys), observations };
      const heard = await stage().it.call(service, callOf('patient-view', {}, { prefetch }));
      expect(heard.status).toBe(200);
      const said = heard.cards.map(({ summary, detail }) => `${summary}\n${detail}`).join('\n');
      expect(said).toMatch(name);
      expect(said).toMatch(/not plausible|not readable|unit/);
      expect(heard.cards.filter(({ indicator }) => indicator === 'critical')).toEqual([]);
      expect(heard.cards.filter(({ summary }) => /NEWS2[^(]*\d+ of|NEWS2: \d|NEWS2 \d/.test(summary))).toEqual([]);
    });
  });
}
