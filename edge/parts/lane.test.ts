import { expect, test } from '@jest/globals';
import type { Lane } from '../spool/meta.ts';
import { laneOfImage } from './dicom.ts';

const CALLER = { callingAe: 'XRAY', calledAe: 'OKA', address: '127.0.0.1' };
const header = (more: object) => ({
  ...{ sopClassUid: '1.2', sopInstanceUid: '1.3', transferSyntaxUid: '1.4', studyInstanceUid: '1.5' },
  ...{ modality: 'DX', priority: 'medium' as const, ...more },
});
type Part = Parameters<typeof laneOfImage>[2];
const worklist = (priority: 'STAT' | 'HIGH' | 'ROUTINE') =>
  ({ worklist: { priorityOf: (uid: string) => (uid === '1.5' ? priority : undefined) } }) as Part;
const BULK = [{ lane: 'bulk' as const, modality: 'DX' }];

test.each<[string, object, Part, Lane]>([
  ['of an urgent order, of which the modality says nothing', {}, worklist('STAT'), 'urgent'],
  ['of an order to be made soon', {}, worklist('HIGH'), 'urgent'],
  ['of an order without haste', {}, worklist('ROUTINE'), 'bulk'],
  [
    'of an order without haste, that its modality calls urgent',
    { requestedPriority: 'STAT' },
    worklist('ROUTINE'),
    'urgent',
  ],
  ['of another study', { studyInstanceUid: '1.6' }, worklist('STAT'), 'bulk'],
  ['where there is no worklist', {}, {}, 'bulk'],
  [
    'that the PACS was asked for',
    {},
    { ...worklist('STAT'), priors: { laneOf: () => 'bulk' } } as unknown as Part,
    'bulk',
  ],
])('an image %s goes in its lane', (_, more, live, lane) => {
  expect(laneOfImage(CALLER, header(more), live, BULK)).toBe(lane);
});
