import { expect, test } from '@jest/globals';
import { inTurn } from './turns.ts';

test('work that fails holds up none behind it, and is told all the same', async () => {
  const done: string[] = [];
  const run = inTurn(
    async () => void done.push('due'),
    () => Promise.reject(new Error('one record cannot be read')),
    async () => void done.push('decisions'),
    () => Promise.reject(new Error('another')),
  );
  await expect(run).rejects.toThrow('one record cannot be read');
  expect(done).toEqual(['due', 'decisions']);
});
