import { beforeEach, describe, expect, test } from '@jest/globals';
import { SEEN_AFTER_MS, seenOnce } from './seen.ts';

let waiting: Map<number, { act: () => void; at: number }>;
let now: number;
let seen: number;
const timers = {
  later: (act: () => void, ms: number) => {
    const id = waiting.size + 1 + now;
    waiting.set(id, { act, at: now + ms });
    return id;
  },
  drop: (timer: number) => void waiting.delete(timer),
};
const pass = (ms: number) => {
  now += ms;
  for (const [id, { act, at }] of [...waiting]) {
    if (at > now) continue;
    waiting.delete(id);
    act();
  }
};
beforeEach(() => {
  waiting = new Map();
  now = 0;
  seen = 0;
});
const watch = () =>
  seenOnce(() => {
    seen += 1;
  }, timers);

describe('a result counts as read', () => {
  test('after two seconds before the eyes, once', () => {
    const result = watch();
    result.change(true);
    pass(SEEN_AFTER_MS - 1);
    expect(seen).toBe(0);
    pass(1);
    expect(seen).toBe(1);
    result.change(false);
    result.change(true);
    pass(SEEN_AFTER_MS);
    expect(seen).toBe(1);
  });

  test('not when it was never in view', () => {
    watch().change(false);
    pass(60_000);
    expect(seen).toBe(0);
  });

  test('two glances of a second are not two seconds', () => {
    const result = watch();
    for (let glance = 0; glance < 5; glance += 1) {
      result.change(true);
      pass(1000);
      result.change(false);
      pass(1000);
    }
    expect(seen).toBe(0);
  });
});
