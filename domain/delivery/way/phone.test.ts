import { expect, test } from '@jest/globals';
import { notice, play, version } from './example.ts';

const byPhone = { channelsOf: () => [{ channel: 'desk' as const }, { channel: 'phone' as const }] };
const listed = notice('notice-sent', 'attending', 'phone', 2);
const unanswered = notice('notice-failed', 'attending', 'phone', 60);
const others = [
  [1, version(1)],
  [2, notice('notice-failed', 'referring', 'phone', 2)],
] as const;

test('who did not answer the telephone is followed by the next people at once, though the call had stood on the list', () => {
  const { asked, delivery } = play([...others, [2, listed], [60, unanswered]], byPhone);
  expect(asked).toContain('colleague phone 1');
  expect(delivery.notices.find(({ to, channel }) => to === 'attending' && channel === 'phone')).toMatchObject({
    outcome: 'failed',
  });
});

test('in whatever order the two words come, the call was not answered', () => {
  const outcome = (events: Parameters<typeof play>[0]) =>
    play(events, byPhone).delivery.notices.find(({ to, channel }) => to === 'attending' && channel === 'phone');
  expect(outcome([...others, [60, unanswered], [61, listed]])).toEqual(
    outcome([...others, [2, listed], [60, unanswered]]),
  );
});
