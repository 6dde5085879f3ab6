import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, order, patient, study } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { duplicateImagingRule, isDuplicate } from './duplicate_imaging.ts';

const adult = patient(bornBefore({ years: 50 }));
const NOW = '2026-03-01T09:00:00Z';
const now = order('now', NOW);
const tell = (...entries: ChartEntry[]) => told(duplicateImagingRule, [adult, ...entries]);
const REPEATED = { severity: 'warning', score: { duplicate: true, kind: 'XR chest' } };

test.each([
  [-0.1, true, 14, false],
  [0, true, 14, true],
  [14, true, 14, true],
  [14.1, true, 14, false],
  [3, false, 14, false],
  [7, true, 7, true],
  [7.1, true, 7, false],
])('%f days since, same kind %p, window %i: %p', (days, same, window, expected) => {
  expect(isDuplicate(days, same, window)).toBe(expected);
});
test('the window is 14 days where nobody has chosen', () => {
  expect([isDuplicate(14, true), isDuplicate(15, true)]).toEqual([true, false]);
});

describe('an order', () => {
  test('that is a draft is judged as a signed one, a completed or revoked one is not', () => {
    const earlier = study('earlier', '2026-02-25T09:00:00Z');
    expect(tell(order('now', NOW, { status: 'draft' }), earlier)).toMatchObject(REPEATED);
    for (const status of ['completed', 'revoked', 'on-hold'] as const)
      expect(tell(order('now', NOW, { status }), earlier)).not.toHaveProperty('severity');
  });
  test('without a date has no days before it', () => {
    const undated = order('now', '', { authoredOn: 'soon' });
    expect(tell(undated, study('earlier', '2026-02-25T09:00:00Z'))).toBe('nothing to say');
  });
  test('of nothing that is imaging is no occasion', () => {
    const blood = order('now', NOW, { code: { text: 'Общий анализ крови' } });
    expect(tell(blood, study('earlier', '2026-02-25T09:00:00Z'))).toBe('idle: no imaging order');
  });
});

describe('what was before', () => {
  test('is cited with the order; the newest is named by its day, in Russian as people write it', () => {
    const [older, newer] = [study('older', '2026-02-20T09:00:00Z'), study('newer', '2026-02-26T20:00:00Z')];
    const said = tell(now, older, newer);
    expect(said).toMatchObject({
      ...REPEATED,
      detail: {
        en: 'Ordered: XR Chest 2 Views. Of the same modality and region: 2, newest of 2026-02-27.',
        ru: expect.stringContaining('последнее от 27.02.2026.'),
      },
      summary: { ru: 'Похожее исследование за последние 14 дней: рентгенография грудной клетки' },
    });
    expect((said as { cited: string[] }).cited).toHaveLength(3);
    expect(tell(now, newer, older)).toEqual(said);
  });
  test('at a day alone is that day, in any zone: the shortest distance counts', () => {
    expect(tell(now, study('earlier', '2026-02-14'))).toMatchObject({
      detail: { ru: expect.stringContaining('14.02.2026') },
    });
    expect(tell(now, study('earlier', '2026-02-13'))).toBe('nothing to say');
    const within30 = { settings: { duplicate_imaging: { xrChest: '30' } } };
    expect(told(duplicateImagingRule, [adult, now, study('earlier', '2026-01')], within30)).toMatchObject({
      detail: { ru: expect.stringContaining('от 2026-01.') },
    });
  });
  test('may lie on the day of an order of which only the day is known: that is no distance at all', () => {
    const today = order('now', '2026-03-01');
    expect(tell(today, study('earlier', '2026-02-28T20:00:00Z'))).toMatchObject(REPEATED);
    expect(tell(today, study('earlier', '2026-03-01'))).toBe('nothing to say');
  });
  test('is before in every reading: the day of the order itself is not', () => {
    expect(tell(now, study('earlier', '2026-03-01'))).toBe('nothing to say');
    expect(tell(now, study('earlier', NOW))).toBe('nothing to say');
    expect(tell(now, study('earlier', '2026-03-01T08:59:59Z'))).toMatchObject(REPEATED);
  });
  test('without a date is none', () => {
    expect(tell(now, study('earlier', 'soon'))).toBe('nothing to say');
  });
});

test.each([
  ['CT', 'CHEST', 'CT chest', '24627-2', 'КТ грудной клетки'],
  ['MG', 'BREAST', 'MG breast', '24606-6', 'маммография'],
])('%s of the %s is a kind of its own: %s', (modality, part, kind, loinc, ru) => {
  const ordered = order('now', NOW, { code: { coding: [{ system: 'http://loinc.org', code: loinc }] } });
  const earlier = study('earlier', '2026-02-25T09:00:00Z', {
    modality: [{ code: modality }],
    series: [{ uid: '1', modality: { code: modality }, bodySite: { code: part } }],
  });
  expect(tell(ordered, earlier)).toMatchObject({
    score: { duplicate: true, kind },
    summary: { ru: expect.stringContaining(ru) },
  });
  const own = { settings: { duplicate_imaging: { [kind === 'CT chest' ? 'ctChest' : 'mgBreast']: '1' } } };
  expect(told(duplicateImagingRule, [adult, ordered, earlier], own)).toBe('nothing to say');
  const other = { settings: { duplicate_imaging: { xrChest: '1', others: '1' } } };
  expect(told(duplicateImagingRule, [adult, ordered, earlier], other)).toMatchObject({ score: { kind } });
});
