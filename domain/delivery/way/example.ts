import type { Delivery, Recipient } from '../../../schemas/delivery.ts';
import type { Channel, Step, WayContext } from './context.ts';
import { sendingEvent, type WayEvent } from './events.ts';
import { stepDelivery } from './step.ts';

/** Invented people of the tests: two physicians of a clinic, one colleague, two on duty. */
export const LADDER: readonly (readonly Recipient[])[] = [
  [
    { person: 'attending', as: 'attending' },
    { person: 'referring', as: 'referring' },
  ],
  [{ person: 'colleague', as: 'deputy' }],
  [{ person: 'duty', as: 'duty' }],
];

export const START = '2026-03-02T08:00:00.000Z';
export const at = (seconds: number): string => new Date(Date.parse(START) + seconds * 1000).toISOString();

const ALL: readonly Channel[] = [{ channel: 'desk' }, { channel: 'sms' }, { channel: 'phone' }];

export const context = (seconds: number, change: Partial<WayContext> = {}): WayContext => ({
  now: at(seconds),
  settings: {
    levels: {
      red: { deadlineSeconds: 900, nextAfterSeconds: 300 },
      orange: { deadlineSeconds: 3600, nextAfterSeconds: 1200 },
      yellow: { deadlineSeconds: 86_400, nextAfterSeconds: 28_800 },
    },
    retakeSeconds: 600,
    silentSeconds: 120,
  },
  channelsOf: () => ALL,
  ladderOf: () => LADDER,
  ...change,
});

const RESULT = { record: '00000000-0000-8000-8000-000000000001', resultId: 'a'.repeat(64) };
type Said = Parameters<typeof sendingEvent>[0]['result'];

/** A version of a critical result as it goes out. */
export const version = (number: number, change: Partial<Said> = {}): WayEvent =>
  sendingEvent({
    result: { ...RESULT, version: number, severity: 'critical', state: 'current', notify: true, ...change },
    clinic: 'north',
    ehr: 'mis-north',
    level: 'red',
    recipients: LADDER[0] ?? [],
    unknownStaff: [],
  });

export const withdrawn = (number: number): WayEvent => version(number, { severity: 'info', state: 'withdrawn' });

/** A history: each event with the second at which it happens. */
export function play(
  events: readonly (readonly [number, WayEvent])[],
  change: Partial<WayContext> | ((seconds: number) => Partial<WayContext>) = {},
): Step & { readonly asked: string[] } {
  let delivery: Delivery | undefined;
  const asks: Step['asks'][number][] = [];
  for (const [seconds, event] of events) {
    const changed = typeof change === 'function' ? change(seconds) : change;
    const step = stepDelivery(delivery, event, context(seconds, changed));
    delivery = step?.delivery ?? delivery;
    asks.push(...(step?.asks ?? []));
  }
  if (delivery === undefined) throw new Error('nothing was sent');
  return { delivery, asks, asked: asks.map(({ to, channel, version: of }) => `${to} ${channel} ${of}`) };
}

export const DUE: WayEvent = { type: 'due' };
export const notice = (
  type: 'notice-sent' | 'notice-failed',
  to: string,
  channel: 'sms' | 'phone' | 'mail',
  seconds: number,
  of = 1,
): WayEvent => ({ type, to, channel, version: of, at: at(seconds), why: 'refused' });
export const human = (
  type: 'read' | 'acknowledged' | 'acted' | 'alarm-taken',
  by: string,
  seconds: number,
  of = 1,
): WayEvent => ({
  type,
  by,
  version: of,
  at: at(seconds),
});
/** Both first people carried: they have their time. */
export const CARRIED: readonly (readonly [number, WayEvent])[] = [
  [0, version(1)],
  [1, notice('notice-sent', 'attending', 'sms', 1)],
  [1, notice('notice-sent', 'referring', 'sms', 1)],
];
