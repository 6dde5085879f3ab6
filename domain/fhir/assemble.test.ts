import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChartItem, ChartResourceType } from '../../schemas/chart.ts';
import { assemble } from './assemble.ts';
import { canonicalJson } from './canonical.ts';
import { makeGroup } from './groups.ts';

const receivedAt = '2026-01-31T09:00:00.000Z';
const group = (value: Record<string, unknown>, deleted = false) =>
  makeGroup(value, { time: receivedAt, rank: 20, receivedAt, deleted });
const item = (groups: ChartItem['groups'], resourceType: ChartResourceType = 'ServiceRequest'): ChartItem => ({
  record: 'r',
  resourceType,
  id: 'i',
  groups,
});

describe('assembling', () => {
  test('lays the groups over one another by name: status over base', () => {
    const groups = {
      status: group({ status: 'revoked' }),
      base: group({ status: 'active', note: [{ text: 'a' }], code: { text: 'X-ray' } }),
    };
    expect(assemble(item(groups))).toEqual({
      resourceType: 'ServiceRequest',
      id: 'i',
      status: 'revoked',
      note: [{ text: 'a' }],
      code: { text: 'X-ray' },
    });
  });

  test('joins arrays without equal entries and takes a member away at null', () => {
    const groups = {
      base: group({ note: [{ text: 'a' }, { text: 'b' }], priority: 'stat' }),
      more: group({ note: [{ text: 'b' }, { text: 'c' }], priority: null }),
    };
    expect(assemble(item(groups))).toEqual({
      resourceType: 'ServiceRequest',
      id: 'i',
      note: [{ text: 'a' }, { text: 'b' }, { text: 'c' }],
    });
  });

  test.each([
    ['deleted', { base: group({}, true) }],
    ['deleted although its status lives', { base: group({}, true), status: group({ status: 'active' }) }],
    ['cancelled before it is known', { status: group({ status: 'revoked' }) }],
    ['nothing', {}],
  ])('gives nothing for what is %s', (_, groups) => {
    expect(assemble(item(groups))).toBeUndefined();
  });

  test('never lets a group change the type or the id', () => {
    expect(assemble(item({ base: group({ id: 'x', resourceType: 'Patient' }) }))).toEqual({
      resourceType: 'ServiceRequest',
      id: 'i',
    });
  });

  test('does not depend on the order in which the groups came and changes none of them', () => {
    const values = fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.oneof(fc.nat(2), fc.array(fc.nat(3)), fc.constant(null)),
    );
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), (all) => {
        const entries = all.map((value, n) => [`g${n}`, group(value)] as const);
        const before = canonicalJson(entries);
        const straight = assemble(item(Object.fromEntries(entries)));
        expect(canonicalJson(assemble(item(Object.fromEntries([...entries].reverse()))))).toBe(canonicalJson(straight));
        expect(canonicalJson(entries)).toBe(before);
      }),
    );
  });
});

describe('an imaging study', () => {
  const instance = (uid: string, series: string, more: Record<string, unknown> = {}) =>
    group({ series: [{ uid: series, modality: { code: 'DX' }, instance: [{ uid, ...more }] }] });
  const series = (groups: ChartItem['groups']) => assemble(item(groups, 'ImagingStudy')) as fhir4.ImagingStudy;

  test('joins series of one uid and their instances, and counts both', () => {
    const study = series({
      study: group({ status: 'available', started: '2026-01-31' }),
      'instance:1.1:aa': instance('1.1', 's1'),
      'instance:1.2:bb': instance('1.2', 's1'),
      'instance:2.1:cc': instance('2.1', 's2'),
    });
    expect(study).toMatchObject({ numberOfSeries: 2, numberOfInstances: 3, status: 'available' });
    expect(study.series).toMatchObject([
      { uid: 's1', modality: { code: 'DX' }, numberOfInstances: 2, instance: [{ uid: '1.1' }, { uid: '1.2' }] },
      { uid: 's2', numberOfInstances: 1, instance: [{ uid: '2.1' }] },
    ]);
  });

  test('keeps both of two images with one SOP Instance UID and other pixels', () => {
    const study = series({
      study: group({}),
      'instance:1.1:aa': instance('1.1', 's1', { title: 'aa' }),
      'instance:1.1:bb': instance('1.1', 's1', { title: 'bb' }),
    });
    expect(study.numberOfInstances).toBe(2);
  });

  test('without its study group is deleted as a whole', () => {
    expect(series({ study: group({}, true), 'instance:1.1:aa': instance('1.1', 's1') })).toBeUndefined();
  });
});
