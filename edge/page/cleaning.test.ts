import { afterEach, expect, jest, test } from '@jest/globals';
import { pageStage } from './testing/stage.ts';

const it = pageStage();
afterEach(() => {
  jest.restoreAllMocks();
});

test('a book of the page that cannot be cleaned is told to the engineer, not swallowed', async () => {
  await it.page.stop();
  const timers = jest.spyOn(globalThis, 'setInterval');
  const events: { readonly what: string; readonly fault?: unknown }[] = [];
  await it.open({}, { onEvent: (event) => events.push(event) });
  const fault = new Error('the disk says no');
  jest.spyOn(it.page.audit, 'clean').mockRejectedValue(fault);
  const [cleaning] = timers.mock.calls.filter(([, ms]) => ms === 6 * 3600_000).map(([work]) => work);
  (cleaning as () => void)();
  await new Promise((resolve) => setImmediate(resolve));
  expect(events).toEqual([{ what: 'clean-failed', fault }]);
});
