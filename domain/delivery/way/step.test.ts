import { describe, expect, test } from '@jest/globals';
import type { Channel } from './context.ts';
import { at, CARRIED, context, DUE, human, LADDER, notice, play, version, withdrawn } from './example.ts';
import { nextLookOf } from './next-look.ts';
import { escalationOf, readingOf, wayOf } from './states.ts';
import { stepDelivery } from './step.ts';

describe('a critical result', () => {
  test('asks those who know the patient at once, each through the first channel that comes to him, and shows it on the desks', () => {
    const { delivery, asked } = play([[0, version(1)]]);
    expect(asked).toEqual(['attending sms 1', 'referring sms 1']);
    expect(delivery.notices.map(({ to, channel, outcome }) => [to, channel, outcome])).toEqual([
      ['attending', 'desk', 'sent'],
      ['attending', 'sms', undefined],
      ['referring', 'desk', 'sent'],
      ['referring', 'sms', undefined],
    ]);
    expect(delivery).toMatchObject({ dueAt: at(900), rung: 0, level: 'red', from: 1 });
    expect([wayOf(delivery), readingOf(delivery), escalationOf(delivery)]).toEqual(['queued', 'unread', 'asking']);
  });

  test('is looked at by the next minute when what it asks may be lost; the same asks go out again, and no new ones', () => {
    const lost = play([[0, version(1)]]);
    expect(nextLookOf(lost.delivery)).toBe(at(0));
    const { asked } = play([
      [0, version(1)],
      [40, DUE],
    ]);
    expect(asked).toEqual([...lost.asked, ...lost.asked]);
    const carried = play([...CARRIED, [40, DUE]]);
    expect(carried.asked).toEqual(lost.asked);
  });

  test('goes to the next person, the duty doctor and the alarm at the thirds of its deadline', () => {
    const minutes = Array.from({ length: 20 }, (_, minute) => [minute * 60 + 30, DUE] as const);
    const until = (seconds: number) => play([...CARRIED, ...minutes.filter(([at]) => at <= seconds)]);
    expect(until(299).asked).toHaveLength(2);
    expect(until(360).asked).toContain('colleague sms 1');
    expect(until(360).asked).not.toContain('duty sms 1');
    expect(until(720).asked).toContain('duty sms 1');
    expect(escalationOf(until(870).delivery)).toBe('asking');
    const over = until(930).delivery;
    expect(escalationOf(over)).toBe('alarm');
    expect(over).toMatchObject({ overdueSince: at(900), alarm: { since: at(930) } });
    expect(over.dueAt).toBeUndefined();
  });

  test('tries the next channel of a person whose first one failed, and the next people at once where none is left', () => {
    const once = play([...CARRIED.slice(0, 1), [2, notice('notice-failed', 'attending', 'sms', 2)]]);
    expect(once.asked).toEqual(['attending sms 1', 'referring sms 1', 'attending phone 1']);
    const both = play(
      [
        [0, version(1)],
        [2, notice('notice-failed', 'attending', 'sms', 2)],
        [3, notice('notice-failed', 'referring', 'sms', 3)],
      ],
      { channelsOf: () => [{ channel: 'desk' }, { channel: 'sms' }] },
    );
    expect(both.asked).toEqual(['attending sms 1', 'referring sms 1', 'colleague sms 1']);
    expect(both.delivery.rung).toBe(1);
  });

  test('sounds the alarm at once where nobody can be reached', () => {
    expect(escalationOf(play([[0, version(1)]], { ladderOf: () => [] }).delivery)).toBe('alarm');
    expect(escalationOf(play([[0, version(1)]], { channelsOf: () => [] }).delivery)).toBe('alarm');
  });

  test('goes round a clinic that is offline, and it is written so', () => {
    const cut = (person: string): Channel[] =>
      person === 'duty' ? [{ channel: 'desk' }, { channel: 'phone' }] : [{ channel: 'desk', cut: 'clinic-offline' }];
    const { delivery, asked } = play([[0, version(1)]], { channelsOf: cut });
    expect(asked).toEqual(['duty phone 1']);
    expect(delivery.notices.filter(({ why }) => why === 'clinic-offline').map(({ to }) => to)).toEqual([
      'attending',
      'referring',
      'colleague',
    ]);
    const desks = (): Channel[] => [{ channel: 'desk' }];
    const later = play(
      [
        [0, version(1)],
        [100, { type: 'clinic-offline' }],
      ],
      (seconds) => ({
        channelsOf: seconds < 100 ? desks : cut,
      }),
    );
    expect(later.asked).toEqual(['duty phone 1']);
    expect(later.delivery.notices[0]).toMatchObject({ to: 'attending', outcome: 'failed', why: 'clinic-offline' });
  });

  test('does not wait for whoever has become absent since he was asked', () => {
    const { asked } = play([...CARRIED, [90, DUE]], (seconds) => ({
      ladderOf: () => (seconds < 90 ? LADDER : LADDER.slice(1)),
    }));
    expect(asked.at(-1)).toBe('colleague sms 1');
  });

  test('gives up a channel of which nobody says what became of it', () => {
    const { asked } = play([
      [0, version(1)],
      [60, DUE],
      [125, DUE],
    ]);
    expect(asked.filter((one) => one.startsWith('attending'))).toEqual([
      'attending sms 1',
      'attending sms 1',
      'attending phone 1',
    ]);
  });
});

