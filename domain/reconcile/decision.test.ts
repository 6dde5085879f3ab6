import { describe, expect, test } from '@jest/globals';
import type { ChartItem } from '../../schemas/chart.ts';
import { HEADER_EXTENSION, PIXEL_HASH_EXTENSION } from '../../schemas/measurement.ts';
import type { StudyDecision } from '../../schemas/reconciled.ts';
import { conflictOf, hasConflict, reconciliation } from '../dicom/match.ts';
import { assemble } from '../fhir/assemble.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import { makeGroup } from '../fhir/groups.ts';
import { mergeItems } from '../fhir/merge.ts';
import { conflictGroup, decisionGroups, decisionIn, headerName, wentTo } from './decision.ts';

const RECORD = '00000000-0000-8000-8000-000000000001';
const OTHER = '00000000-0000-8000-8000-000000000002';
const said = { time: '2026-03-01T05:00:00.000Z', rank: 20, receivedAt: '2026-03-01T05:00:00.000Z' };
const IVANOV = { name: 'Иванов^Иван' };
const PETROV: fhir4.Patient = { resourceType: 'Patient', name: [{ family: 'Петров', given: ['Пётр'] }] };

const header = (value: object, n = 1) => ({
  [`header:${n}`]: makeGroup({ extension: [{ url: HEADER_EXTENSION, valueString: JSON.stringify(value) }] }, said),
});
const image = (hash: string) => {
  const instance = [{ uid: '1.2.3', sopClass: {}, extension: [{ url: PIXEL_HASH_EXTENSION, valueString: hash }] }];
  return { [`instance:${hash}`]: makeGroup({ series: [{ uid: '1', modality: {}, instance }] }, said) };
};
const study = (groups: ChartItem['groups']): ChartItem => ({
  record: RECORD,
  resourceType: 'ImagingStudy',
  id: OTHER,
  groups: { study: makeGroup({ status: 'available', subject: { reference: `Patient/${RECORD}` } }, said), ...groups },
});
const decision = (change: Partial<StudyDecision> & Pick<StudyDecision, 'state'>): StudyDecision => ({
  by: 'registrar',
  at: '2026-03-02T09:00:00.000Z',
  ...change,
});
const judged = (item: ChartItem) => reconciliation(assemble(item) as fhir4.ImagingStudy, PETROV);

describe('a human’s word on whose a study is', () => {
  const linked = decision({ state: 'linked', record: RECORD, seen: [headerName(IVANOV)] });

  test('goes before the header that he has seen, and not before another one that contradicts', () => {
    expect(judged(study(header(IVANOV)))).toEqual({ state: 'unreconciled', reasons: ['name'] });
    expect(judged(study({ ...header(IVANOV), ...decisionGroups(linked) }))).toEqual({ state: 'reconciled' });
    const further = { ...header(IVANOV), ...header({ name: 'Сидоров^Семён' }, 2), ...decisionGroups(linked) };
    expect(judged(study(further))).toEqual({ state: 'unreconciled', reasons: ['name'] });
  });
  test.each([
    decision({ state: 'linked', record: OTHER }),
    decision({ state: 'apart' }),
    decision({ state: 'wrong-patient' }),
  ])('$state elsewhere or nowhere: not this chart’s, and nobody is asked', (one) => {
    expect(judged(study({ ...header(IVANOV), ...decisionGroups(one) }))).toEqual({
      state: 'unreconciled',
      reasons: [],
    });
  });
  test('taken back, it is as if nothing had been said', () => {
    const open = decision({ state: 'open', at: '2026-03-02T10:00:00.000Z' });
    const item = mergeItems(study({ ...header(IVANOV), ...decisionGroups(linked) }), study(decisionGroups(open)));
    expect(judged(item)).toEqual({ state: 'unreconciled', reasons: ['name'] });
    expect(decisionIn(item)).toEqual(open);
    expect(wentTo(item)).toEqual([RECORD]);
  });
  test('the header’s own later copy does not undo it, whichever is merged first', () => {
    const late = { time: '2026-03-05T05:00:00.000Z', rank: 40, receivedAt: '2026-03-05T05:00:00.000Z' };
    const copy = study({
      'header:1': makeGroup({ extension: [{ url: HEADER_EXTENSION, valueString: JSON.stringify(IVANOV) }] }, late),
    });
    const decided = study({ ...header(IVANOV), ...decisionGroups(linked) });
    expect(judged(mergeItems(copy, decided))).toEqual({ state: 'reconciled' });
    expect(mergeItems(copy, decided)).toEqual(mergeItems(decided, copy));
  });
  test('alone it makes no study', () => {
    const { decision: word } = decisionGroups(linked);
    const alone: ChartItem = { ...study({}), groups: word === undefined ? {} : { decision: word } };
    expect(assemble(alone)).toBeUndefined();
  });
});

test('two images that somebody keeps are no conflict; a third asks again', () => {
  const two = study({ ...image('a'), ...image('b') });
  const images = conflictOf(assemble(two) as fhir4.ImagingStudy) ?? canonicalHash('');
  const kept = { ...conflictDecision(images) };
  const has = (groups: ChartItem['groups']) => hasConflict(assemble(study(groups)) as fhir4.ImagingStudy);
  expect(has({ ...image('a') })).toBe(false);
  expect(has({ ...image('a'), ...image('b') })).toBe(true);
  expect(has({ ...image('a'), ...image('b'), ...kept })).toBe(false);
  expect(has({ ...image('a'), ...image('b'), ...image('c'), ...kept })).toBe(true);
});
const conflictDecision = (images: string) => ({
  conflict: conflictGroup({ state: 'apart', images, by: 'registrar', at: '2026-03-02T09:00:00.000Z' }),
});
