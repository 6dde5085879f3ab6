import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { ASSESSMENT_SYSTEM } from '../assessments.ts';
import { appointment, bornBefore, entry, ordered, patient, procedure } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { diabeticRetinopathyFollowupRule, retinopathyPlan } from './diabetic_retinopathy_followup.ts';

const adult = patient(bornBefore({ years: 60 }));
const seen = (code: string, change: Partial<fhir4.Observation>, effectiveDateTime = '2026-02-10T09:00:00Z') =>
  entry({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: ASSESSMENT_SYSTEM, code }] },
    effectiveDateTime,
    ...change,
  });
const grade = (valueInteger: number, time?: string) => seen('retinopathy', { valueInteger }, time);
const macula = (valueString: string, time?: string) => seen('macular-oedema', { valueString }, time);
const tell = (...entries: ChartEntry[]) => told(diabeticRetinopathyFollowupRule, [adult, ...entries]);

/** American Diabetes Association 2017, table 4: referral, months until the next examination, referable. */
test.each([
  [{ grade: 0 }, 'within 1 year', 'every 1-2 years', 24, false],
  [{ grade: 1 }, 'within 1 year', 'every year', 12, false],
  [{ grade: 2 }, 'within 3-6 months', 'every 6-9 months', 9, true],
  [{ grade: 3 }, 'immediate', 'every 3-6 months', 6, true],
  [{ grade: 4 }, 'immediate', 'every 3 months', 3, true],
  [{ dme: 'none' }, 'within 1 year', 'every 1-2 years', 24, false],
  [{ dme: 'non-centre-involving' }, 'within 3-6 months', 'every 6 months', 6, true],
  [{ dme: 'centre-involving' }, 'immediate', 'every 1-4 months', 4, true],
  [{ grade: 4, dme: 'none' }, 'immediate', 'every 3 months', 3, true],
  [{ grade: 0, dme: 'centre-involving' }, 'immediate', 'every 1-4 months', 4, true],
  [{ grade: 3, dme: 'non-centre-involving' }, 'immediate', 'every 3-6 months', 6, true],
] as const)('%j: %s, then %s (%i months), referable %p', (given, referral, followUp, months, referable) => {
  expect(retinopathyPlan(given)).toMatchObject({
    referral: { text: referral },
    followUp: { text: followUp, months },
    referable,
  });
});
test('of what nobody looked at there is no plan', () => expect(retinopathyPlan({})).toBeUndefined());

describe('in a chart', () => {
  test('without a grade or a macula there is no occasion', () => {
    expect(tell()).toBe('idle: no grade of retinopathy is recorded');
  });
  test('the grade alone, with its plan and its fact', () => {
    const said = tell(grade(2));
    expect(said).toMatchObject({
      severity: 'info',
      summary: { en: 'Fundus: moderate non-proliferative retinopathy: ophthalmologist within 3–6 months' },
      detail: {
        en: expect.stringContaining('Referral: within 3-6 months; then every 6-9 months.'),
        ru: expect.stringContaining('Направление: в течение 3–6 месяцев; осмотры не реже чем раз в 9 мес.'),
      },
      score: { grade: 2, referral: 'within 3-6 months', followUp: 'every 6-9 months', referable: true, overdue: false },
      cited: ['Diabetic retinopathy (ICDR): 2'],
    });
    expect(said).not.toHaveProperty('score.dme');
  });
  test('the macula alone', () => {
    const said = tell(macula('centre-involving'));
    expect(said).toMatchObject({
      severity: 'warning',
      summary: { en: 'Fundus: macular oedema of the centre: ophthalmologist now' },
      detail: { ru: expect.stringContaining('Направление: немедленно;') },
      score: { dme: 'centre-involving' },
    });
    expect(said).not.toHaveProperty('score.grade');
  });
  test('both are named, but not an oedema that is not there', () => {
    expect(tell(grade(3), macula('non-centre-involving'))).toMatchObject({
      summary: {
        en: 'Fundus: severe non-proliferative retinopathy, macular oedema outside the centre: ophthalmologist now',
      },
      cited: ['Diabetic macular oedema: non-centre-involving', 'Diabetic retinopathy (ICDR): 3'],
    });
    expect(tell(grade(2), macula('none'))).toMatchObject({
      summary: { en: 'Fundus: moderate non-proliferative retinopathy: ophthalmologist within 3–6 months' },
    });
    expect(tell(macula('none', '2023-01-10T09:00:00Z'))).toMatchObject({
      summary: { en: 'Fundus: no macular oedema: the examination of the fundus is overdue' },
      detail: { ru: expect.stringContaining('Направление: в течение года;') },
    });
  });
  test('the newer of grade and macula is the examination that counts', () => {
    const [older, newer] = ['2024-06-10T09:00:00Z', '2025-12-10T09:00:00Z'];
    expect(tell(grade(1, older), macula('none', newer))).toBe('nothing to say');
    expect(tell(grade(1, newer), macula('none', older))).toBe('nothing to say');
    expect(tell(grade(1, older), macula('none', older))).toHaveProperty('score.overdue', true);
  });
  test.each([
    ['an ophthalmologist', ordered('Консультация офтальмолога')],
    ['an oculist', ordered('Осмотр окулиста')],
    ['ophthalmology', appointment('Ophthalmology', '2026-03-10T09:00:00Z')],
    ['a procedure on the retina', procedure('Лазеркоагуляция сетчатки', '2026-02-20T09:00:00Z')],
    ['retinal photographs', ordered('Retinal photography')],
  ])('%s since answers it', (_, entries) => expect(tell(grade(4), entries)).toBe('nothing to say'));
  test.each([
    ['a cardiologist', ordered('Консультация кардиолога')],
    ['an ophthalmologist before', ordered('Консультация офтальмолога', '2026-02-10T09:00:00Z')],
    ['a procedure before', procedure('Лазеркоагуляция сетчатки', '2026-02-09T09:00:00Z')],
  ])('%s does not', (_, entries) => expect(tell(grade(4), entries)).toMatchObject({ severity: 'warning' }));
});
