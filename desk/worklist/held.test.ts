import { describe, expect, test } from '@jest/globals';
import type { WorkItem } from '../../schemas/api/desk-worklist.ts';
import { continued, found, held, isSettled, keyOf, settled } from './held.ts';

const item = (n: number, more: Partial<WorkItem> = {}): WorkItem => ({
  ...{ record: `r${n}`, resultId: 'x', version: 1, clinic: 'district', state: 'current', severity: 'info' },
  ...{ kind: 'advice', patient: { name: `Ёлкина ${n}`, number: `70${n}` }, sentence: { ru: 'с', en: 's' } },
  ...{ ai: false, standing: 'unread', unread: true, waitingSince: '2026-11-22T17:00:00Z', recipients: [] },
  ...more,
});
const keys = (rows: readonly WorkItem[]) => rows.map(({ record }) => record);

describe('a list that is being read', () => {
  const first = held(undefined, [item(1), item(2), item(3)], true);

  test('stands as it came', () => {
    expect(keys(first.rows)).toEqual(['r1', 'r2', 'r3']);
    expect(isSettled(first)).toBe(true);
  });

  test('does not move when something more pressing arrives: that waits apart until it is asked for', () => {
    const next = held(first, [item(9, { severity: 'critical' }), item(1), item(2), item(3)], true);
    expect(keys(next.rows)).toEqual(['r1', 'r2', 'r3']);
    expect(keys(next.added)).toEqual(['r9']);
    expect(isSettled(next)).toBe(false);
    const shown = settled(next);
    expect(keys(shown.rows)).toEqual(['r9', 'r1', 'r2', 'r3']);
    expect(isSettled(shown)).toBe(true);
  });

  test('says in its place what has changed, and what no longer waits', () => {
    const next = held(first, [item(1), item(3, { standing: 'read', version: 2 })], true);
    expect(next.rows.map(({ standing, gone }) => [standing, gone])).toEqual([
      ['unread', undefined],
      ['unread', true],
      ['read', undefined],
    ]);
    expect(keys(settled(next).rows)).toEqual(['r1', 'r3']);
  });

  test('of a longer list, what is not on the first page has not gone', () => {
    const long = continued(held(undefined, [item(1), item(2)], false), [item(2), item(3), item(4)]);
    expect(keys(long.rows)).toEqual(['r1', 'r2', 'r3', 'r4']);
    const next = held(long, [item(9), item(1)], false);
    expect(next.rows.some(({ gone }) => gone)).toBe(false);
    expect(keys(settled(next).rows)).toEqual(['r9', 'r1', 'r2', 'r3', 'r4']);
  });

  test('a list of ten thousand is taken in whole, each row once', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => item(n));
    const list = continued(held(undefined, many.slice(0, 50), false), many);
    expect(new Set(list.rows.map(keyOf)).size).toBe(10_000);
  });
});

test('a patient is found by parts of name or number, whatever the case and ё', () => {
  const rows = [item(1), item(2), item(12)];
  expect(keys(found(rows, 'елк 701'))).toEqual(['r1', 'r12']);
  expect(keys(found(rows, '702'))).toEqual(['r2']);
  expect(keys(found(rows, ' '))).toEqual(['r1', 'r2', 'r12']);
  expect(found(rows, 'Иванов')).toEqual([]);
});
