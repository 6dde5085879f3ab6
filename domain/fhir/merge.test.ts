import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChartItem, FieldGroup, IdentityEdge, Stamp } from '../../schemas/chart.ts';
import { assemble } from './assemble.ts';
import { canonicalJson } from './canonical.ts';
import { makeGroup } from './groups.ts';
import { compareStamps, edgeName, mergeEdges, mergeItems } from './merge.ts';

// Few values each, so that stamps tie in every member again and again.
const RECEIVED = '2026-01-31T09:00:00.000Z';
const times = fc.constantFrom(
  undefined,
  '2026-01-31T08:00:00.000Z',
  '2026-01-31T08:30:00.000Z',
  '2026-01-31T10:00:00.000Z',
);
const ranks = fc.constantFrom(10, 20, 40);
const values = fc.record(
  { status: fc.constantFrom('a', 'b', null), note: fc.subarray([1, 2, 3]) },
  { requiredKeys: [] },
);
const honest = fc
  .record({
    ...{ value: values, time: times, rank: ranks, sent: times, deleted: fc.boolean() },
    map: fc.constantFrom(undefined, '000003', '000003 000001', '000010'),
  })
  .map(({ value, ...said }) => makeGroup(value, { ...said, receivedAt: RECEIVED }));
/** A stamp whose hash lies must not break the laws either. */
const lying = honest.map((group) => ({ ...group, stamp: { ...group.stamp, hash: '0'.repeat(64) } }));
/** In a slot a reading has a number, and may take back what an earlier one said. */
const readAgain = fc
  .tuple(honest, fc.nat(2), fc.boolean())
  .map(([group, reading, back]) =>
    back ? { stamp: group.stamp, value: {}, reading, retracted: true as const } : { ...group, reading },
  );
const items: fc.Arbitrary<ChartItem> = fc
  .tuple(
    fc.dictionary(fc.constantFrom('base', 'status', 'instance:1', 'instance:2'), fc.oneof(honest, lying)),
    fc.dictionary(fc.constantFrom('base@a', 'base@b', 'status@a'), readAgain),
  )
  .map(([plain, slots]) => ({ ...plain, ...slots }))
  .map((groups) => ({ record: 'r', resourceType: 'Observation', id: 'i', groups }));
const edges: fc.Arbitrary<IdentityEdge> = fc
  .tuple(fc.boolean(), fc.constantFrom('joined' as const, 'apart' as const), honest)
  .map(([turned, state, { stamp }]) => ({ records: turned ? ['b', 'a'] : ['a', 'b'], kind: 'merge', state, stamp }));

const laws = <T>(arbitrary: fc.Arbitrary<T>, merge: (a: T, b: T) => T) => {
  const same = (a: T, b: T) => expect(canonicalJson(a)).toBe(canonicalJson(b));
  test('commutative', () => fc.assert(fc.property(arbitrary, arbitrary, (a, b) => same(merge(a, b), merge(b, a)))));
  test('associative', () =>
    fc.assert(
      fc.property(arbitrary, arbitrary, arbitrary, (a, b, c) => same(merge(merge(a, b), c), merge(a, merge(b, c)))),
      { numRuns: 500 },
    ));
  test('idempotent', () =>
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        const merged = merge(a, b);
        same(merge(merged, merged), merged);
        same(merge(merged, a), merged);
        same(merge(b, merged), merged);
      }),
    ));
  test('pure', () =>
    fc.assert(
      fc.property(arbitrary, arbitrary, (a, b) => {
        const [before, other] = [canonicalJson(a), canonicalJson(b)];
        merge(a, b);
        expect([canonicalJson(a), canonicalJson(b)]).toEqual([before, other]);
      }),
    ));
  test('the same for every shuffle with duplicates', () =>
    fc.assert(
      fc.property(fc.array(arbitrary, { minLength: 1, maxLength: 6 }), fc.infiniteStream(fc.nat()), (all, picks) => {
        const order = [...picks.take(10)].map((n) => all[n % all.length] as T);
        const first = all[0] as T;
        same([...order, ...all].reduce(merge, first), all.reduce(merge, first));
      }),
    ));
};

describe('merging items is', () => laws(items, mergeItems));
describe('merging edges is', () => laws(edges, mergeEdges));

describe('stamps are compared by', () => {
  const stamp: Stamp = { time: '2026-01-31T08:00:00.000Z', rank: 20, hash: '5'.repeat(64) };
  const later = '2026-01-31T09:00:00.000Z';
  test.each<[string, Stamp, Stamp]>([
    ['doubt before time', { ...stamp, time: later, rank: 40, doubtful: true }, stamp],
    ['time before rank', { ...stamp, rank: 40 }, { ...stamp, time: later }],
    ['rank before hash', { ...stamp, hash: 'f'.repeat(64) }, { ...stamp, rank: 30 }],
    ['rank before sending', { ...stamp, sent: later }, { ...stamp, rank: 30 }],
    ['sending before hash', { ...stamp, hash: 'f'.repeat(64) }, { ...stamp, sent: later }],
    ['hash at last', stamp, { ...stamp, hash: '6'.repeat(64) }],
    ['time among doubtful ones', { ...stamp, doubtful: true }, { ...stamp, time: later, doubtful: true }],
  ])('%s', (_, lower, higher) => {
    expect(compareStamps(lower, higher)).toBeLessThan(0);
    expect(compareStamps(higher, lower)).toBeGreaterThan(0);
    expect(compareStamps(lower, lower)).toBe(0);
  });
});

test('a group that one side lacks takes no part; a tombstone wins by its stamp and loses by it', () => {
  const group = (time: string, deleted = false): FieldGroup =>
    makeGroup({ time }, { time: `2026-01-31T0${time}:00:00Z`, rank: 20, receivedAt: RECEIVED, deleted });
  const item = (groups: ChartItem['groups']): ChartItem => ({
    record: 'r',
    resourceType: 'Condition',
    id: 'i',
    groups,
  });

  const merged = mergeItems(item({ base: group('5') }), item({ status: group('1') }));
  expect(Object.keys(merged.groups)).toEqual(['base', 'status']);

  const deleted = mergeItems(merged, item({ base: group('6', true) }));
  expect(assemble(deleted)).toBeUndefined();
  const again = mergeItems(deleted, item({ base: group('7') }));
  expect(again.groups.base?.value).toEqual({ time: '7' });
  // Groups are laid over one another in the order of their names: `status` after `base`.
  expect(assemble(again)).toMatchObject({ resourceType: 'Condition', time: '1' });
});

test('states of two items, or statements on two pairs, are never merged', () => {
  const item: ChartItem = { record: 'r', resourceType: 'Condition', id: 'i', groups: {} };
  const { stamp } = makeGroup({}, { time: RECEIVED, rank: 20, receivedAt: RECEIVED });
  const edge: IdentityEdge = { records: ['a', 'b'], kind: 'merge', state: 'joined', stamp };

  expect(() => mergeItems(item, { ...item, id: 'j' })).toThrow(TypeError);
  expect(() => mergeItems(item, { ...item, record: 's' })).toThrow(TypeError);
  expect(() => mergeEdges(edge, { ...edge, kind: 'link' })).toThrow(TypeError);
  expect(edgeName({ ...edge, records: ['b', 'a'] })).toBe(edgeName(edge));
});
