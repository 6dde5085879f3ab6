import { describe, expect, test } from '@jest/globals';
import { RULES } from '../catalogue.ts';

/** What of a rule others rely on without running it: record systems, the region's file, whoever signs its page. */

const ids = (wanted: (rule: (typeof RULES)[number]) => boolean) => RULES.filter(wanted).map(({ id }) => id);
const ADULTS = 18 * 12;

test('an advice that speaks against an order is a detected issue, every other is guidance', () => {
  expect(ids(({ form }) => form === 'DetectedIssue').sort()).toEqual([
    'allergy_betalactam',
    'contrast_egfr',
    'ddi_onc_high_priority',
    'ddi_warfarin_nsaid',
    'duplicate_imaging',
    'imaging_pregnancy',
    'metformin_egfr',
  ]);
  expect(ids(({ form }) => form === 'GuidanceResponse')).toHaveLength(RULES.length - 7);
});

test('every rule has a version of three numbers', () => {
  for (const { version } of RULES) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

describe('ages', () => {
  const bounds = Object.fromEntries(RULES.map(({ id, population }) => [id, population.ageMonths]));
  test('scores that were derived in adults are for adults, with no upper limit', () => {
    for (const id of [
      ...['curb65', 'crb65', 'qsofa', 'wells_pe', 'wells_dvt', 'perc', 'heart', 'findrisc', 'cha2ds2vasc', 'hasbled'],
      ...['ckdepi2021', 'cockcroft_gault', 'kdigo_aki', 'metformin_egfr', 'contrast_egfr', 'qtc'],
      ...['lung_rads_v2022', 'diabetic_retinopathy_followup'],
    ])
      expect([id, bounds[id]]).toEqual([id, { min: ADULTS }]);
  });
  test.each([
    ['news2', { min: 16 * 12 }],
    ['fleischner2017', { min: 35 * 12 }],
    ['score2', { min: 40 * 12, max: 89 * 12 + 11 }],
    ['who_child_pneumonia', { min: 2, max: 59 }],
  ])('%s has those of its publication', (id, expected) => expect(bounds[id]).toEqual(expected));
  test('interactions, allergies, critical values and matters of images know no age', () => {
    expect(ids(({ population }) => population.ageMonths === undefined).sort()).toEqual([
      ...['allergy_betalactam', 'birads', 'critical_finding_without_appointment', 'critical_labs'],
      ...['ddi_onc_high_priority', 'ddi_warfarin_nsaid', 'duplicate_imaging', 'finding_vs_question'],
      ...['follow_up_not_ordered', 'imaging_pregnancy', 'prior_image'],
    ]);
  });
});

test('formulas and scores that do not hold in pregnancy say so', () => {
  expect(ids(({ population }) => population.pregnancy === 'excluded').sort()).toEqual([
    ...['cha2ds2vasc', 'ckdepi2021', 'cockcroft_gault', 'contrast_egfr', 'findrisc', 'hasbled', 'heart'],
    ...['metformin_egfr', 'news2', 'perc', 'score2', 'wells_dvt', 'wells_pe'],
  ]);
  expect(ids(({ population }) => population.pregnancy === 'only')).toEqual(['imaging_pregnancy']);
  expect(ids(({ population }) => population.dialysis === 'excluded').sort()).toEqual(['cockcroft_gault', 'kdigo_aki']);
});

describe('hooks', () => {
  const at = (hook: string) => ids(({ hooks }) => (hooks as readonly string[]).includes(hook)).sort();
  const medicines = ['cockcroft_gault', 'ddi_onc_high_priority', 'ddi_warfarin_nsaid', 'metformin_egfr'];
  const examinations = ['contrast_egfr', 'duplicate_imaging', 'imaging_pregnancy', 'prior_image'];
  test('an order is held against interactions, allergies, kidney function and other images', () => {
    const ordering = ['allergy_betalactam', ...medicines, ...examinations].sort();
    expect(at('order-sign')).toEqual(ordering);
    expect(at('order-select')).toEqual(ordering);
    expect(at('order-dispatch')).toEqual(examinations);
  });
  test('whoever leaves is held against critical values, sepsis, deterioration and interactions', () => {
    expect(at('encounter-discharge')).toEqual([
      ...['critical_labs', 'ddi_onc_high_priority', 'ddi_warfarin_nsaid', 'news2', 'qsofa'],
    ]);
  });
  test('a booking is held against what images and reports ask for', () => {
    expect(at('appointment-book')).toEqual(
      [
        ...['birads', 'critical_finding_without_appointment', 'diabetic_retinopathy_followup', 'finding_vs_question'],
        ...['fleischner2017', 'follow_up_not_ordered', 'lung_rads_v2022'],
        ...['contrast_egfr', 'imaging_pregnancy', 'prior_image'],
      ].sort(),
    );
  });
  test('the beginning of a visit asks the acute scores and the laboratory', () => {
    expect(at('encounter-start')).toEqual([
      ...['ckdepi2021', 'crb65', 'critical_labs', 'curb65', 'heart', 'kdigo_aki', 'news2', 'perc', 'qsofa'],
      ...['wells_dvt', 'wells_pe', 'who_child_pneumonia'],
    ]);
  });
  test('an opened chart asks all but those that are about a new order', () => {
    const orderOnly = ['allergy_betalactam', 'contrast_egfr', 'duplicate_imaging', 'imaging_pregnancy', 'prior_image'];
    expect(ids(({ hooks }) => !hooks.includes('patient-view')).sort()).toEqual(orderOnly);
  });
});

test.each([
  ['metformin_egfr', 'at45', 'careful', ['careful', 'kdigo']],
  ['metformin_egfr', 'at60', 'careful', ['careful', 'kdigo']],
  ['metformin_egfr', 'contrast', 'fda', ['acr', 'fda']],
  ['duplicate_imaging', 'xrChest', '14', ['1', '14', '180', '30', '7', '90']],
  ['duplicate_imaging', 'ctChest', '14', ['1', '14', '180', '30', '7', '90']],
  ['duplicate_imaging', 'mgBreast', '14', ['1', '14', '180', '30', '7', '90']],
  ['duplicate_imaging', 'others', '14', ['1', '14', '180', '30', '7', '90']],
  ['contrast_egfr', 'policy', 'acr-nkf', ['acr-nkf', 'esur']],
  ['qtc', 'formula', 'fridericia', ['bazett', 'framingham', 'fridericia', 'hodges']],
  ['cha2ds2vasc', 'variant', 'vasc', ['va', 'vasc']],
  ['score2', 'region', 'very_high', ['high', 'low', 'moderate', 'very_high']],
  ['score2', 'coefficients', 'published', ['full', 'published']],
  ['heart', 'wording', 'backus-2013', ['backus-2013', 'six-2008']],
])('%s leaves %s to the region: %s unless it chooses', (id, name, preset, options) => {
  const setting = RULES.find((rule) => rule.id === id)?.settings?.find((one) => one.name === name);
  expect(setting?.value).toBe(preset);
  expect(Object.keys(setting?.options ?? {}).sort()).toEqual(options);
  for (const source of Object.values(setting?.options ?? {})) expect(source.cite).not.toBe('');
});
