import { describe, expect, test } from '@jest/globals';
import { IMAGE_FAULTS } from '../../schemas/quality.ts';
import type { Finding } from '../../schemas/result.ts';
import { findingText } from './words.ts';

const notAssessed = (reason: string): Finding =>
  ({ state: 'not-assessed', reason, label: { title: { en: 'Pneumonia', ru: 'Пневмония' } } }) as Finding;

const REASONS = [
  ...['age-missing', 'age-outside', 'age-contradictory', 'modality', 'body-part', 'view', 'photometric', 'size'],
  ...[
    'quality',
    'decode',
    'laterality',
    'model-suspended',
    'study-incomplete',
    'part-not-assessed',
    'secondary',
    ...IMAGE_FAULTS,
  ],
];

describe('why nothing was assessed', () => {
  test.each(REASONS)('%s has its own sentence in both languages, and says that it speaks of nobody', (reason) => {
    const { en, ru } = findingText(notAssessed(reason));
    expect(en).toMatch(/^Not assessed for pneumonia: .+\. This says nothing about the patient\.$/);
    expect(ru).toMatch(/^Не оценено \(пневмония\): .+\. Это не говорит ни за, ни против заболевания\.$/);
    expect(en).not.toContain('the reason is not stated');
    expect(`${en} ${ru}`).not.toMatch(/normal|норма(?!ль)/i);
  });

  test('no two reasons read alike', () => {
    expect(new Set(REASONS.map((reason) => findingText(notAssessed(reason)).ru)).size).toBe(REASONS.length);
  });

  test('every fault of the picture says what to do next', () => {
    for (const fault of IMAGE_FAULTS) {
      const { en, ru } = findingText(notAssessed(fault));
      expect(en.split('. ').length).toBeGreaterThan(2);
      expect(ru.split('. ').length).toBeGreaterThan(2);
    }
  });
});
