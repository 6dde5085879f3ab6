import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DutyChange } from '../../schemas/duty.ts';
import { offsetAt } from '../zone.ts';
import { dutyRegion, toldChange } from './example.ts';
import { firstNobody } from './nobody.ts';
import { isIn, onDuty } from './on-duty.ts';

const region = dutyRegion();
const names = (changes: Parameters<typeof onDuty>[1], at: string, clinic = 'north'): string[] =>
  onDuty(region, changes, { clinic, role: 'duty', at }).map(({ person }) => person.id);
const span = { from: '2026-03-10T00:00:00.000Z', until: '2026-03-12T00:00:00.000Z' };
const noon = '2026-03-10T11:00:00.000Z';
const midnight = '2026-03-10T23:30:00.000Z';

describe('on duty', () => {
  test('is the clinic’s own by its clocks, then the region’s', () => {
    expect(names([], noon)).toEqual(['day', 'first', 'second']);
    expect(names([], midnight)).toEqual(['night', 'first', 'second']);
    expect(names([], noon, 'south')).toEqual(['first', 'second']);
  });

  test('a night belongs to the day on which it began', () => {
    const friday = { days: ['fri' as const], from: '20:00', to: '08:00' };
    expect(isIn(friday, '2026-03-13T22:00:00.000Z', 'UTC')).toBe(true);
    expect(isIn(friday, '2026-03-14T07:59:00.000Z', 'UTC')).toBe(true);
    expect(isIn(friday, '2026-03-14T08:00:00.000Z', 'UTC')).toBe(false);
    expect(isIn(friday, '2026-03-13T07:00:00.000Z', 'UTC')).toBe(false);
    expect(isIn({ days: ['mon'], from: '09:00', to: '09:00' }, '2026-03-17T08:59:00.000Z', 'UTC')).toBe(true);
  });

  test('who is absent is not on duty: his deputy is, first whom the absence names', () => {
    const away = toldChange({ kind: 'absence', person: 'day', ...span });
    expect(names([away], noon)).toEqual(['deputy', 'other', 'first', 'second']);
    const named = toldChange({ kind: 'absence', person: 'day', deputy: 'other', ...span });
    expect(names([named], noon)).toEqual(['other', 'deputy', 'first', 'second']);
    const both = toldChange({ kind: 'absence', person: 'deputy', ...span });
    expect(names([named, both], noon)).toEqual(['other', 'first', 'second']);
    expect(names([away], '2026-03-12T11:00:00.000Z')).toEqual(['day', 'first', 'second']);
  });

  test('says nobody where everybody is absent, and fills nothing up', () => {
    const all = region.people.map(({ id }) => toldChange({ kind: 'absence', person: id, ...span }));
    expect(names(all, noon)).toEqual([]);
    expect(firstNobody(region, all, { clinic: 'north', role: 'duty', ...span })).toBe(span.from);
    expect(firstNobody(region, [], { clinic: 'north', role: 'duty', ...span })).toBeUndefined();
  });

  test('a swap gives the hours to another; the newest word holds; one that leads back ends', () => {
    const swap = (person: string, by: string) => toldChange({ kind: 'swap', role: 'duty', person, by, ...span });
    expect(names([swap('day', 'other')], noon)).toEqual(['other', 'first', 'second']);
    expect(names([swap('day', 'other'), swap('day', 'deputy')], noon)).toEqual(['deputy', 'first', 'second']);
    expect(names([swap('day', 'other'), swap('other', 'day')], noon)).toEqual(['day', 'first', 'second']);
    const [out] = onDuty(region, [swap('day', 'other')], { clinic: 'north', role: 'duty', at: noon });
    expect(out).toMatchObject({ insteadOf: 'day', of: 'clinic' });
  });

  test('one more on duty comes first; what was taken back counts no longer', () => {
    const extra = toldChange({ kind: 'extra', role: 'duty', person: 'other', ...span });
    expect(names([extra], noon)).toEqual(['other', 'day', 'first', 'second']);
    expect(names([{ ...extra, undone: extra.said }], noon)).toEqual(['day', 'first', 'second']);
    expect(names([{ ...extra, clinic: 'south' }], noon)).toEqual(['day', 'first', 'second']);
  });

  test('the other role has nobody where the region names nobody', () => {
    expect(onDuty(region, [], { clinic: 'north', role: 'duty-radiologist', at: noon })).toEqual([]);
  });
});

const instants = fc
  .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) })
  .map((ms) => new Date(ms).toISOString());
const ids = fc.constantFrom(...region.people.map(({ id }) => id));
const changes = fc.array(
  fc
    .tuple(fc.constantFrom('absence', 'swap', 'extra'), ids, ids, instants, instants)
    .filter(([, a, b, from, until]) => a !== b && from < until)
    .map(([kind, person, other, from, until]): DutyChange => {
      if (kind === 'swap') return { kind, role: 'duty', person, by: other, from, until };
      if (kind === 'extra') return { kind, role: 'duty', person, from, until };
      return { kind: 'absence', person, deputy: other, from, until };
    }),
  { maxLength: 8 },
);

describe('at any instant of a year with clocks that move', () => {
  test('without changes somebody of the clinic is on duty, by day or by night', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const local = new Date(Date.parse(at) + offsetAt(Date.parse(at), 'Europe/Berlin') * 60_000);
        const isDay = local.getUTCHours() >= 8 && local.getUTCHours() < 20;
        expect(names([], at)[0]).toBe(isDay ? 'day' : 'night');
      }),
      { numRuns: 500 },
    );
  });

  test('nobody is there twice, nobody absent, and the order in which changes came makes no difference', () => {
    fc.assert(
      fc.property(changes, instants, fc.integer(), (told, at, seed) => {
        const stored = told.map((change) => toldChange(change));
        const found = names(stored, at);
        expect(new Set(found).size).toBe(found.length);
        for (const { kind, person, from, until } of told)
          if (kind === 'absence' && from <= at && at < until) expect(found).not.toContain(person);
        const turned = stored.length === 0 ? 0 : Math.abs(seed) % stored.length;
        expect(names([...stored.slice(turned), ...stored.slice(0, turned)].reverse(), at)).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});
