import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import type { SignName } from '../bedside-codes.ts';
import { bornBefore, diagnosis, patient, sign, value } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { perc, percRule } from './perc.ts';

const ABSENT: readonly SignName[] = [
  'unilateral-leg-swelling',
  'haemoptysis',
  'surgery-or-trauma',
  'previous-vte',
  'oestrogen-use',
];
const calm = [
  sign('pe-low-gestalt', true),
  value('8867-4', 80, '/min'),
  value('59408-5', 97, '%'),
  ...ABSENT.map((name) => sign(name, false)),
];

test('a year of birth around 50 is asked for, one on either side is not', () => {
  expect(told(percRule, [patient('1976'), ...calm])).toMatchObject({ score: undefined, missing: ['Exact age'] });
  expect(told(percRule, [patient('1980'), ...calm])).toMatchObject({ score: { ruledOut: true }, missing: [] });
  expect(told(percRule, [patient('1970'), ...calm])).toMatchObject({
    score: { least: 1, ruledOut: false },
    missing: [],
  });
});
test('what is not known beside a criterion that is met is named', () => {
  const some = [patient('1990'), ...calm.slice(0, -1), sign('haemoptysis', true)];
  const known = some.filter(
    ({ resource }) => !(JSON.stringify(resource).includes('haemoptysis') && JSON.stringify(resource).includes('false')),
  );
  expect(told(percRule, known)).toMatchObject({ score: { least: 1, most: 2 }, missing: ['Oestrogen use'] });
});

const aged = (years: number) => patient(bornBefore({ years }));
const signs = (present: readonly SignName[], absent: readonly SignName[]): ChartEntry[] => [
  ...present.map((name) => sign(name, true)),
  ...absent.map((name) => sign(name, false)),
];
const pulse = (rate: number) => value('8867-4', rate, '/min');
const spo2 = (percent: number) => value('59408-5', percent, '%');

describe('PERC', () => {
  const tell = (years: number, rate: number, saturation: number, ...present: SignName[]) =>
    told(percRule, [
      aged(years),
      sign('pe-low-gestalt', true),
      pulse(rate),
      spo2(saturation),
      ...signs(
        present,
        ABSENT.filter((name) => !present.includes(name)),
      ),
    ]);
  test('each criterion is worth 1', () => {
    const none = {
      ...{ ageGe50: false, hrGe100: false, spo2Lt95: false, legSwelling: false },
      ...{ haemoptysis: false, surgeryTrauma: false, priorVTE: false, hormone: false },
    };
    for (const name of Object.keys(none)) expect(perc({ ...none, [name]: true }).least).toBe(1);
    expect(perc(none)).toMatchObject({ least: 0, most: 0 });
  });
  test('rules out only where all eight are known and none is met', () => {
    expect(tell(49, 99, 95)).toMatchObject({
      severity: 'info',
      score: { least: 0, ruledOut: true },
      summary: {
        en: 'PERC negative: embolism ruled out without tests',
        ru: 'PERC отрицателен: ТЭЛА исключена без тестов',
      },
    });
    expect(tell(50, 99, 95)).toMatchObject({ score: { least: 1, ruledOut: false } });
    expect(tell(49, 100, 95)).toMatchObject({ score: { ruledOut: false } });
    expect(tell(49, 99, 94)).toMatchObject({ score: { ruledOut: false } });
    for (const name of ABSENT) expect(tell(49, 99, 95, name)).toMatchObject({ score: { least: 1, ruledOut: false } });
  });
  test('one that is not known is asked for, unless another is met', () => {
    const some = [aged(30), sign('pe-low-gestalt', true), pulse(90), spo2(97)];
    expect(told(percRule, some)).toMatchObject({ score: undefined, missing: expect.arrayContaining(['Haemoptysis']) });
    expect(told(percRule, [...some, sign('haemoptysis', true)])).toMatchObject({ score: { least: 1, most: 5 } });
  });
  test('only where embolism is thought unlikely', () => {
    expect(told(percRule, [aged(30), pulse(90)])).toMatch(/^idle/);
    expect(told(percRule, [aged(30), sign('pe-low-gestalt', false)])).toMatch(/^idle/);
    expect(told(percRule, [aged(30), sign('pe-low-gestalt', true), diagnosis('Z34.0')])).toMatch(/pregnancy/);
  });
});

test('a saturation that oxygen holds up rules nothing out', () => {
  const adult = patient('1990');
  const open = { score: undefined, missing: ['SpO2 on air'] };
  expect(told(percRule, [adult, ...calm, value('3151-8', 2, 'L/min')])).toMatchObject(open);
  expect(told(percRule, [adult, ...calm, value('3150-0', 28, '%')])).toMatchObject(open);
  expect(told(percRule, [adult, ...calm, sign('supplemental-oxygen', true)])).toMatchObject(open);
  for (const air of [value('3151-8', 0, 'L/min'), value('3150-0', 21, '%'), sign('supplemental-oxygen', false)])
    expect(told(percRule, [adult, ...calm, air])).toMatchObject({ score: { ruledOut: true } });
});
