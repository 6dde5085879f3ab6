import { expect, test } from '@jest/globals';
import { hasEdge, silenceOf } from './silence.ts';

const region = { offlineAfterSeconds: 300 };
const heard = { lastHeardAt: '2026-03-01T10:00:00.000Z' };

test('a clinic is offline when its edge was heard before and not for the time that the region sets', () => {
  expect(silenceOf(heard, region, '2026-03-01T10:05:00.000Z')).toEqual({});
  expect(silenceOf(heard, region, '2026-03-01T10:05:01.000Z')).toEqual({ offlineSince: heard.lastHeardAt });
});

test('an edge that was never heard is not offline, and a clinic without one never is', () => {
  expect(silenceOf({}, region, '2026-03-01T10:05:01.000Z')).toEqual({});
  expect(hasEdge({ edgeKeys: [] })).toBe(false);
});
