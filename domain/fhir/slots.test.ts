import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChartItem, FieldGroup } from '../../schemas/chart.ts';
import { assemble } from './assemble.ts';
import { canonicalJson } from './canonical.ts';
import { makeGroup } from './groups.ts';
import { joinItems, mergeItems } from './merge.ts';
import { groupsInForce, inSlot, takenBack } from './slots.ts';

const at = (time: string, value: Record<string, unknown>, deleted = false): FieldGroup =>
  makeGroup(value, { time: `2026-01-31T${time}:00.000Z`, rank: 20, receivedAt: '2026-01-31T12:00:00.000Z', deleted });
const item = (groups: ChartItem['groups']): ChartItem => ({ record: 'r', resourceType: 'Condition', id: 'i', groups });
const LAB = { slot: 'lab', reading: 1 };
const AGAIN = { slot: 'lab', reading: 2 };

describe('what is said in a slot', () => {
  test('competes by its stamp with what others say of the same group', () => {
    const certain = item({ base: at('08:00', { code: 'certain' }) });
    const older = inSlot(item({ base: at('07:00', { code: 'guessed' }) }), LAB);
    const newer = inSlot(item({ base: at('09:00', { code: 'guessed' }) }), LAB);
    expect(assemble(mergeItems(certain, older))).toMatchObject({ code: 'certain' });
    expect(assemble(mergeItems(certain, newer))).toMatchObject({ code: 'guessed' });
  });

  test('is replaced by a later reading, whatever the stamps', () => {
    const first = inSlot(item({ base: at('09:00', { code: 'as 1251' }) }), LAB);
    const second = inSlot(item({ base: at('09:00', { code: 'as koi8' }) }), AGAIN);
    expect(assemble(mergeItems(first, second))).toMatchObject({ code: 'as koi8' });
    expect(assemble(mergeItems(second, first))).toMatchObject({ code: 'as koi8' });
  });

  test('that a later reading does not say any more leaves nothing, and hides nobody’s older word', () => {
    const certain = item({ base: at('08:00', { code: 'certain' }) });
    const ghost = inSlot(item({ base: at('09:00', { code: 'ghost' }) }), LAB);
    const gone = takenBack([ghost], [], AGAIN);
    expect(gone).toHaveLength(1);
    expect(assemble(joinItems([ghost, ...gone])[0] as ChartItem)).toBeUndefined();
    expect(assemble(joinItems([...gone, certain, ghost])[0] as ChartItem)).toMatchObject({ code: 'certain' });
  });

  test('and taken back by one message stands where another message of the same reading says it', () => {
    const ghost = inSlot(item({ base: at('09:00', { code: 'of one' }) }), LAB);
    const other = inSlot(item({ base: at('07:00', { code: 'of another' }) }), AGAIN);
    const all = [ghost, other, ...takenBack([ghost], [], AGAIN)];
    expect(assemble(joinItems(all)[0] as ChartItem)).toMatchObject({ code: 'of another' });
    expect(assemble(joinItems(all.toReversed())[0] as ChartItem)).toMatchObject({ code: 'of another' });
  });

  test('a tombstone deletes as elsewhere', () => {
    const told = item({ base: at('08:00', { code: 'told' }) });
    expect(assemble(mergeItems(told, inSlot(item({ base: at('09:00', {}, true) }), LAB)))).toBeUndefined();
  });
});

const values = fc.record({ code: fc.constantFrom('a', 'b', 'c') });
const plain = fc
  .dictionary(
    fc.constantFrom('base', 'status'),
    fc
      .tuple(values, fc.constantFrom('08:00', '09:00'), fc.boolean())
      .map(([value, time, gone]) => at(time, value, gone)),
  )
  .map(item);
const slotted = fc
  .tuple(plain, fc.constantFrom('lab', 'his'), fc.constantFrom(1, 2, 3), fc.boolean())
  .map(([said, slot, reading, gone]) => {
    const inIt = inSlot(said, { slot, reading });
    return gone ? (takenBack([inIt], [], { slot, reading: reading + 1 })[0] ?? inIt) : inIt;
  });
const any = fc.oneof(plain, slotted);

describe('merging items with slots is', () => {
  const same = (a: ChartItem, b: ChartItem) => expect(canonicalJson(a)).toBe(canonicalJson(b));
  test('commutative', () => fc.assert(fc.property(any, any, (a, b) => same(mergeItems(a, b), mergeItems(b, a)))));
  test('associative', () =>
    fc.assert(
      fc.property(any, any, any, (a, b, c) => same(mergeItems(mergeItems(a, b), c), mergeItems(a, mergeItems(b, c)))),
      { numRuns: 500 },
    ));
  test('idempotent', () =>
    fc.assert(fc.property(any, any, (a, b) => same(mergeItems(mergeItems(a, b), a), mergeItems(a, b)))));
  test('blind to the order in which what holds is looked for', () =>
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        const merged = joinItems([a, b, c])[0] as ChartItem;
        const turned = { ...merged, groups: Object.fromEntries(Object.entries(merged.groups).toReversed()) };
        expect(canonicalJson(groupsInForce(turned.groups))).toBe(canonicalJson(groupsInForce(merged.groups)));
      }),
    ));
});
