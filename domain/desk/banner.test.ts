import { describe, expect, test } from '@jest/globals';
import type { Clinic } from '../../schemas/region.ts';
import { bannerOf } from './banner.ts';

const clinic = { id: 'north', title: { ru: 'Северная', en: 'North' }, zone: 'Asia/Yekaterinburg' } as Clinic;
const age = (birthDate?: string) =>
  bannerOf(birthDate === undefined ? {} : { birthDate }, { facts: [], clinic, asOf: '2026-03-02T08:00:00.000Z' }).age;

describe('the age in the banner', () => {
  const ages: [string, string, string][] = [
    ['2025-08-18', '6 мес.', '6 months'],
    ['2020-01-05', '6 лет', '6 years'],
    ['2005-01-05', '21 год', '21 years'],
    ['2003-01-05', '23 года', '23 years'],
    ['2015-01-05', '11 лет', '11 years'],
    ['1925-01-05', '101 год', '101 years'],
  ];
  test.each(ages)('of somebody born on %s is %s', (born, ru, en) => {
    expect(age(born)).toEqual({ ru, en });
  });

  test('by a partial birth date is a range, and without one there is none', () => {
    expect(age('1950')).toEqual({ ru: '75–76 лет', en: '75–76 years' });
    expect(age()).toBeUndefined();
  });
});
