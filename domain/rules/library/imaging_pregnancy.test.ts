import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, diagnosis, ordered, patient } from '../examples.ts';
import { fetalDoseOf, imagingPregnancyRule } from './imaging_pregnancy.ts';
import { FETAL_DOSES, isBelowLimit } from './tables/fetal-dose.ts';

const pregnant = [patient(bornBefore({ years: 30 })), diagnosis('Z34.0')];
const tell = (text: string) => told(imagingPregnancyRule, [...pregnant, ordered(text, '2026-02-27T09:00:00Z')]);

/** ACOG Committee Opinion 723, table 2: the row to which an order belongs. */
test.each([
  ['PET', [], 'PET/CT'],
  ['CT', ['pelvis'], 'pelvic CT'],
  ['CT', ['abdomen', 'pelvis'], 'pelvic CT'],
  ['CT', ['abdomen', 'chest'], 'abdominal CT'],
  ['CT', ['lumbar spine'], 'abdominal CT'],
  ['CT', ['chest', 'head'], 'CT chest / CTPA'],
  ['CT', ['cervical spine'], 'CT head or neck'],
  ['CT', ['head'], 'CT head or neck'],
  ['RF', ['abdomen'], 'intravenous pyelography'],
  ['NM', ['chest'], 'V/Q scintigraphy'],
  ['MG', ['breast'], 'mammography two views'],
  ['XR', ['lumbar spine', 'chest'], 'lumbar spine radiography'],
  ['XR', ['pelvis'], 'abdominal radiography'],
  ['XR', ['abdomen'], 'abdominal radiography'],
  ['XR', ['chest'], 'chest radiography two views'],
  ['XR', ['cervical spine'], 'cervical spine radiography'],
  ['XR', ['limb'], 'extremity radiography'],
] as const)('%s of %j is “%s”', (modality, regions, exam) => {
  expect(fetalDoseOf({ modality, regions })).toBe(FETAL_DOSES[exam]);
});
test('an examination that the table has no row for has no dose', () => {
  for (const modality of ['CT', 'XR', 'NM', 'RF', 'XA'] as const)
    expect(fetalDoseOf({ modality, regions: [] })).toBeUndefined();
});
test('no dose of the table passes 50 mGy; one that does is not below the limit', () => {
  for (const dose of Object.values(FETAL_DOSES)) expect(isBelowLimit(dose)).toBe(true);
  expect(isBelowLimit({ ...FETAL_DOSES['pelvic CT'], mGy: [10, 50.1] })).toBe(false);
});

describe('the advice', () => {
  test('tells the dose, cites the order and is a warning from a higher band on', () => {
    expect(tell('Рентгенография органов грудной клетки')).toMatchObject({
      severity: 'info',
      score: { band: 'very-low', mostMGy: 0.01 },
      cited: [expect.stringContaining('Рентгенография органов грудной клетки')],
    });
    expect(tell('КТ органов брюшной полости')).toMatchObject({
      severity: 'warning',
      score: { band: 'higher', mostMGy: 35 },
    });
  });
  test('an examination without a row is a warning without a dose', () => {
    const said = tell('Коронароангиография');
    expect(said).toMatchObject({ severity: 'warning', score: { band: 'unknown' } });
    expect(said).not.toHaveProperty('score.mostMGy');
  });
  test.each([
    ['КТ головы', true],
    ['Сцинтиграфия лёгких', true],
    ['Экскреторная урография', true],
    ['Коронароангиография', true],
    ['ПЭТ/КТ', true],
    ['Маммография', true],
    ['Рентгенография кисти', true],
    ['МРТ головы', false],
    ['УЗИ почек', false],
  ])('“%s” is ionising: %p', (text, ionising) => {
    if (ionising) expect(tell(text)).toHaveProperty('severity');
    else expect(tell(text)).toMatch(/^idle/);
  });
});
