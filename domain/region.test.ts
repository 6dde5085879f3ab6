import { describe, expect, test } from '@jest/globals';
import { RegionFile } from '../schemas/region.ts';

const clinic = (id: string, number: number, domains: { namespace: string; oid: string }[]) => ({
  id,
  title: { en: id, ru: id },
  oid: `1.2.643.${number}`,
  zone: 'UTC',
  domains,
  senders: [],
});
const region = (...clinics: ReturnType<typeof clinic>[]) =>
  RegionFile.safeParse({
    id: 'test',
    title: { en: 'Test', ru: 'Проверка' },
    zone: 'UTC',
    audience: 'https://oka.test',
    clinics,
    ehrs: [],
    critical: { deadlineSeconds: 60 },
  });
const north = clinic('north', 1, [{ namespace: 'NORTH', oid: '1.2.643.1.1' }]);

describe('a region file is refused where equal numbers of two clinics would be one patient', () => {
  test.each([
    ['a namespace, however it is written', clinic('south', 2, [{ namespace: 'north', oid: '1.2.643.2.1' }])],
    ['the OID of a domain', clinic('south', 2, [{ namespace: 'SOUTH', oid: '1.2.643.1.1' }])],
    ['a namespace that is another one’s OID', clinic('south', 2, [{ namespace: '1.2.643.1.1', oid: '1.2.643.2.1' }])],
    ['the OID of the clinic, the domain of its accession numbers', clinic('south', 1, [])],
    ['the id', clinic('north', 2, [])],
  ])('for %s', (_, other) => {
    expect(region(north, other).success).toBe(false);
  });

  test('and taken where each has its own', () => {
    expect(region(north, clinic('south', 2, [{ namespace: 'SOUTH', oid: '1.2.643.2.1' }])).success).toBe(true);
  });
});
