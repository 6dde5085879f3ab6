import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, ordered, patient, study } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { priorImageRule } from './prior_image.ts';

const adult = patient(bornBefore({ years: 60 }));
const NOW = ordered('Рентгенография органов грудной клетки', '2026-03-01T09:00:00Z');
const film = (started: string, modality = 'CT', change: Partial<fhir4.ImagingStudy> = {}) =>
  study(`film${started}`, started, {
    modality: [{ code: modality }],
    series: [{ uid: '1', modality: { code: modality }, bodySite: { code: 'CHEST' } }],
    ...change,
  });
const tell = (...entries: ChartEntry[]) => told(priorImageRule, [adult, NOW, ...entries]);
const shown = (...entries: ChartEntry[]) => (tell(...entries) as { summary: { ru: string } }).summary.ru;

test('order and earlier images are cited', () => {
  expect(tell(film('2025-06-10T09:00:00Z'))).toMatchObject({
    severity: 'info',
    cited: [expect.stringContaining('Рентгенография органов грудной клетки'), expect.stringMatching(/^Study: /)],
  });
});
describe('a date', () => {
  test('is the day on the calendar of the region', () => {
    expect(shown(film('2025-12-31T20:00:00Z'))).toBe('Есть снимки этой области: КТ от 01.01.2026');
  });
  test('of less precision stays as it was written', () => {
    expect(shown(film('2025-12-31'))).toBe('Есть снимки этой области: КТ от 31.12.2025');
    expect(shown(film('2025-12'))).toBe('Есть снимки этой области: КТ от 2025-12');
  });
});
test('five years count, to the minute', () => {
  expect(tell(film('2021-03-02T12:00:00Z'))).toHaveProperty('severity');
  expect(tell(film('2021-03-02T11:59:00Z'))).toBe('nothing to say');
});
test('a film of 14 days is a repetition, a minute more is an earlier image', () => {
  expect(tell(film('2026-02-15T12:00:00Z', 'DX'))).toBe('nothing to say');
  expect(tell(film('2026-02-15T11:59:00Z', 'DX'))).toHaveProperty('severity');
  expect(tell(film('2026-02-15T12:00:00Z', 'CT'))).toHaveProperty('severity');
});
test('an order is no image, a study without a time or of a doubtful clock is none to look for', () => {
  expect(tell(ordered('КТ органов грудной клетки', '2025-06-10T09:00:00Z'))).toBe('nothing to say');
  expect(tell(film('soon'))).toBe('nothing to say');
  expect(tell(film('2026-04-10T09:00:00Z'))).toBe('nothing to say');
});
test('one region in common is enough', () => {
  const both = film('2025-06-10T09:00:00Z', 'CT', {
    description: 'КТ груди и живота',
    series: [
      { uid: '1', modality: { code: 'CT' }, bodySite: { code: 'CHEST' } },
      { uid: '2', modality: { code: 'CT' }, bodySite: { code: 'ABDOMEN' } },
    ],
  });
  expect(tell(both)).toHaveProperty('severity', 'info');
});
test('each order is a matter of its own', () => {
  const other = ordered('КТ органов грудной клетки', '2026-03-01T09:30:00Z');
  expect(() => tell(other, film('2025-06-10T09:00:00Z'))).toThrow('2 conclusions');
});
