import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { isOfTheThing, refusalOf } from './refusals.ts';

describe('what was answered to a segment', () => {
  test('is the region’s word where it speaks by its catalogue: such a thing is given up', () => {
    const said = refusalOf(413, { code: 'over-size', message: 'too large', whatToDo: 'send less', traceId: 'x' });
    expect([said.code, isOfTheThing(said)]).toEqual(['over-size', true]);
  });

  test.each([400, 411, 413, 415, 422, 500, 502, 504])(
    'is nobody’s word of the thing where a proxy says %d',
    (status) => {
      const said = refusalOf(status, '<html>Request Entity Too Large</html>');
      expect([said.code, said.class, isOfTheThing(said)]).toEqual(['unavailable', 'transient', false]);
    },
  );

  test('is of the clock, not of the thing, where our time lies ahead', () => {
    expect(isOfTheThing(new OkaError('malformed-request', 'headers.oka-accepted-at'))).toBe(false);
    expect(isOfTheThing(new OkaError('malformed-request', 'query.length'))).toBe(true);
  });
});
