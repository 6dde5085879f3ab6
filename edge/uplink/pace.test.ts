import { describe, expect, test } from '@jest/globals';
import { UplinkSettings } from '../../schemas/edge/uplink.ts';
import type { Class } from './line.ts';
import { makePace } from './pace.ts';

const ZONE = 'Asia/Yekaterinburg';
/** So many hours on the clinic's clock (UTC+5) of a winter day. */
const at = (hours: number): number => Date.parse('2026-01-31T00:00:00.000+05:00') + hours * 3_600_000;
const paceOf = (settings: object) => makePace(UplinkSettings.parse(settings), ZONE);

/** Bytes that go in a minute when segments of 16 KiB are asked for every 10 ms. */
function sentInAMinute(pace: ReturnType<typeof paceOf>, name: Class, from: number, measured?: number): number {
  let bytes = 0;
  for (let now = from; now < from + 60_000; now += 10) {
    if (!pace.mayGo(name, now)) continue;
    bytes += 16_384;
    pace.spend(name, 16_384, now, measured);
  }
  return bytes;
}

test('a cap holds, that of the hour before the general one', () => {
  const pace = paceOf({ capKbits: 512, timetable: [{ from: '08:00', to: '18:00', capKbits: 128 }] });
  expect(pace.most(at(12))).toBe(16_000);
  expect(pace.most(at(7.99))).toBe(64_000);
  expect(pace.most(at(18))).toBe(64_000);
  const sent = sentInAMinute(pace, 'routine-rest', at(12));
  expect(sent).toBeGreaterThan(0.95 * 16_000 * 60);
  expect(sent).toBeLessThan(16_000 * 61 + 2 * 16_384);
});

test('bulk goes in its hours only, over midnight on the clinic’s clock', () => {
  const pace = paceOf({ bulkHours: { from: '20:00', to: '06:00' } });
  const may = [5.9, 6, 12, 19.9, 20, 23.9, 24, 29.9].map((hours) => pace.mayGo('bulk-rest', at(hours)));
  expect(may).toEqual([true, false, false, false, true, true, true, true]);
  expect(pace.mayGo('routine-rest', at(12))).toBe(true);
});

describe('during a consult', () => {
  test('all but urgent first bytes is held to its share, and the consult ends by itself', () => {
    const pace = paceOf({ consultSharePercent: 10 });
    const rate = 100_000;
    pace.consult(at(12) + 60_000);
    const sent = sentInAMinute(pace, 'urgent-rest', at(12), rate);
    expect(sent).toBeLessThan(0.1 * rate * 61 + 2 * 16_384);
    expect(sent).toBeGreaterThan(0.08 * rate * 60);
    expect(sentInAMinute(pace, 'urgent-first', at(12), rate)).toBeGreaterThan(10 * rate * 60 * 0.9);
    expect(pace.consultUntil(at(12))).toBe(at(12) + 60_000);
    expect(pace.consultUntil(at(12) + 60_000)).toBeUndefined();
    expect(pace.mayGo('routine-rest', at(12) + 60_000)).toBe(true);
  });

  test('nothing else goes where the clinic leaves no share', () => {
    const pace = paceOf({ consultSharePercent: 0 });
    pace.consult(at(13));
    expect(pace.mayGo('routine-first', at(12))).toBe(false);
    expect(pace.mayGo('urgent-first', at(12))).toBe(true);
  });
});
