import { describe, expect, test } from '@jest/globals';
import { onlyOf, order, saidBy, study } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';

describe('duplicate imaging', () => {
  const now = order('now', '2026-03-01T09:00:00Z');
  test.each([
    ['14 days', '2026-02-15T09:00:00Z', 1],
    ['15 days', '2026-02-14T09:00:00Z', 0],
  ])('a study %s before', (_, started, count) => {
    expect(saidBy('duplicate_imaging', [now, study('earlier', started)])).toHaveLength(count);
  });
  test('the window of a kind is the region’s to choose', () => {
    const within = (xrChest: string, started: string) =>
      saidBy('duplicate_imaging', [now, study('earlier', started)], { settings: { duplicate_imaging: { xrChest } } });
    expect(within('7', '2026-02-21T09:00:00Z')).toEqual([]);
    expect(within('7', '2026-02-22T09:00:00Z')[0]?.advice.summary.en).toContain('within 7 days');
    expect(within('30', '2026-01-30T09:00:00Z')).toHaveLength(1);
    const others = { settings: { duplicate_imaging: { others: '30' } } };
    expect(saidBy('duplicate_imaging', [now, study('earlier', '2026-02-14T09:00:00Z')], others)).toEqual([]);
  });
  test('an earlier order counts as a study does, another modality does not', () => {
    expect(saidBy('duplicate_imaging', [now, order('before', '2026-02-20T09:00:00Z')])).toHaveLength(1);
    const ct = study('ct', '2026-02-20T09:00:00Z', {
      modality: [{ code: 'CT' }],
      series: [{ uid: '1', modality: { code: 'CT' }, bodySite: { code: 'CHEST' } }],
    });
    expect(saidBy('duplicate_imaging', [now, ct])).toEqual([]);
  });
  test('the study of the order itself is no duplicate, and once it is made nothing is said', () => {
    const accession = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
    const numbered = order('now', '2026-03-01T09:00:00Z', { identifier: accession });
    const own = study('own', '2026-03-01T09:30:00Z', { identifier: accession });
    expect(saidBy('duplicate_imaging', [numbered, own])).toEqual([]);
    expect(saidBy('duplicate_imaging', [numbered, own, study('earlier', '2026-02-25T09:00:00Z')])).toEqual([]);
  });
  test('an order that two systems number is one order, and an order with its film is one examination', () => {
    const accession = [{ system: 'urn:oid:1.2.3', value: 'A-1' }];
    const [his, ris] = ['his', 'ris'].map((id, index) =>
      order(id, `2026-03-01T09:0${index}:00Z`, { identifier: accession }),
    ) as [ChartEntry, ChartEntry];
    expect(saidBy('duplicate_imaging', [his, ris])).toEqual([]);
    const done = order('done', '2026-02-25T08:00:00Z', { identifier: accession, status: 'completed' });
    const film = study('film', '2026-02-25T09:00:00Z', { identifier: accession });
    const [conclusion] = saidBy('duplicate_imaging', [now, done, film]);
    expect(conclusion?.advice.detail.en).toContain('Of the same modality and region: 1,');
    expect(conclusion?.cited).toHaveLength(2);
  });
  test('the order is named as the physician wrote it, and no raw time stands in the sentence', () => {
    const written = order('now', '2026-03-01T09:00:00Z', {
      code: {
        coding: [{ system: 'http://loinc.org', code: '36643-5', display: 'XR Chest 2 Views' }],
        text: 'Рентгенография ОГК',
      },
    });
    const { detail } = onlyOf('duplicate_imaging', [written, study('earlier', '2026-02-25T09:00:00Z')]);
    expect(detail.ru).toContain('Назначено: Рентгенография ОГК');
    expect(detail.ru).toContain('25.02.2026');
    expect(detail.ru).not.toContain('T09');
  });
  test('a revoked order prevents nothing', () => {
    const revoked = order('now', '2026-03-01T09:00:00Z', { status: 'revoked' });
    expect(saidBy('duplicate_imaging', [revoked, study('earlier', '2026-02-25T09:00:00Z')])).toEqual([]);
  });
});