describe('an alarm', () => {
  const sounding = [...CARRIED, ...[360, 720, 930].map((second) => [second, DUE] as const)];

  test('is looked at each minute until somebody takes it; taking it does not end the obligation', () => {
    const { delivery } = play(sounding);
    expect(nextLookOf(delivery)).toBe(at(930 + 55));
    const taken = play([...sounding, [950, human('alarm-taken', 'duty', 950)]]).delivery;
    expect(escalationOf(taken)).toBe('taken');
    expect(taken.alarm).toEqual({ since: at(930), takenAt: at(950), takenBy: 'duty' });
    expect(taken.acknowledged).toBeUndefined();
  });

  test('that was taken and led to no acknowledgement sounds again; an acknowledgement ends it', () => {
    const taken = [...sounding, [950, human('alarm-taken', 'duty', 950)] as const];
    expect(escalationOf(play([...taken, [1549, DUE]]).delivery)).toBe('taken');
    expect(escalationOf(play([...taken, [1551, DUE]]).delivery)).toBe('alarm');
    const met = play([...taken, [1000, human('acknowledged', 'duty', 1000)], [1600, DUE]]).delivery;
    expect(escalationOf(met)).toBe('met');
    expect(nextLookOf(met)).toBeUndefined();
  });

  test('is taken by the first who does, whatever order the words come in; a word of an earlier alarm takes none', () => {
    const [a, b] = [human('alarm-taken', 'duty', 950), human('alarm-taken', 'other', 960)];
    for (const order of [
      [a, b],
      [b, a],
      [a, b, a],
    ])
      expect(play([...sounding, ...order.map((event) => [970, event] as const)]).delivery.alarm?.takenBy).toBe('duty');
    const again = play([...sounding, [950, a], [1551, DUE], [1552, a]]).delivery;
    expect(escalationOf(again)).toBe('alarm');
  });
});

