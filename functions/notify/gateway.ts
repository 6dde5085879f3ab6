import type { NoticeOutcome } from '../../schemas/delivery.ts';
import type { Gateway } from '../../schemas/duty.ts';

export type Posted = {
  readonly to: string;
  readonly channel: 'mail' | 'sms';
  readonly text: string;
  readonly id: string;
};
export type Send = (
  gateway: Gateway,
  posted: Posted,
) => Promise<{ readonly outcome: NoticeOutcome; readonly why?: string }>;

/** What may pass by itself: asked once more, with the same id, so that it is carried once (RFC 9110 §15, RFC 6585 §4). */
const MAY_PASS = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * `POST {to, channel, text, id}`: 2xx is taken. Asked twice at most, then it has failed: a quarter of an hour is too short to
 * wait for a gateway while there are a telephone and the next person. Its words are never kept: they may name the person.
 */
export const sendByGateway: Send = async (gateway, posted) => {
  const first = await post(gateway, posted);
  return first.why === 'gateway-away' ? post(gateway, posted) : first;
};

async function post({ url, timeoutSeconds }: Gateway, posted: Posted): ReturnType<Send> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': posted.id },
      body: JSON.stringify(posted),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
    });
    await answer.body?.cancel();
    if (answer.ok) return { outcome: 'sent' };
    return { outcome: 'failed', why: MAY_PASS.has(answer.status) ? 'gateway-away' : 'gateway-refused' };
  } catch {
    return { outcome: 'failed', why: 'gateway-away' };
  }
}
