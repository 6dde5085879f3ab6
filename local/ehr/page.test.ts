import { describe, expect, test } from '@jest/globals';
import { Result } from '../../schemas/result.ts';
import { indexPage, patientPage, percentOf } from './page.ts';
import type { HeldResult, PatientRecord } from './records.ts';

const hash = (letter: string): string => letter.repeat(64);
const RECORD = '0a0b0c0d-0000-8000-8000-000000000001';
const PLACE = { title: { ru: 'Больница', en: 'Hospital' }, zone: 'Asia/Yekaterinburg' };

const common = {
  resultId: hash('a'),
  record: RECORD,
  subject: 's',
  producer: 'p',
  producerVersion: '1',
  version: 1,
  contentHash: hash('b'),
  state: 'current',
  severity: 'info',
  notify: true,
  sourceTime: '2026-03-02T08:00:00.000Z',
};
const finding = (content: object): Result =>
  Result.parse({
    ...common,
    cited: [],
    content: {
      kind: 'finding',
      state: 'absent',
      label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: '233604007', icd10: ['J18.9'] },
      basis: 'whole',
      model: { id: 'm', version: '1', sha256: hash('c') },
      study: { id: RECORD, studyInstanceUid: '1.2.3' },
      instance: { sopInstanceUid: '1.2.3.4', pixelHash: hash('d') },
      derived: {},
      ...content,
    },
  });
const advice = Result.parse({
  ...common,
  cited: [{ reference: 'Observation/1', label: { en: 'Stridor', ru: 'Стридор' }, value: 'absent' }],
  content: {
    kind: 'advice',
    rule: { id: 'r', version: '1' },
    matter: 'r',
    severity: 'info',
    summary: { en: 'Summary', ru: 'Итог' },
    detail: { en: 'Detail', ru: 'Подробно' },
    action: { en: 'Do', ru: 'Сделать' },
    missing: [],
    sources: [{ cite: 'Source' }],
    form: 'GuidanceResponse',
  },
});
const recordOf = (result: Result): PatientRecord => {
  const { resultId, version, state, severity, notify } = result;
  const held: HeldResult = {
    ...{ resultId, version, state, severity, notify, result },
    appliedAt: '2026-03-02T08:00:00.000Z',
    said: [{ ru: 'Сказано', en: 'Said' }],
    pictures: [],
    history: [],
  };
  const patient = { name: 'Выдуманова Аня', birthDate: '2023-05-01', identifiers: [] };
  return { record: RECORD, clinic: 'district', patient, results: [held] };
};
const AI = 'не подтверждено врачом';

describe('who says it', () => {
  test('a finding carries the label of the AI, the advice of a rule does not', () => {
    expect(patientPage(recordOf(finding({ probability: 0.1 })), PLACE)).toContain(AI);
    const page = patientPage(recordOf(advice), PLACE);
    expect(page).not.toContain(AI);
    expect(page).toContain('по опубликованному правилу');
  });
  test('the heading of a finding that denies or says nothing does not read as a diagnosis', () => {
    for (const state of ['absent', 'not-assessed'])
      expect(patientPage(recordOf(finding({ state, reason: 'view' })), PLACE)).not.toMatch(
        /<h3><span lang="ru">Пневмония<\/span>/,
      );
  });
  test('the list says it of the findings alone', () => {
    expect(indexPage([recordOf(advice)], PLACE.title)).toContain('рекомендации рассчитаны по правилам');
  });
});

test('what is graver stands first, be it of a rule or of the AI', () => {
  const both = recordOf(advice);
  const grave = recordOf({ ...finding({ state: 'present', probability: 0.9 }), severity: 'warning' }).results;
  const page = patientPage({ ...both, results: [...both.results, ...grave] }, PLACE);
  expect(page.indexOf('ИИ-анализ')).toBeLessThan(page.indexOf('Итог'));
});

test('a probability is never certain', () => {
  expect([0, 0.004, 0.0149, 0.5, 0.985, 0.994, 0.996, 1].map(percentOf)).toEqual([
    '< 1 %',
    '< 1 %',
    '1 %',
    '50 %',
    '99 %',
    '99 %',
    '> 99 %',
    '> 99 %',
  ]);
});

test('facts and dates are in the physician’s words', () => {
  const page = patientPage(recordOf(advice), PLACE);
  expect(page).toContain('<span lang="ru">нет</span>');
  expect(page).toContain('01.05.2023');
  expect(page).not.toContain('2023-05-01');
  const measured = { ...advice, cited: [{ ...advice.cited[0], value: '6.8 ммоль/л' }] } as Result;
  expect(patientPage(recordOf(measured), PLACE)).not.toContain('6.8 ммоль/л');
});
