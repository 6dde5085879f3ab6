import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../schemas/result.ts';
import { PNEUMONIA } from '../codes.ts';
import { bornBefore, diagnosis, entry, onlyOf, patient, RECORD, runOf, saidBy, sign, value } from '../examples.ts';

const child = patient(bornBefore({ months: 14 }));
const missingOf = (advice: { missing: readonly { en: string }[] }) => advice.missing.map(({ en }) => en);

describe('WHO: child with cough', () => {
  const cough = diagnosis('R05');
  const documented = [value('9279-1', 30, '/min'), sign('chest-indrawing', false), sign('danger-sign', false)];

  test.each([
    ['не выявлены', false],
    ['Отсутствуют', false],
    ['выявлено', true],
    ['имеются', true],
  ])('a sign answered in words, “%s”, is read', (valueString, present) => {
    const { valueBoolean: _, ...told } = sign('danger-sign', true).resource as fhir4.Observation;
    const advice = onlyOf('who_child_pneumonia', [
      child,
      cough,
      ...documented.slice(0, 2),
      entry({ ...told, valueString }),
    ]);
    expect(advice.score).toEqual({ class: present ? 'severe-pneumonia' : 'cough-or-cold' });
  });
  test('a sign answered with doubt stays unknown', () => {
    const { valueBoolean: _, ...told } = sign('danger-sign', true).resource as fhir4.Observation;
    const doubt = entry({ ...told, valueString: 'нельзя исключить' });
    expect(missingOf(onlyOf('who_child_pneumonia', [child, cough, ...documented.slice(0, 2), doubt]))).toContain(
      'General danger signs',
    );
  });
  test('a calm child is a cough or cold; no SpO2 is named but does not hold it up', () => {
    const advice = onlyOf('who_child_pneumonia', [child, cough, ...documented]);
    expect(advice).toMatchObject({ severity: 'info', score: { class: 'cough-or-cold' } });
    expect(missingOf(advice)).toContain('Oxygen saturation (SpO2)');
  });
  test('fast breathing at 14 months is pneumonia', () => {
    const facts = [child, cough, value('9279-1', 40, '/min'), ...documented.slice(1)];
    expect(onlyOf('who_child_pneumonia', facts)).toMatchObject({ severity: 'warning', score: { class: 'pneumonia' } });
  });
  test('SpO2 of 89 % alone is severe', () => {
    const facts = [child, cough, value('59408-5', 89, '%')];
    expect(onlyOf('who_child_pneumonia', facts).score).toEqual({ class: 'severe-pneumonia' });
  });
  test('breaths that nobody counted are named, not guessed', () => {
    const advice = onlyOf('who_child_pneumonia', [child, cough, ...documented.slice(1)]);
    expect(missingOf(advice)).toContain('Respiratory rate');
    expect(advice.score).toBeUndefined();
    expect(advice.summary.ru).toContain('не рассчитано');
  });
  test('45 breaths of a child of about one year: the missing fact is the age', () => {
    const facts = [patient('2025'), cough, value('9279-1', 45, '/min'), ...documented.slice(1)];
    const advice = onlyOf('who_child_pneumonia', facts);
    expect(missingOf(advice)).toContain('Exact date of birth');
  });
  test('breaths counted two days before the cough began are not taken', () => {
    const old = value('9279-1', 60, '/min', { effectiveDateTime: '2026-02-27T03:00:00Z' });
    expect(missingOf(onlyOf('who_child_pneumonia', [child, cough, old, ...documented.slice(1)]))).toContain(
      'Respiratory rate (no recent value)',
    );
  });
  test('a pneumonia that a physician stated is not argued away by calm breathing', () => {
    const advice = onlyOf('who_child_pneumonia', [child, diagnosis('J18.9'), ...documented]);
    expect(advice).toMatchObject({ severity: 'info', score: { class: 'cough-or-cold' } });
    expect(advice.summary.ru).toContain('указана врачом');
    expect(advice.action.ru).not.toContain('антибиотик не показан');
    expect(advice.action.ru).toContain('решает врач');
  });
  test('signs of a visit a week ago do not describe the child of today', () => {
    const earlier = [cough, ...documented].map((one) => structuredClone(one));
    for (const { resource } of earlier)
      Object.assign(
        resource as object,
        resource?.resourceType === 'Condition'
          ? { recordedDate: '2026-02-22T09:00:00+05:00' }
          : { effectiveDateTime: '2026-02-22T10:00:00+05:00' },
      );
    expect(onlyOf('who_child_pneumonia', [child, ...earlier]).score).toEqual({ class: 'cough-or-cold' });
    expect(missingOf(onlyOf('who_child_pneumonia', [child, ...earlier, diagnosis('J18.9')]))).toContain(
      'Respiratory rate (no recent value)',
    );
  });
  test('a diagnosis dated by a clock that runs ahead does not hide the signs', () => {
    const ahead = diagnosis('R05', '2026-03-04T09:00:00+05:00');
    expect(onlyOf('who_child_pneumonia', [child, ahead, ...documented]).score).toEqual({ class: 'cough-or-cold' });
  });
  test('a diagnosis without a date is as old as the message that stated it', () => {
    const undated = (stamp: string) =>
      entry(
        {
          resourceType: 'Condition',
          code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'R05' }] },
          subject: {},
        },
        { stamp },
      );
    expect(runOf('who_child_pneumonia', [child, undated('2025-06-01T09:00:00.000Z')]).state).toBe('idle');
    expect(runOf('who_child_pneumonia', [child, undated('2026-03-01T09:00:00.000Z')]).state).toBe('said');
  });
  test('amoxicillin is advised with the question of an allergy', () => {
    const facts = [child, cough, value('9279-1', 40, '/min'), ...documented.slice(1)];
    expect(onlyOf('who_child_pneumonia', facts).action.ru).toContain('аллерг');
  });
  test('a cough of a month ago is no occasion', () => {
    expect(runOf('who_child_pneumonia', [child, diagnosis('R05', '2026-01-20'), ...documented]).state).toBe('idle');
  });
  test('a present pneumonia finding of an active model is an occasion, an absent one is none', () => {
    const stated = (state: Finding['state']) => ({
      findings: [
        {
          record: RECORD,
          reference: 'Observation/x',
          time: '2026-03-01T08:00:00Z',
          finding: {
            state,
            label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: PNEUMONIA, icd10: ['J18'] },
          } as unknown as Finding,
        },
      ],
    });
    expect(runOf('who_child_pneumonia', [child, ...documented], stated('present')).state).toBe('said');
    const [conclusion] = saidBy('who_child_pneumonia', [child, ...documented], stated('present'));
    expect(conclusion?.cited.find(({ reference }) => reference === 'Observation/x')?.label.ru).toMatch(/^ИИ/);
    expect(runOf('who_child_pneumonia', [child, ...documented], stated('absent')).state).toBe('idle');
  });
});
