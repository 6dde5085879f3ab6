import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bornBefore, entry, patient, RECORD, signed, value } from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { resultsOf } from './results.ts';
import { nextTurn } from './turn.ts';

const AS_OF = '2026-03-01T12:00:00.000Z';
const adult = patient(bornBefore({ years: 60 }));
const report = entry({
  resourceType: 'DiagnosticReport',
  id: 'report',
  status: 'final',
  code: { text: 'КТ органов грудной клетки' },
  effectiveDateTime: '2026-02-27T09:00:00Z',
  conclusion: 'Рекомендована КТ через 3 месяца.',
});
const judged = (entries: readonly ChartEntry[], ...rules: string[]) => ({
  entries,
  elsewhere: new Set<string>(),
  region: { rules: signed(...rules), models: {}, zone: 'Asia/Yekaterinburg' },
});
const saidAt = (input: ReturnType<typeof judged>, reached: string): string[] =>
  resultsOf({ ...input, record: RECORD, previous: undefined, reached }).map(
    ({ severity, subject }) => `${severity} ${subject}`,
  );
const minuteBefore = (at: string): string => new Date(Date.parse(at) - 60_000).toISOString();

describe('the next moment at which time alone changes what is said', () => {
  const waiting = judged([adult, report], 'follow_up_not_ordered');

  test('is the very minute at which a follow-up is overdue', () => {
    const at = nextTurn(waiting, AS_OF) ?? '';
    expect(saidAt(waiting, minuteBefore(at))).toEqual([expect.stringMatching(/^info follow_up/)]);
    expect(saidAt(waiting, at)).toEqual([expect.stringMatching(/^warning follow_up/)]);
    const end = nextTurn(waiting, at) ?? '';
    expect(saidAt(waiting, minuteBefore(end))).toHaveLength(1);
    expect(saidAt(waiting, end)).toEqual([]);
  });

  test('is the same whenever it is looked for: what was planned before facts came in another order does not matter', () => {
    const at = nextTurn(waiting, AS_OF) ?? '';
    const span = Date.parse(at) - Date.parse(AS_OF);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: span - 1 }), (ms) => {
        expect(nextTurn(waiting, new Date(Date.parse(AS_OF) + ms).toISOString())).toBe(at);
      }),
      { numRuns: 25 },
    );
  });

  test('is not that something critical falls silent: it ends with a person', () => {
    const critical = judged([adult, value('2823-3', 7, 'mmol/L')], 'critical_labs');
    expect(saidAt(critical, AS_OF)).toEqual(['critical potassium']);
    expect(saidAt(critical, '2027-03-01T12:00:00.000Z')).toEqual([]);
    expect(nextTurn(critical, AS_OF)).toBeUndefined();
  });

  test('is not there where nothing is said, and data that are missing are no news', () => {
    expect(nextTurn(judged([adult], 'news2', 'curb65', 'follow_up_not_ordered'), AS_OF)).toBeUndefined();
  });
});
