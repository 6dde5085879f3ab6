import { describe, expect, test } from '@jest/globals';
import { FieldGroup } from '../../schemas/chart.ts';
import { makeGroup } from './groups.ts';

const receivedAt = '2026-01-31T09:00:00.000Z';

describe('a field group', () => {
  test('carries its source time in UTC, its rank and the hash of its content', () => {
    const group = makeGroup({ b: 1, a: undefined }, { time: '2026-01-31T11:30:00+03:00', rank: 20, receivedAt });

    expect(FieldGroup.parse(group)).toEqual({
      stamp: { time: '2026-01-31T08:30:00.000Z', rank: 20, hash: expect.any(String) },
      value: { b: 1 },
    });
    expect(group.stamp.hash).toBe(makeGroup({ b: 1 }, { time: undefined, rank: 1, receivedAt }).stamp.hash);
  });

  test.each([
    ['2026-01-31T09:05:00.000Z', undefined],
    ['2026-01-31T09:05:00.001Z', true],
    [undefined, true],
    ['1999-01-01T00:00:00Z', undefined],
  ])('said at %s and received at 09:00 is doubtful: %s', (time, doubtful) => {
    expect(makeGroup({}, { time, rank: 20, receivedAt }).stamp.doubtful).toBe(doubtful);
  });

  test('without a source time stands at its receipt', () => {
    expect(makeGroup({}, { time: undefined, rank: 20, receivedAt }).stamp.time).toBe(receivedAt);
  });

  test('that is a tombstone differs from one that says nothing', () => {
    const said = { time: receivedAt, rank: 40, receivedAt };
    expect(FieldGroup.parse(makeGroup({}, { ...said, deleted: true })).deleted).toBe(true);
    expect(makeGroup({}, { ...said, deleted: true }).stamp.hash).not.toBe(makeGroup({}, said).stamp.hash);
  });

  test.each(['2026-01-31T09:00:00', '2026-01-31', '', 'now'])('refuses the zoneless time "%s"', (time) => {
    expect(() => makeGroup({}, { time, rank: 20, receivedAt })).toThrow(TypeError);
  });
});
