import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Delivery } from '../../schemas/delivery.ts';
import { isOpen } from '../delivery/way/states.ts';
import { isReadBy, peopleOf, RANKS, rankOf } from './rank.ts';

const at = '2026-03-02T08:00:00.000Z';
const base = {
  ...{ record: '0f1e2d3c-4b5a-8697-8877-665544332211', resultId: 'a'.repeat(64), clinic: 'north', ehr: 'mis' },
  ...{ version: 2, severity: 'warning', sentAt: at },
} as const;
const delivery = (more: object = {}) => Delivery.parse({ ...base, ...more });

const deliveries = fc
  .record({
    severity: fc.constantFrom('info', 'warning', 'critical'),
    level: fc.constantFrom(undefined, 'red', 'yellow'),
    state: fc.constantFrom(undefined, 'current', 'withdrawn'),
    from: fc.constantFrom(undefined, 1, 2),
    reads: fc.uniqueArray(
      fc.record({ by: fc.constantFrom('ann', 'bob'), version: fc.constantFrom(1, 2), at: fc.constant(at) }),
      { selector: ({ by }) => by },
    ),
    acknowledged: fc.constantFrom(undefined, { at, by: 'ann' }),
  })
  .map((more) => delivery(JSON.parse(JSON.stringify(more))));
const circles = fc.constantFrom({}, { person: 'ann' }, { person: 'bob' });

describe('how pressing a result is', () => {
  test('what is critical and unacknowledged stands on every list, above everything else', () => {
    fc.assert(
      fc.property(deliveries, circles, (one, circle) => {
        const rank = rankOf(one, circle);
        expect(isOpen(one)).toBe(rank !== undefined && rank < RANKS.warning);
      }),
    );
  });

  test('what somebody has read, or a colleague acknowledged, no longer asks him', () => {
    fc.assert(
      fc.property(deliveries, circles, (one, circle) => {
        if (isOpen(one)) return;
        if (isReadBy(one, circle)) expect(rankOf(one, circle)).toBeUndefined();
      }),
    );
    expect(rankOf(delivery({ acknowledged: { at, by: 'ann' } }), { person: 'bob' })).toBeUndefined();
  });

  test('of one person is never more pressing than unread of all, and read by him is read by the clinic', () => {
    fc.assert(
      fc.property(deliveries, fc.constantFrom('ann', 'bob'), (one, person) => {
        if (isReadBy(one, { person })) expect(isReadBy(one, {})).toBe(true);
      }),
    );
  });

  test('a new version that told nobody anything new leaves what was read read; one that did asks again', () => {
    const reads = [{ by: 'ann', at, version: 1 }];
    expect(rankOf(delivery({ reads, from: 1 }), { person: 'ann' })).toBeUndefined();
    expect(rankOf(delivery({ reads, from: 2 }), { person: 'ann' })).toBe(RANKS.warning);
  });

  test('a withdrawal asks those who had read an earlier version, and nobody else', () => {
    const withdrawn = delivery({ state: 'withdrawn', reads: [{ by: 'ann', at, version: 1 }] });
    expect(rankOf(withdrawn, { person: 'ann' })).toBe(RANKS.warning);
    expect(rankOf(withdrawn, { person: 'bob' })).toBeUndefined();
    expect(rankOf(delivery({ state: 'withdrawn' }), {})).toBeUndefined();
  });

  test('recipients, those who were asked since and those who read it find it on their lists', () => {
    const notice = { channel: 'desk', rung: 1, version: 2, reason: 'critical', askedAt: at };
    const one = delivery({
      recipients: [{ person: 'ann', as: 'attending' }],
      notices: [{ ...notice, to: 'bob' }],
      reads: [{ by: 'cat', at, version: 1 }],
    });
    expect(peopleOf(one)).toEqual(['ann', 'bob', 'cat']);
  });
});
