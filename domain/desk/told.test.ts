import { expect, test } from '@jest/globals';
import { toldOf } from './told.ts';

const at = '2026-03-02T08:00:00.000Z';
const notice = (to: string, channel: 'desk' | 'sms') => ({
  to,
  channel,
  rung: 0,
  version: 1,
  reason: 'critical' as const,
  askedAt: at,
});

test('whoever was asked in his turn is told, once, beside those it is for: a result of nobody’s does not look untold', () => {
  const recipients = [{ person: 'attending-1', as: 'attending' as const }];
  const notices = [notice('attending-1', 'desk'), notice('duty-1', 'desk'), notice('duty-1', 'sms')];
  expect(toldOf({ recipients, notices }, (id) => ({ id }))).toEqual([
    { id: 'attending-1', as: 'attending' },
    { id: 'duty-1', as: 'asked' },
  ]);
  expect(toldOf({ recipients: [], notices }, (id) => ({ id })).map(({ id }) => id)).toEqual(['attending-1', 'duty-1']);
});
