import type { Ask, Delivery, Notice, NoticeReason } from '../../../schemas/delivery.ts';
import type { Step, WayContext } from './context.ts';
import { isOpen, toldVersion } from './states.ts';

/** The notices of the version that people are being told of; older ones are history. */
export const present = (delivery: Delivery): Notice[] =>
  delivery.notices.filter(({ version }) => version >= toldVersion(delivery));

export const isPending = ({ outcome }: Notice): boolean => outcome === undefined;

/** Why people are told of the version that stands. */
export const reasonOf = (delivery: Delivery): NoticeReason =>
  delivery.state === 'withdrawn' ? 'withdrawn' : delivery.severity === 'critical' ? 'critical' : 'corrected';

/**
 * Asks one person. His desk shows it, whatever else; of the channels that come to him the first is used, and the next only
 * where that one failed: nobody is asked twice for one version. A channel that is cut is written down as failed.
 */
export function askPerson(step: Step, to: string, rung: number, { now, channelsOf }: WayContext): Step {
  const { delivery } = step;
  const version = toldVersion(delivery);
  const his = present(delivery).filter((one) => one.to === to);
  const channels = channelsOf(to);
  const made: Notice[] = [];
  const make = (channel: Notice['channel'], more: Partial<Notice> = {}): void => {
    made.push({ to, channel, rung, version, reason: reasonOf(delivery), askedAt: now, ...more });
  };
  const isAsked = (channel: Notice['channel']): boolean => his.some((one) => one.channel === channel);
  for (const { channel, cut } of channels)
    if (channel === 'desk' && !isAsked('desk'))
      make('desk', cut === undefined ? { outcome: 'sent', outcomeAt: now } : failed(cut, now));
  const isReached = his.some((one) => one.channel !== 'desk' && one.outcome !== 'failed');
  if (!isReached)
    for (const { channel, cut } of channels) {
      if (channel === 'desk' || isAsked(channel)) continue;
      make(channel, cut === undefined ? {} : failed(cut, now));
      if (cut === undefined) break;
    }
  if (made.length === 0) return step;
  const next = { ...delivery, notices: [...delivery.notices, ...made] };
  return { delivery: next, asks: [...step.asks, ...asksFor(next, made.filter(isPending))] };
}

const failed = (why: string, now: string): Partial<Notice> => ({ outcome: 'failed', outcomeAt: now, why });

/** Notices as they go to whoever carries them. The desk carries its own. */
export const asksFor = (delivery: Delivery, notices: readonly Notice[]): Ask[] => {
  const { record, resultId, clinic, level } = delivery;
  return notices.flatMap(({ channel, to, rung, version, reason, askedAt }) =>
    channel === 'desk'
      ? []
      : [{ record, resultId, clinic, to, channel, rung, version, reason, askedAt, ...(level ? { level } : {}) }],
  );
};

/** Told of it because he read an earlier version: that somebody else has acknowledged the new one does not spare him. */
const isReader = ({ recipients }: Delivery, person: string): boolean =>
  recipients.some((one) => one.person === person && one.as === 'reader');

/** Whether an ask that was on its way is still to be carried: unanswered, of the version that is told, and not yet met. */
export function isWanted(
  delivery: Delivery,
  { to, channel, version }: Pick<Ask, 'to' | 'channel' | 'version'>,
): boolean {
  const isMet = reasonOf(delivery) === 'critical' && !isOpen(delivery);
  if (isMet && !isReader(delivery, to)) return false;
  const his = present(delivery).filter((one) => one.to === to && one.version === version && one.channel !== 'desk');
  // A channel that was given up got through after all: he has it.
  if (his.some(({ outcome }) => outcome === 'sent')) return false;
  return his.some((one) => one.channel === channel && isPending(one));
}

/** Notices that are still to be carried. */
export const wanted = (delivery: Delivery): Notice[] =>
  present(delivery).filter((one) => isWanted(delivery, one as Ask));
