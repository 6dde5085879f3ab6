import { describe, expect, test } from '@jest/globals';
import { sortOut } from './batches.ts';
import { localSeconds } from './schedules.ts';

const messages = ['a', 'b', 'c'].map((MessageId) => ({ MessageId }));
const failed = (...ids: unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
const sorted = (result: unknown, { partialFailures = true, fifo = false } = {}) => {
  const { done, again } = sortOut(messages, result, { partialFailures, fifo });
  return [done, again].map((list) => list.map(({ MessageId }) => MessageId).join(''));
};

describe('what a function says of its batch', () => {
  test.each([
    ['nothing', null, ['abc', '']],
    ['no failures', failed(), ['abc', '']],
    ['one failure', failed('b'), ['ac', 'b']],
    ['a message that is not of the batch', failed('x'), ['', 'abc']],
    ['an empty identifier', failed(''), ['', 'abc']],
    ['another form', { batchItemFailures: 'b' }, ['', 'abc']],
  ])('%s', (_name, result, expected) => {
    expect(sorted(result)).toEqual(expected);
  });
  test('without partial failures an answer is success', () => {
    expect(sorted(failed('b'), { partialFailures: false })).toEqual(['abc', '']);
  });
  test('in a FIFO queue all after the first failure come again', () => {
    expect(sorted(failed('b'), { fifo: true })).toEqual(['a', 'bc']);
  });
});

test('a minute is as short as asked; other rates keep their length; cron is refused', () => {
  expect(localSeconds('rate(1 minute)', 5)).toBe(5);
  expect(localSeconds('rate(2 hours)', 5)).toBe(7200);
  expect(() => localSeconds('cron(0 3 * * ? *)', 5)).toThrow('cron');
});
