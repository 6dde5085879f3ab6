import { describe, expect, test } from '@jest/globals';
import { dateIn, visitMorning } from './time.ts';

const ZONE = 'Asia/Yekaterinburg';
const HOUR = 3_600_000;

describe('the morning of the visits', () => {
  test.each(Array.from({ length: 24 }, (_, hour) => hour))(
    'a day that ends at %i h UTC has all its visits on one date, half a day to a day and a half later',
    (hour) => {
      const now = new Date(Date.UTC(2026, 10, 22, hour, 45));
      const morning = visitMorning(ZONE, now);
      const wait = morning.getTime() - now.getTime();
      expect(wait).toBeGreaterThanOrEqual(12 * HOUR);
      expect(wait).toBeLessThanOrEqual(36 * HOUR);
      expect(dateIn(ZONE, new Date(morning.getTime() + HOUR))).toBe(dateIn(ZONE, morning));
    },
  );
});
