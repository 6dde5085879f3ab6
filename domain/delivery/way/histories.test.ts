import { describe, expect, jest, test } from '@jest/globals';
import type { Delivery } from '../../../schemas/delivery.ts';
import { randomOf } from '../../../test/random.ts';
import { type History, history, type Machine } from './histories.ts';
import { stepDelivery } from './step.ts';

jest.setTimeout(120_000);

/** What so many histories showed; a seed names the history that is at fault. */
function play(machine: Machine, histories: number, isEnough = (_: readonly string[]) => false) {
  const faults: string[] = [];
  const ends = new Map<string, number>();
  const seen: History[] = [];
  for (let seed = 1; seed <= histories && !isEnough(faults); seed += 1) {
    const played = history(machine, randomOf(seed));
    faults.push(...played.faults.map((fault) => `${fault} (seed ${seed})`));
    ends.set(played.end, (ends.get(played.end) ?? 0) + 1);
    seen.push(played);
  }
  return { faults, ends, seen };
}

test('10,000 random histories: each critical result ends with a person or in alarm, the first notice within a minute, nobody asked twice', () => {
  const { faults, ends, seen } = play(stepDelivery, 10_000);
  expect(faults).toEqual([]);
  // A test that only ever saw alarms, or never a failure, would show nothing.
  for (const end of ['alarm', 'met', 'telling', 'none']) expect(ends.get(end)).toBeGreaterThan(200);
  const together = (what: keyof History['counts']): number => seen.reduce((sum, { counts }) => sum + counts[what], 0);
  for (const what of ['versions', 'asks', 'lost', 'failed', 'silent', 'reads', 'acknowledged', 'taken'] as const)
    expect([what, together(what) > 1000]).toEqual([what, true]);
});

/** A machine that is right but for what `change` does to its step. */
const broken =
  (change: (step: Step, event: Event, before: Delivery | undefined) => Step): Machine =>
  (stored, event, context) => {
    const step = stepDelivery(stored, event, context);
    return step && change(step, event, stored);
  };
type Step = NonNullable<ReturnType<Machine>>;
type Event = Parameters<Machine>[1];

const without = (delivery: Delivery, ...members: (keyof Delivery)[]): Delivery =>
  Object.fromEntries(
    Object.entries(delivery).filter(([name]) => !members.includes(name as keyof Delivery)),
  ) as Delivery;
const isSending = ({ type }: Event): boolean => type === 'sent' || type === 'superseded' || type === 'withdrawn';

const BROKEN: readonly [string, Machine, string][] = [
  [
    'leaves what it asked to the sender, and no minute looks again',
    broken((step, event) =>
      isSending(event) && step.delivery.dueAt !== undefined
        ? { ...step, delivery: { ...step.delivery, askAt: step.delivery.dueAt } }
        : step,
    ),
    'the first notice came later than a minute',
  ],
  [
    'never sounds the alarm',
    broken((step) => ({ ...step, delivery: without(step.delivery, 'alarm') })),
    'neither acknowledged by a person nor in alarm',
  ],
  [
    'lets an alarm that was taken be forgotten',
    broken((step) =>
      step.delivery.alarm?.takenAt === undefined ? step : { ...step, delivery: without(step.delivery, 'askAt') },
    ),
    'neither acknowledged by a person nor in alarm',
  ],
  [
    'counts the acceptance by a record system as an acknowledgement',
    broken((step, event) =>
      event.type === 'delivered'
        ? { ...step, delivery: { ...step.delivery, acknowledged: { at: event.at, by: 'mis-north' } } }
        : step,
    ),
    'acknowledged by somebody who is no person',
  ],
  [
    'gives news a fresh deadline',
    broken((step, event, before) => {
      const dueAt = before?.dueAt && new Date(Date.parse(before.dueAt) + 1000).toISOString();
      return event.type === 'superseded' && dueAt && step.delivery.dueAt
        ? { ...step, delivery: { ...step.delivery, dueAt } }
        : step;
    }),
    'news bought time',
  ],
  [
    'tries every channel of a person at once',
    (stored, event, context) =>
      stepDelivery(
        stored && {
          ...stored,
          notices: stored.notices.map((one) =>
            one.outcome === undefined ? { ...one, outcome: 'failed' as const } : one,
          ),
        },
        event,
        context,
      ),
    'asked twice for one version',
  ],
  [
    'forgets whom it asked when nobody is to be told again',
    (stored, event, context) =>
      stepDelivery(event.type === 'superseded' && stored ? { ...stored, notices: [] } : stored, event, context),
    'asked again after an answer',
  ],
  [
    'takes a confirmation for news',
    (stored, event, context) =>
      stepDelivery(
        stored,
        'result' in event ? { ...event, result: { ...event.result, notify: true } } : event,
        context,
      ),
    'a confirmation asked somebody',
  ],
  [
    'withdraws without telling who read it',
    broken((step, event) =>
      event.type === 'withdrawn' ? { asks: [], delivery: { ...step.delivery, notices: [], recipients: [] } } : step,
    ),
    'a reader of an earlier version was not told',
  ],
];

describe('the histories find a machine that', () => {
  test.each(BROKEN)('%s', (_, machine, fault) => {
    const { faults } = play(machine, 2000, (found) => found.some((one) => one.startsWith(fault)));
    expect(faults.filter((one) => one.startsWith(fault)).length).toBeGreaterThan(0);
  });
});
