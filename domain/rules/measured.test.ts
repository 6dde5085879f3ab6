import { describe, expect, test } from '@jest/globals';
import { factsOf, sign, value } from './examples.ts';
import { atLeast, measuredSince, moreThan, newestIsUnreadable, newestMeasured, not } from './measured.ts';
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
