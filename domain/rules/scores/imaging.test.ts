import { describe, expect, test } from '@jest/globals';
import { scoreCase } from './case.ts';

const figures = (rule: string, inputs: unknown) => {
  const scored = scoreCase(rule, inputs);
  return 'figures' in scored ? scored.figures : scored.outside;
};

describe('Fleischner 2017', () => {
  const nodule = { type: 'solid', number: 'single', risk: 'high', sizeMm: 7 };
  const at = (change: object) => figures('fleischner2017', { ...nodule, ...change });
  test.each([
    [5.4, 'optional CT'],
    [5.5, 'CT'],
    [8.4, 'CT'],
    [8.5, 'consider CT at 3 months, PET/CT or tissue sampling'],
  ])('a size of %f mm is rounded to whole millimetres: %s', (sizeMm, action) => {
    expect(at({ sizeMm })).toMatchObject({ action });
  });
  test.each([
    ['ground-glass', 5, 'no routine follow-up'],
    ['ground-glass', 6, 'CT'],
    ['part-solid', 5, 'no routine follow-up'],
  ])('a single %s nodule of %i mm: %s, whatever the risk', (type, sizeMm, action) => {
    expect(at({ type, sizeMm, risk: null })).toMatchObject({ action });
  });
  test('ground glass is confirmed at 6–12 months and followed for 5 years', () => {
    expect(at({ type: 'ground-glass', sizeMm: 6 })).toEqual({
      action: 'CT',
      recommendation: 'ct at 6-12 months; to confirm persistence, then ct every 2 years until 5 years',
      firstMonths: [6, 12],
      secondMonths: null,
      secondOptional: false,
      extra: 'to confirm persistence, then CT every 2 years until 5 years',
    });
  });
  test('what decides and is not known is not guessed', () => {
    expect(at({ risk: undefined })).toEqual({ action: 'not-computable' });
    expect(at({ risk: undefined, sizeMm: 9 })).toMatchObject({ firstMonths: [3, 3] });
    expect(at({ risk: undefined, number: 'multiple', sizeMm: 9 })).toEqual({ action: 'not-computable' });
    expect(at({ type: 'subsolid' })).toEqual({ action: 'not-computable' });
    expect(at({ type: 'subsolid', sizeMm: 5 })).toMatchObject({ action: 'no routine follow-up' });
  });
  test.each([
    [{ age: 34 }, 'from 35 years of age'],
    [{ knownCancer: true }, 'not with known cancer or immunosuppression'],
    [{ immunosuppressed: true }, 'not with known cancer or immunosuppression'],
    [{ screening: true }, 'not in lung cancer screening: Lung-RADS'],
  ])('outside the population: %j', (change, reason) => {
    expect(at(change)).toBe(reason);
    expect(at({ age: 35 })).toMatchObject({ action: 'CT' });
  });
});

describe('Lung-RADS v2022', () => {
  test.each([
    ['solid', 'baseline', 5.94, undefined, '2'],
    ['solid', 'baseline', 6, undefined, '3'],
    ['solid', 'baseline', 14.9, undefined, '4A'],
    ['solid', 'new', 3.9, undefined, '2'],
    ['solid', 'new', 5.9, undefined, '3'],
    ['solid', 'new', 6, undefined, '4A'],
    ['solid', 'new', 7.9, undefined, '4A'],
    ['solid', 'growing', 7.9, undefined, '4A'],
    ['solid', 'stable', 7.9, undefined, '2'],
    ['solid', 'stable', 8, undefined, '3'],
    ['solid', 'stable', 15, undefined, '4B'],
    ['part-solid', 'baseline', 6, 5.9, '3'],
    ['part-solid', 'baseline', 6, 8, '4B'],
    ['part-solid', 'new', 6, 3.9, '4A'],
    ['part-solid', 'new', 6, 4, '4B'],
    ['part-solid', 'new', 5.9, 4, '4B'],
    ['part-solid', 'growing', 8, 3.9, '4A'],
    ['part-solid', 'growing', 8, 4, '4B'],
    ['part-solid', 'new-or-growing-solid-component', 8, 3.9, '4A'],
    ['part-solid', 'stable', 8, 5.9, '2'],
    ['ground-glass', 'baseline', 30, undefined, '3'],
    ['ground-glass', 'growing', 29.9, undefined, '2'],
    ['ground-glass', 'slowly-growing', 30, undefined, '2'],
  ])('%s, %s, %f mm, solid %p: %s', (type, status, meanMm, solidMm, category) => {
    const given = { type, status, meanMm, ...(solidMm === undefined ? {} : { solidMm }) };
    expect(figures('lung_rads_v2022', given)).toMatchObject({ category });
  });
  test.each([
    { type: 'part-solid', status: 'baseline', meanMm: 6 },
    { type: 'part-solid', status: 'new', meanMm: 6 },
    { type: 'part-solid', status: 'growing', meanMm: 6 },
    { type: 'ground-glass', status: 'growing', meanMm: 30 },
    { type: 'solid', status: 'slowly-growing', meanMm: 7 },
    { type: 'solid', status: 'new-or-growing-solid-component', meanMm: 7, solidMm: 5 },
  ])('%j has no category', (given) => {
    expect(figures('lung_rads_v2022', given)).toMatch(/no row/);
  });
});

describe('retinopathy', () => {
  test('the sooner of grade and macular oedema counts', () => {
    const both = (grade: number, dme: string) => figures('diabetic_retinopathy_followup', { grade, dme });
    expect(both(1, 'centre-involving')).toEqual({
      referral: 'immediate',
      followUp: 'every 1-4 months',
      referable: true,
    });
    expect(both(4, 'none')).toEqual({ referral: 'immediate', followUp: 'every 3 months', referable: true });
    expect(both(0, 'non-centre-involving')).toMatchObject({ followUp: 'every 6 months', referable: true });
  });
  test.each([
    [0, false],
    [1, false],
    [2, true],
  ])('grade %i is referable: %p', (grade, referable) => {
    expect(figures('diabetic_retinopathy_followup', { grade })).toMatchObject({ referable });
  });
});

test.each([
  [29.9, 'prophylaxis-indicated'],
  [44.9, 'individualise'],
])('contrast at eGFR %f: %s', (egfr, salineProphylaxis) => {
  expect(figures('contrast_egfr', { egfr })).toEqual({ salineProphylaxis });
  expect(figures('contrast_egfr', { egfr, aki: true, dialysis: true })).toEqual({
    salineProphylaxis: 'not-indicated-maintenance-dialysis',
  });
});

test.each([
  ['extremity radiography', 'very-low'],
  ['lumbar spine radiography', 'low-to-moderate'],
  ['PET/CT', 'higher'],
])('%s in pregnancy: %s, below 50 mGy', (exam, band) => {
  expect(figures('imaging_pregnancy', { exam })).toMatchObject({ band, below50: true });
});
