import { expect, test } from '@jest/globals';
import { randomOf, shuffled } from '../../../test/random.ts';
import { canonicalJson } from '../../fhir/canonical.ts';
import type { WayEvent } from './events.ts';
import { at, human, notice, play, version } from './example.ts';

/** What systems said and humans did: none of it waits for another. */
const HAPPENED: readonly WayEvent[] = [
  { type: 'delivered', version: 1, at: at(20) },
  { type: 'delivered', version: 1, at: at(9), text: 'again' },
  { type: 'refused', version: 1, at: at(10), code: 'AE' },
  { type: 'refused', version: 1, at: at(5), code: 'AR' },
  human('read', 'attending', 12),
  human('read', 'attending', 11),
  human('read', 'referring', 13),
  human('read', 'stranger', 13, 1),
  human('acknowledged', 'referring', 14),
  human('acknowledged', 'attending', 14),
  human('acknowledged', 'attending', 15),
  human('acted', 'attending', 16),
  notice('notice-sent', 'attending', 'sms', 2),
  notice('notice-sent', 'attending', 'sms', 4),
  notice('notice-sent', 'referring', 'sms', 3),
];
/** The whole image confirms the preview somewhere among them. */
const CONFIRMED = version(2, { notify: false });

test('what systems say and humans do ends the same in 1,000 orders, with repeats, before and after a confirmation', () => {
  const random = randomOf(7);
  const ends = new Set<string>();
  for (let round = 0; round < 1000; round += 1) {
    const repeats = HAPPENED.filter(() => random() < 0.3);
    const humans = shuffled([...HAPPENED, ...repeats, CONFIRMED], random);
    // What a system said of a version is of that version alone: it is compared apart.
    const { delivery, asks } = play([[0, version(1)], ...humans.map((event) => [30, event] as const)]);
    const { delivered: _, ...rest } = delivery;
    ends.add(canonicalJson({ rest, asks: asks.length }));
    const own = play([
      [0, version(1)],
      ...humans.flatMap((event) => (event === CONFIRMED ? [] : [[30, event] as const])),
    ]);
    expect(own.delivery.delivered).toEqual({ at: at(9), code: 'AA', text: 'again' });
  }
  expect([...ends]).toHaveLength(1);
});
