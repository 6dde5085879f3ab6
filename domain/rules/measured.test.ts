import { describe, expect, test } from '@jest/globals';
import { factsOf, sign, value } from './examples.ts';
import { atLeast, measuredSince, moreThan, needsOf, newestIsUnreadable, newestMeasured, not } from './measured.ts';
import { anyTrue, inside } from './precision.ts';
import { newestSign } from './signs.ts';

describe('“less than” and “more than” leave open what they do not say', () => {
  test.each([
    [5, undefined, true],
    [4.9, undefined, false],
    [5, '>', true],
    [5, '>=', true],
    [4, '>', undefined],
    [4, '>=', undefined],
    [6, '<', undefined],
    [5, '<', false],
    [4, '<', false],
    [5, '<=', undefined],
    [4, '<=', false],
  ] as const)('%f %s is at least 5: %p', (number, comparator, expected) => {
    expect(atLeast({ value: number, comparator }, 5)).toBe(expected);
  });
  test.each([
    [5, undefined, false],
    [5.1, undefined, true],
    [5, '>', true],
    [6, '>', true],
    [4, '>', undefined],
    [5, '>=', undefined],
    [6, '>=', true],
    [5, '<', false],
    [5, '<=', false],
    [4, '<', false],
    [6, '<', undefined],
    [6, '<=', undefined],
  ] as const)('%f %s is more than 5: %p', (number, comparator, expected) => {
    expect(moreThan({ value: number, comparator }, 5)).toBe(expected);
  });
  test('not and or', () => {
    expect([true, false, undefined].map(not)).toEqual([false, true, undefined]);
    expect(anyTrue(false, undefined)).toBeUndefined();
    expect(anyTrue(false, undefined, true)).toBe(true);
    expect(anyTrue(false, false)).toBe(false);
  });
  test('inside', () => {
    const at = (min: number, max: number) => inside({ min, max }, 65, 74);
    expect([at(65, 74), at(64, 74), at(65, 75), at(60, 64), at(75, 75), at(74, 74), at(65, 65)]).toEqual([
      ...[true, undefined, undefined, false, false, true, true],
    ]);
    expect(inside(undefined, 0, 1)).toBeUndefined();
  });
});

const SINCE = Date.parse('2026-03-01T00:00:00Z');
const potassium = (number: number, change = {}, options = {}) => value('2823-3', number, 'mmol/L', change, options);
const OLD = { effectiveDateTime: '2026-02-28T10:00:00Z' };

describe('the newest value', () => {
  const newest = (...entries: ReturnType<typeof value>[]) => newestMeasured(factsOf(entries), 'potassium', SINCE);
  test('is the newest believable one', () => {
    expect(newest(potassium(4), potassium(5, { effectiveDateTime: '2026-03-01T04:00:00Z' }))).toMatchObject({
      found: { value: 4 },
    });
    expect(newest(potassium(4), potassium(5, {}, { doubtful: true }))).toMatchObject({ found: { value: 4 } });
  });
  test('is missing for a reason', () => {
    expect(newest()).toEqual({ missing: { en: 'Potassium', ru: 'Калий' } });
    expect(newest(potassium(4, OLD))).toEqual({
      missing: { en: 'Potassium (no recent value)', ru: 'Калий (нет свежего значения)' },
    });
    expect(newest(potassium(4, {}, { doubtful: true }))).toMatchObject({
      missing: { en: 'Potassium (its time is doubtful)' },
    });
    expect(newest(value('2823-3', 4, 'ед'))).toMatchObject({
      missing: { en: 'Potassium (value or unit not readable)' },
    });
    expect(newest(potassium(40))).toMatchObject({ missing: { en: 'Potassium (value not plausible)' } });
    expect(newest(value('2823-3', 4, 'ед', OLD), potassium(4, OLD))).toMatchObject({
      missing: { en: 'Potassium (no recent value)' },
    });
  });
  test('every usable value is found, doubtful ones too', () => {
    const facts = factsOf([potassium(4), potassium(5, {}, { doubtful: true }), potassium(6, OLD), potassium(70)]);
    expect(
      measuredSince(facts, 'potassium', SINCE)
        .map((one) => one.value)
        .sort(),
    ).toEqual([4, 5]);
  });
  test('is unreadable only where no readable one is newer', () => {
    const unreadable = (...entries: ReturnType<typeof value>[]) =>
      newestIsUnreadable(factsOf(entries), 'potassium', SINCE);
    const odd = (change = {}, options = {}) => value('2823-3', 4, 'ед', change, options);
    expect(unreadable(odd())).toBe(true);
    expect(unreadable(odd(), potassium(4, { effectiveDateTime: '2026-03-01T04:00:00Z' }))).toBe(true);
    expect(unreadable(odd({ effectiveDateTime: '2026-03-01T04:00:00Z' }), potassium(4))).toBe(false);
    expect(unreadable(odd(OLD))).toBe(false);
    expect(unreadable(odd({}, { doubtful: true }))).toBe(false);
    expect(unreadable()).toBe(false);
    expect(unreadable(potassium(40))).toBe(true);
    expect(unreadable(odd({ effectiveDateTime: '2026-03-01T04:00:00Z' }), potassium(4, {}, { doubtful: true }))).toBe(
      true,
    );
  });
});

