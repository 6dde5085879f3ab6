import type { Delivery, DeliveryInput } from '../../schemas/delivery.ts';
import type { Result } from '../../schemas/result.ts';

type Sending = {
  readonly result: Result;
  readonly clinic: string;
  readonly ehr: string;
  readonly now: Date;
  readonly deadlineSeconds: number;
};

/**
 * The delivery of a version, given the delivery of the one before; undefined leaves a delivery of this or a newer version
 * as it is. A critical version that notifies is a new obligation: it begins unacknowledged, with its own deadline, but
 * never later than one that nobody has met yet, and what is overdue stays so: news must not buy time. One that notifies
 * nobody (the whole image confirms the preview) goes on with the obligation there is. A withdrawn one ends it.
 */
export const obligationOf =
  ({ result, clinic, ehr, now, deadlineSeconds }: Sending) =>
  (before: Delivery | undefined): DeliveryInput | undefined => {
    const { record, resultId, version, severity } = result;
    if (before !== undefined && before.version >= version) return undefined;
    const next: DeliveryInput = { record, resultId, version, clinic, ehr, severity, sentAt: now.toISOString() };
    if (result.state === 'withdrawn' || severity !== 'critical') return next;
    if (!result.notify) return { ...next, ...(before?.severity === 'critical' ? obligationIn(before) : {}) };
    const dueAt = new Date(now.getTime() + deadlineSeconds * 1000).toISOString();
    if (before?.acknowledged !== undefined) return { ...next, dueAt };
    return { ...next, dueAt, ...(before ? obligationIn(before) : {}) };
  };

const obligationIn = ({ acknowledged, dueAt, overdueSince }: Delivery): Partial<Delivery> => ({
  ...(acknowledged ? { acknowledged } : {}),
  ...(dueAt ? { dueAt } : {}),
  ...(overdueSince ? { overdueSince } : {}),
});
