import { expect, test } from '@jest/globals';
import { NAME_NOT_CONFIRMED } from '../../schemas/charset.ts';
import type { ResultPublished } from '../../schemas/messages.ts';
import { readBundle } from './bundle.ts';

const bundleOf = (name: object) => ({
  resourceType: 'Bundle',
  entry: [
    { resource: { resourceType: 'Patient', id: 'r', name: [name] } },
    { resource: { resourceType: 'DetectedIssue', detail: 'said' } },
  ],
});
const nameIn = (name: object): string =>
  readBundle(bundleOf(name), { record: 'r' } as ResultPublished['data']).patient.name;

test('a name that nobody has confirmed is shown as such, and never in place of a name', () => {
  const extension = [{ url: NAME_NOT_CONFIRMED, valueString: 'name not confirmed' }];
  expect(nameIn({ extension })).toBe('name not confirmed');
  expect(nameIn({ family: 'Небылицын', given: ['Пётр'], extension })).toBe('Небылицын Пётр');
  expect(nameIn({})).toBe('');
});