describe('a sign', () => {
  const found = (change: Partial<fhir4.Observation>) => {
    const lookup = newestSign(factsOf([sign('confusion', true, change)]), 'confusion', SINCE);
    return 'found' in lookup ? lookup.found.present : undefined;
  };
  const [own, code] = [
    { system: 'urn:own', code: 'x' },
    { system: 'https://oka.health/fhir/sign', code: 'confusion' },
  ];
  test('is found beside a code of the clinic, not in another system or of another time', () => {
    expect(found({})).toBe(true);
    expect(found({ code: { coding: [own, code] } })).toBe(true);
    expect(found({ code: { coding: [own] } })).toBeUndefined();
    expect(found({ code: { coding: [{ ...code, system: 'urn:own' }] } })).toBeUndefined();
    expect(found(OLD)).toBeUndefined();
    expect(found({ effectiveDateTime: '2026-03-02T10:00:00Z' })).toBeUndefined();
  });
  test('may be answered by an interpretation', () => {
    const interpretation = [{ coding: [{ code: 'NEG' }] }];
    expect(found({ valueBoolean: undefined, interpretation })).toBe(false);
  });
});

describe('a reading', () => {
  const newest = (name: 'potassium' | 'systolic' | 'gcs', ...entries: ReturnType<typeof value>[]) => {
    const lookup = newestMeasured(factsOf(entries), name, SINCE);
    return 'found' in lookup ? [lookup.found.value, lookup.found.cited.value] : lookup.missing.en;
  };
  const { valueQuantity: _, ...bare } = potassium(4).resource as fhir4.Observation;
  const of = (change: Partial<fhir4.Observation>) => ({ ...potassium(4), resource: { ...bare, ...change } });
  test('of a panel is a component of it', () => {
    const component = (code: string, number: number) => ({
      code: { coding: [{ system: 'http://loinc.org', code }] },
      valueQuantity: { value: number, code: 'mm[Hg]' },
    });
    const panel = of({
      code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
      component: [component('8462-4', 70), component('8480-6', 120)],
    });
    expect(newest('systolic', panel)).toEqual([120, '120 mm[Hg]']);
    expect(needsOf('diastolic').map(({ facet }) => facet)).toEqual([
      'Observation:http://loinc.org|8462-4',
      'Observation:http://loinc.org|85354-9',
    ]);
    expect(needsOf('systolic', 'pulse').map(({ facet }) => facet.split('|')[1])).toEqual([
      '8480-6',
      '8867-4',
      '85354-9',
    ]);
    expect(needsOf('pulse')).toEqual([{ facet: 'Observation:http://loinc.org|8867-4', newest: 5 }]);
  });
  test('is by LOINC alone, beside a code of the clinic', () => {
    const valueQuantity = { value: 5, code: 'mmol/L' };
    const coded = (...coding: fhir4.Coding[]) => newest('potassium', of({ code: { coding }, valueQuantity }));
    expect(coded({ system: 'urn:own', code: 'K' }, { system: 'http://loinc.org', code: '2823-3' })).toEqual([
      5,
      '5 mmol/L',
    ]);
    expect(coded({ system: 'urn:own', code: '2823-3' })).toBe('Potassium');
  });
  test('in words is unreadable where it holds a figure, and none where it holds none', () => {
    expect(newest('potassium', of({ valueString: '4,1 *' }))).toBe('Potassium (value or unit not readable)');
    expect(newest('potassium', of({ valueString: 'см. комментарий' }))).toBe('Potassium');
    expect(newest('potassium', of({ valueQuantity: { value: 4.5, code: 'mmol/L' }, valueString: '4,5' }))).toEqual([
      4.5,
      '4.5 mmol/L',
    ]);
    expect(newest('potassium', of({}))).toBe('Potassium');
    expect(newest('potassium', of({ valueQuantity: { code: 'mmol/L' } }))).toBe('Potassium');
  });
  test('is shown with its comparator and unit as they came', () => {
    const shown = (valueQuantity: fhir4.Quantity) => newest('potassium', of({ valueQuantity }))[1];
    expect(shown({ value: 4, comparator: '<', unit: 'ммоль/л', code: 'mmol/L' })).toBe('<4 ммоль/л');
    expect(shown({ value: 4, code: 'mmol/L' })).toBe('4 mmol/L');
    expect(newest('gcs', value('9269-2', 0, '', { valueQuantity: undefined, valueInteger: 14 } as never))).toEqual([
      14,
      '14 {score}',
    ]);
  });
  test('takes a unit by its code, else by its name, with either micro sign', () => {
    const read = (quantity: fhir4.Quantity) => {
      const lookup = newestMeasured(
        factsOf([value('14682-9', 0, '', { valueQuantity: quantity })]),
        'creatinine',
        SINCE,
      );
      return 'found' in lookup ? lookup.found.value : undefined;
    };
    for (const unit of ['umol/L', 'µmol/L', 'μmol/L']) expect(read({ value: 88.4, unit })).toBeCloseTo(1, 9);
    expect(read({ value: 88.4, unit: 'mg/dL', code: 'umol/L' })).toBeCloseTo(1, 9);
    expect(read({ value: 88.4 })).toBeUndefined();
  });
  test('brings the comments of its laboratory', () => {
    const [noted] = measuredSince(
      factsOf([potassium(4, { note: [{ text: 'a' }, { text: 'b' }] })]),
      'potassium',
      SINCE,
    );
    const [plain] = measuredSince(factsOf([potassium(4)]), 'potassium', SINCE);
    expect([noted?.comments, plain?.comments]).toEqual([['a', 'b'], []]);
  });
});
