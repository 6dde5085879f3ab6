import type { Delivery } from '../../../schemas/delivery.ts';
import { begin } from './begin.ts';
import type { Step, WayContext } from './context.ts';
import { askAgain, minuteOfOpen, withLook } from './escalate.ts';
import type { WayEvent } from './events.ts';
import { noteAcknowledged, noteActed, noteRead, noteTaken } from './humans.ts';
import { nextLookOf } from './next-look.ts';
import { giveUpSilent, noteFailed, noteOffline, noteSent } from './outcome.ts';
import { isOpen } from './states.ts';

/**
 * One step of a result's way: what is stored next, and what is to be asked when it is. Pure, and idempotent: an event that
 * comes twice, or too late, changes nothing and asks nobody twice (docs/delivery.md has states and events). Undefined: there
 * is no delivery that the event could speak of.
 */
export function stepDelivery(stored: Delivery | undefined, event: WayEvent, context: WayContext): Step | undefined {
  if (event.type === 'sent' || event.type === 'superseded' || event.type === 'withdrawn') {
    const step = begin(stored, event, context);
    return step.delivery === stored ? step : looked(step, context, false);
  }
  if (stored === undefined) return undefined;
  const step = { delivery: stored, asks: [] };
  if (event.type === 'due') {
    const look = nextLookOf(stored);
    // A run that died before its asks were out is repeated: they go out again, though the next look lies ahead.
    if (look === undefined || look > context.now) return askAgain(step);
    return looked(minute(step, context), context, true);
  }
  const next = happened(step, event, context);
  return next.delivery === stored ? next : looked(next, context, false);
}

type Happening = Exclude<WayEvent, { readonly type: 'due' } | { readonly type: 'sent' | 'superseded' | 'withdrawn' }>;

function happened(step: Step, event: Happening, context: WayContext): Step {
  const { delivery } = step;
  switch (event.type) {
    case 'delivered':
    case 'refused':
      return { ...step, delivery: answered(delivery, event) };
    case 'read':
      return noteRead(step, event, context);
    case 'acknowledged':
      return noteAcknowledged(step, event, context);
    case 'acted':
      return noteActed(step, event);
    case 'notice-sent':
      return { ...step, delivery: noteSent(delivery, event) };
    case 'notice-failed':
      return noteFailed(step, event, context);
    case 'alarm-taken':
      return { ...step, delivery: isOpen(delivery) ? noteTaken(delivery, event) : delivery };
    case 'clinic-offline':
      return noteOffline(step, context);
  }
}

function minute(step: Step, context: WayContext): Step {
  const tried = noteOffline(giveUpSilent(step, context), context);
  return askAgain(isOpen(tried.delivery) ? minuteOfOpen(tried, context) : tried);
}

/** An acceptance stands, else the first refusal, whatever order they come in; of another version than the last, nothing. */
function answered(delivery: Delivery, event: Extract<WayEvent, { type: 'delivered' | 'refused' }>): Delivery {
  const { version, at, text } = event;
  const code = event.type === 'delivered' ? ('AA' as const) : event.code;
  const known = delivery.delivered;
  const isBetter = known === undefined || ((code === 'AA') === (known.code === 'AA') ? at < known.at : code === 'AA');
  if (version !== delivery.version || !isBetter) return delivery;
  return { ...delivery, delivered: { at, code, ...(text === undefined ? {} : { text }) } };
}

const looked = (step: Step, context: WayContext, isMinute: boolean): Step => ({
  ...step,
  delivery: withLook(step.delivery, context, isMinute),
});
