import type { Delivery, Notice } from '../../../schemas/delivery.ts';
import { askPerson, isPending, present } from './ask.ts';
import { later, type Step, type WayContext } from './context.ts';
import { goOn } from './escalate.ts';
import { toldVersion } from './states.ts';

type Named = Pick<Notice, 'to' | 'channel' | 'version'>;

const isNamed = (notice: Notice, { to, channel, version }: Named): boolean =>
  notice.to === to && notice.channel === channel && notice.version === version;

const changed = (delivery: Delivery, named: Named, change: (notice: Notice) => Notice): Delivery => ({
  ...delivery,
  notices: delivery.notices.map((notice) => (isNamed(notice, named) ? change(notice) : notice)),
});

/**
 * Carried: that stands whatever else is said of it, and the earliest word of it counts. Of a telephone it says that somebody
 * is to call, and a later word that he was not reached takes its place.
 */
export const noteSent = (delivery: Delivery, named: Named & { readonly at: string }): Delivery =>
  changed(delivery, named, (stored) => {
    if (stored.channel === 'phone' && stored.outcome === 'failed' && (stored.outcomeAt ?? '') >= named.at)
      return stored;
    const { why: _, ...notice } = stored;
    const isLater = notice.outcome === 'sent' && (notice.outcomeAt ?? named.at) <= named.at;
    return isLater ? notice : { ...notice, outcome: 'sent', outcomeAt: named.at };
  });

/** A call that stood on the list and was not answered: that it was listed has reached nobody. */
const wasNotReached = ({ channel, outcome, outcomeAt = '' }: Notice, at: string): boolean =>
  channel === 'phone' && outcome === 'sent' && outcomeAt <= at;

/** Not carried: the next channel of this person, and where nobody of this step can be reached, the next people at once. */
export function noteFailed(
  step: Step,
  named: Named & { readonly at: string; readonly why: string },
  context: WayContext,
): Step {
  const notice = step.delivery.notices.find((one) => isNamed(one, named));
  if (notice === undefined || !(isPending(notice) || wasNotReached(notice, named.at))) return step;
  const outcome = { outcome: 'failed' as const, outcomeAt: named.at, why: named.why };
  const delivery = changed(step.delivery, named, (one) => ({ ...one, ...outcome }));
  if (!present(delivery).some((one) => isNamed(one, named))) return { ...step, delivery };
  return goOn(askPerson({ ...step, delivery }, named.to, notice.rung, context), context);
}

/** Of what nobody has said anything for too long is given up: another channel may get through. */
export const giveUpSilent = (step: Step, context: WayContext): Step =>
  present(step.delivery)
    .filter((one) => isPending(one) && later(one.askedAt, context.settings.silentSeconds) <= context.now)
    .reduce((one, notice) => noteFailed(one, { ...notice, at: context.now, why: 'silent' }, context), step);

/** The desks of a clinic that is offline show nothing: written down, and whoever had nothing else is passed over. */
export function noteOffline(step: Step, context: WayContext): Step {
  const isCut = ({ to, channel, outcome }: Notice): string | undefined =>
    channel === 'desk' && outcome !== 'failed'
      ? context.channelsOf(to).find((one) => one.channel === 'desk')?.cut
      : undefined;
  const told = toldVersion(step.delivery);
  const notices = step.delivery.notices.map((notice) => {
    const why = notice.version < told ? undefined : isCut(notice);
    return why === undefined ? notice : { ...notice, outcome: 'failed' as const, outcomeAt: context.now, why };
  });
  return goOn({ ...step, delivery: { ...step.delivery, notices } }, context);
}
