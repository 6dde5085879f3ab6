import { createHmac } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChartResourceType, DerivedId } from '../../schemas/chart.ts';
import { NATURAL_KEYS, orderKeyParts, recordId, resourceId } from './identifiers.ts';

const KEY = `${'00'.repeat(31)}01`;
const CLINIC = '1.2.643.5.1.13.13.12.2.77.1';
const DOMAIN = '1.2.643.5.1.13.13.12.2.77.1.5';

describe('derived ids', () => {
  test('are UUIDv8 and stay the same for ever: a changed encoding would orphan every stored chart', () => {
    expect(recordId(KEY, CLINIC, DOMAIN, 'MRN-1')).toBe('21c4a946-5efb-835a-bc11-97f5a85f114d');
    expect(resourceId(KEY, 'Observation', [DOMAIN, 'filler', 'F-1', 'CREA', 'L', '', '0'])).toBe(
      '5a04b472-266a-8481-90f9-47a7440e8b16',
    );
  });

  test('are an HMAC over the count and each length-prefixed part', () => {
    const parts = ['4', 'record', CLINIC, DOMAIN, 'МК-1'].flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8');
      return [Buffer.from([0, 0, 0, bytes.length]), bytes];
    });
    const digest = createHmac('sha256', Buffer.from(KEY, 'hex')).update(Buffer.concat(parts)).digest('hex');
    const id = recordId(KEY, CLINIC, DOMAIN, 'МК-1').replaceAll('-', '');

    expect(id.slice(0, 12)).toBe(digest.slice(0, 12));
    expect(id.slice(13, 16)).toBe(digest.slice(13, 16));
    expect(id.slice(17)).toBe(digest.slice(17, 32));
  });

  test('are equal exactly for equal parts: no two cuts of one text meet', () => {
    const parts = fc.array(fc.constantFrom('', 'a', 'b', 'ab', 'a\u0000', '|', '1'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const [a, b] = [
          resourceId(KEY, 'Encounter', [DOMAIN, 'x', ...one]),
          resourceId(KEY, 'Encounter', [DOMAIN, 'x', ...other]),
        ];
        expect(DerivedId.safeParse(a).success).toBe(true);
        expect(a === b).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test('differ by type, key of the region, clinic and domain', () => {
    const ids = [
      ...ChartResourceType.options.map((type) => resourceId(KEY, type, [DOMAIN, '1'])),
      resourceId('ff'.repeat(32), 'Patient', [DOMAIN, '1']),
      recordId(KEY, CLINIC, DOMAIN, '1'),
      recordId(KEY, `${CLINIC}1`, DOMAIN, '1'),
      recordId(KEY, CLINIC, `${DOMAIN}1`, '1'),
      recordId('ff'.repeat(32), CLINIC, DOMAIN, '1'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each([
    ['no identifier', () => recordId(KEY, CLINIC, DOMAIN, ' ')],
    ['a domain without an OID', () => recordId(KEY, CLINIC, 'HIS', '1')],
    ['an owner without an OID', () => recordId(KEY, '', DOMAIN, '1')],
    ['nothing but the domain', () => resourceId(KEY, 'Encounter', [DOMAIN, '', ' '])],
    ['no parts', () => resourceId(KEY, 'Encounter', [])],
    ['an empty order number', () => orderKeyParts({ by: 'filler', number: '' })],
  ])('with %s are refused as no-identity', (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'no-identity' }));
  });

  test.each(['', 'ab', 'zz'.repeat(32), 'ab'.repeat(31)])('refuse the key "%s" as configuration', (key) => {
    expect(() => recordId(key, CLINIC, DOMAIN, '1')).toThrow(expect.objectContaining({ code: 'configuration' }));
  });
});

test('the table of natural keys begins every key with the OID of the domain', () => {
  const keys = Object.values(NATURAL_KEYS).flatMap((ways) => Object.values(ways) as (readonly string[])[]);
  expect(keys.map(([first]) => first)).toEqual(keys.map(() => 'domain OID'));
});

test('a filler number never equals a placer number', () => {
  expect(orderKeyParts({ by: 'filler', number: '7' })).not.toEqual(orderKeyParts({ by: 'placer', number: '7' }));
  expect(orderKeyParts({ by: 'patient-service-time', patient: 'P', service: 'S', time: 'T' })).toEqual([
    'patient-service-time',
    'P',
    'S',
    'T',
  ]);
});