describe('versions', () => {
  const met = [...CARRIED, [50, human('acknowledged', 'attending', 50)] as const];

  test('a change after the acknowledgement is a new critical result: unacknowledged, with its own deadline and its own asks', () => {
    const { delivery, asked } = play([...met, [100, version(2)]]);
    expect(delivery).toMatchObject({ from: 2, dueAt: at(1000), rung: 0 });
    expect(delivery.acknowledged).toBeUndefined();
    expect(asked.slice(2)).toEqual(['attending sms 2', 'referring sms 2']);
  });

  test('news of one that nobody has met buys no time, and goes to all who were asked', () => {
    const { delivery, asked } = play([...CARRIED, [310, DUE], [400, version(2)]]);
    expect(delivery).toMatchObject({ dueAt: at(900), rung: 1, from: 2 });
    expect(asked.filter((one) => one.endsWith(' 2')).sort()).toEqual([
      'attending sms 2',
      'colleague sms 2',
      'referring sms 2',
    ]);
  });

  test('the confirmation of a preview asks nobody, and an acknowledgement of the preview meets it in either order', () => {
    const quiet = version(2, { notify: false });
    const acknowledged = human('acknowledged', 'attending', 50);
    const first = play([...CARRIED, [60, acknowledged], [61, quiet]]);
    const second = play([...CARRIED, [60, quiet], [61, acknowledged]]);
    expect(first.asked).toHaveLength(2);
    expect(second.asked).toHaveLength(2);
    for (const { delivery } of [first, second])
      expect([delivery.version, delivery.acknowledged, delivery.dueAt]).toEqual([
        2,
        { at: at(50), by: 'attending' },
        undefined,
      ]);
  });

  test('a withdrawal ends the obligation and is told to all who read an earlier version, also to one whose word comes late', () => {
    const read = human('read', 'stranger', 30);
    for (const events of [
      [
        [40, read],
        [100, withdrawn(2)],
      ],
      [
        [100, withdrawn(2)],
        [101, read],
      ],
    ] as const) {
      const { delivery, asked } = play([...CARRIED, ...events]);
      expect(asked.slice(2)).toEqual(['stranger sms 2']);
      expect([delivery.dueAt, delivery.alarm, escalationOf(delivery)]).toEqual([undefined, undefined, 'telling']);
      expect(delivery.recipients).toContainEqual({ person: 'stranger', as: 'reader' });
    }
  });

  test('of an older version an acknowledgement ends nothing; it says that he has read that one', () => {
    const { delivery } = play([...CARRIED, [100, version(2)], [101, human('acknowledged', 'attending', 99)]]);
    expect(delivery.acknowledged).toBeUndefined();
    expect(delivery.reads).toEqual([{ by: 'attending', at: at(99), version: 1 }]);
  });

  test('a version that went out already asks only what is still on its way', () => {
    const { asked, delivery } = play([
      [0, version(1)],
      [1, notice('notice-sent', 'attending', 'sms', 1)],
      [5, version(1)],
    ]);
    expect(asked.slice(2)).toEqual(['referring sms 1']);
    expect(stepDelivery(delivery, version(1), context(9))?.delivery).toBe(delivery);
  });
});

describe('systems and humans', () => {
  test('an acceptance by a record system never counts as an acknowledgement', () => {
    const { delivery } = play([...CARRIED, [9, { type: 'delivered', version: 1, at: at(9) }]]);
    expect([wayOf(delivery), readingOf(delivery), escalationOf(delivery)]).toEqual(['delivered', 'unread', 'asking']);
  });

  test('what was done without taking note does not take its place', () => {
    const { delivery } = play([...CARRIED, [9, human('acted', 'attending', 9)]]);
    expect([readingOf(delivery), escalationOf(delivery)]).toEqual(['unread', 'asking']);
    const both = play([...CARRIED, [9, human('acted', 'attending', 9)], [10, human('acknowledged', 'attending', 8)]]);
    expect(readingOf(both.delivery)).toBe('acted-on');
  });

  test('events that do not wait for each other end the same in whatever order they come', () => {
    const events = [
      { type: 'delivered', version: 1, at: at(20) } as const,
      { type: 'refused', version: 1, at: at(10), code: 'AE' } as const,
      human('read', 'attending', 12),
      human('read', 'referring', 13),
      human('read', 'attending', 11),
      human('acknowledged', 'referring', 14),
      human('acknowledged', 'attending', 15),
      human('acted', 'attending', 16),
      notice('notice-sent', 'attending', 'sms', 2),
      notice('notice-failed', 'attending', 'sms', 3),
    ];
    const orders = [events, [...events].reverse(), [...events, ...events], [...events.slice(5), ...events]];
    const ends = orders.map((order) => {
      const { delivery } = play([[0, version(1)], ...order.map((event) => [30, event] as const)]);
      // The channel after a failed one was tried only where nobody yet knew that the first had got through.
      const { notices, askAt: _, ...rest } = delivery;
      return { ...rest, notices: notices.filter(({ channel }) => channel !== 'phone') };
    });
    for (const end of ends.slice(1)) expect(end).toEqual(ends[0]);
  });
});
