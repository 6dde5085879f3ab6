import { expect, test } from '@jest/globals';
import type { EdgeState } from '../state.ts';
import { waitingLines } from './waiting-lines.ts';

const AT = '2026-03-01T05:00:00.000Z';
const lines = (more: Partial<EdgeState> = {}) =>
  waitingLines({
    state: { ...{ clinic: 'district', at: AT, waiting: 0, bytes: 0, segments: 0, totals: {} }, ...more },
    refused: [],
  }).filter(({ state }) => state === 'trouble');
const part = (more: object) => ({ state: 'running', since: AT, ...more });
const objects = { attention: [], kept: 3, bytes: 9, waiting: 0, waitingBytes: 0, refused: 0, lanes: {} };

test('images that the region refused, or the disk spoilt, are told with their number', () => {
  expect(lines({ objects })).toEqual([]);
  expect(lines({ objects: { ...objects, refused: 2, damaged: 1 } })).toMatchObject([
    { id: 'objects-refused', count: 2 },
    { id: 'objects-damaged', count: 1 },
  ]);
});

test('withdrawals that the PACS does not show are told apart from what else it refused', () => {
  const pacs = { waiting: 0, stored: 9, refused: { report: 0, 'heat-map': 0, note: 0 } };
  expect(lines({ parts: { pacs: part(pacs) } })).toEqual([]);
  const told = lines({ parts: { pacs: part({ ...pacs, refused: { report: 1, 'heat-map': 2, note: 1 } }) } });
  expect(told).toMatchObject([
    { id: 'pacs-withdrawals', count: 1 },
    { id: 'pacs-refused', count: 3 },
  ]);
});

test('a request for storage commitment that waits for too long is trouble', () => {
  expect(lines({ parts: { commitment: part({ waiting: 1, late: 0 }) } })).toEqual([]);
  expect(lines({ parts: { commitment: part({ waiting: 1, late: 1 }) } })).toMatchObject([{ id: 'commitment' }]);
});

test('what the record system refused is said to be not in the record, and only what it was silent on to be unknown', () => {
  const one = { resultId: 'a', version: 1, record: 'r', severity: 'critical', why: 'HL7 AE' };
  const connector = part({
    ...{ ehr: 'mis', at: AT, breaker: { state: 'closed' }, waiting: 0, critical: 0, owed: 0, queue: { full: false } },
    consumers: [],
    totals: { taken: 2, delivered: 0, refused: 1, superseded: 0, repeated: 0 },
    human: [
      { ...one, code: 'ehr-refused', since: '2026-03-01T04:00:00.000Z' },
      { ...one, code: 'ehr-silent', since: '2026-03-01T03:00:00.000Z' },
    ],
  });
  expect(lines({ parts: { connector } })).toMatchObject([
    {
      id: 'ehr-refused',
      count: 1,
      since: '2026-03-01T04:00:00.000Z',
      title: { en: 'Results that are not in the record' },
    },
    { id: 'ehr-human', count: 1, since: '2026-03-01T03:00:00.000Z' },
  ]);
});

test('messages that the region refused are told with their codes', () => {
  const state = { ...{ clinic: 'district', at: AT, waiting: 0, bytes: 0, segments: 0, totals: {} } };
  expect(waitingLines({ state, refused: [{ code: 'no-identity', acceptedAt: AT }] })).toContainEqual(
    expect.objectContaining({ id: 'refused', state: 'trouble', count: 1, since: AT }),
  );
});
