import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, medicine, ordered, patient, saidBy, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { metforminAnswer, metforminEgfrRule } from './metformin_egfr.ts';

const adult = patient(bornBefore({ years: 50 }));
const egfr = (number: number) => value('98979-8', number, 'mL/min/{1.73_m2}');
const METFORMIN = medicine('A10BA02');
const DRAFT = medicine('A10BA02', { status: 'draft', id: 'draft' });
const CT = ordered('КТ живота с контрастом');
const tell = (...entries: ChartEntry[]) => told(metforminEgfrRule, [adult, ...entries]);

/** FDA 2016 for the label's own reading; at 45 and 60 and before contrast a region may choose otherwise. */
test.each([
  [29.9, 'start', 'contraindicated'],
  [30, 'start', 'not-recommended'],
  [45, 'start', 'not-recommended'],
  [45.1, 'start', 'ok'],
  [29.9, 'continue', 'stop'],
  [30, 'continue', 'assess-benefit-risk'],
  [44.9, 'continue', 'assess-benefit-risk'],
  [45, 'continue', 'ok'],
  [29.9, 'contrast', 'stop'],
  [30, 'contrast', 'hold-48h'],
  [60, 'contrast', 'hold-48h'],
  [60.1, 'contrast', 'no-hold'],
] as const)('eGFR %f, %s: %s', (given, action, answer) => expect(metforminAnswer(given, action)).toBe(answer));
test('before contrast in an artery it is held whatever the policy, unless it is stopped for good', () => {
  const acr = { at45: 'careful', at60: 'careful', contrast: 'acr' } as const;
  expect(metforminAnswer(90, 'contrast', true, acr)).toBe('hold-48h');
  expect(metforminAnswer(90, 'contrast', false, acr)).toBe('no-hold');
  expect(metforminAnswer(30, 'contrast', false, acr)).toBe('no-hold');
  expect(metforminAnswer(29, 'contrast', true, acr)).toBe('stop');
});

describe('metformin is', () => {
  const combined = '02 03 05 07 08 10 11 13 14 15 16 17 18 20 22 23 25 26 27'.split(' ').map((code) => `A10BD${code}`);
  test.each(['A10BA02', ...combined])('%s', (code) => {
    expect(tell(medicine(code), egfr(29))).toMatchObject({ severity: 'warning', score: { result: 'stop' } });
  });
  test.each(['A10BB12', 'A10BD06', 'A10BK01'])('not %s', (code) => {
    expect(tell(medicine(code), egfr(29))).toBe('idle: no metformin is ordered');
  });
});

describe('what is told', () => {
  test.each([
    ['started at 29', DRAFT, 29, 'contraindicated', 'Metformin is contraindicated: eGFR below 30'],
    ['started at 40', DRAFT, 40, 'not-recommended', 'Starting metformin is not recommended: eGFR 30–45'],
    ['taken at 29', METFORMIN, 29, 'stop', 'Metformin with eGFR below 30: contraindicated'],
    ['taken at 40', METFORMIN, 40, 'assess-benefit-risk', 'Metformin with eGFR 30–44: weigh benefit and risk'],
  ])('%s', (_, order, number, result, summary) => {
    expect(tell(order, egfr(number))).toMatchObject({
      severity: 'warning',
      score: { egfr: number, result },
      summary: { en: summary },
      missing: [],
      cited: ['Medicine: A10BA02', expect.stringContaining(`${number}`)],
    });
  });
  test('at 46 there is nothing to say, of either', () => {
    expect([tell(DRAFT, egfr(46)), tell(METFORMIN, egfr(46))]).toEqual(['nothing to say', 'nothing to say']);
  });
  test('a new order beside one that is taken is a continuation', () => {
    expect(tell(DRAFT, METFORMIN, egfr(40))).toMatchObject({ score: { result: 'assess-benefit-risk' } });
  });
  test('a sex that decides is named with what was read', () => {
    const unknown = patient(bornBefore({ years: 50 }), 'unknown');
    expect(told(metforminEgfrRule, [unknown, METFORMIN, value('14682-9', 150, 'umol/L')])).toMatchObject({
      score: undefined,
      missing: ['Sex'],
      cited: expect.arrayContaining(['Creatinine: 150 umol/L', 'Medicine: A10BA02']),
    });
  });
});

describe('before contrast', () => {
  const contrast = (entries: ChartEntry[], settings = {}) =>
    saidBy('metformin_egfr', [adult, METFORMIN, ...entries], { settings: { metformin_egfr: settings } }).find(
      ({ advice }) => advice.matter === 'metformin_egfr:contrast',
    );
  test('it is held, with all it rests on', () => {
    const said = contrast([CT, egfr(50), diagnosis('K74.6')]);
    expect(said?.advice).toMatchObject({ severity: 'warning', score: { egfr: 50, result: 'hold-48h' } });
    expect(said?.cited.map(({ value: shown }) => shown)).toEqual(
      expect.arrayContaining(['A10BA02', 'КТ живота с контрастом', 'K74.6', '50 mL/min/{1.73_m2}']),
    );
  });
  test.each(['K70.3', 'K71.7', 'K72.0', 'K73.9', 'K74.6', 'K76.0', 'F10.2', 'I50.0'])(
    'at any eGFR with %s, where the region follows the FDA',
    (code) => {
      expect(contrast([CT, egfr(90), diagnosis(code)])?.advice.score).toEqual({ egfr: 90, result: 'hold-48h' });
      expect(contrast([CT, egfr(90), diagnosis(code)], { contrast: 'acr' })).toBeUndefined();
    },
  );
  test('not with another illness', () => expect(contrast([CT, egfr(90), diagnosis('I10')])).toBeUndefined());
  test('of two orders one for an artery is enough', () => {
    const said = contrast([CT, ordered('Коронароангиография'), egfr(90)]);
    expect(said?.advice.score).toEqual({ egfr: 90, result: 'hold-48h' });
  });
  test('only what is taken is held, not what is about to be started', () => {
    const starting = saidBy('metformin_egfr', [adult, DRAFT, CT, egfr(50)]);
    expect(starting).toEqual([]);
  });
});

test('before contrast it is held while creatinine rises, by either policy and whatever the filtration rate seems', () => {
  const creatinine = (umol: number, effectiveDateTime: string) =>
    value('14682-9', umol, 'umol/L', { effectiveDateTime });
  const rising = [creatinine(40, '2026-02-28T05:00:00Z'), creatinine(75, '2026-03-01T05:00:00Z')];
  const settings = { metformin_egfr: { contrast: 'acr' } };
  for (const change of [{}, { settings }])
    expect(told(metforminEgfrRule, [adult, METFORMIN, CT, ...rising], change)).toMatchObject({
      score: { result: 'hold-48h' },
      detail: { en: expect.stringContaining('acute kidney injury'), ru: expect.stringContaining('острое повреждение') },
    });
  expect(tell(METFORMIN, CT, creatinine(75, '2026-03-01T05:00:00Z'))).toBe('nothing to say');
});
