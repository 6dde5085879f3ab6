import { expect, test } from '@jest/globals';
import { makeEdgeKey } from '../files/key.ts';
import { mergeFacts } from './facts.ts';
import { worklistIdKey } from './names.ts';
import { factOfStep } from './step.ts';

const step = (status: 'IN PROGRESS' | 'COMPLETED' | 'DISCONTINUED') =>
  factOfStep({ uid: '1.2.3', at: '2026-03-02T08:00:00.000Z', status, wrongEntry: false, of: [] });

test.each(['COMPLETED', 'DISCONTINUED'] as const)(
  'a step that is %s is not under way again, whichever is told last',
  (end) => {
    const ended = step(end).groups.step?.value;
    expect(mergeFacts(step('IN PROGRESS'), step(end)).groups.step?.value).toEqual(ended);
    expect(mergeFacts(step(end), step('IN PROGRESS')).groups.step?.value).toEqual(ended);
  },
);

test('names of the worklist follow from the key of the edge where it has one: nobody finds a number by trying', () => {
  const [one, other] = [7, 8].map((byte) => makeEdgeKey(Buffer.alloc(32, byte)));
  const keys = [worklistIdKey(one, '1.2.3'), worklistIdKey(other, '1.2.3'), worklistIdKey(undefined, '1.2.3')];
  expect(new Set([...keys, worklistIdKey(one, '1.2.4')]).size).toBe(4);
  expect(worklistIdKey(one, '1.2.3')).toBe(keys[0]);
});
