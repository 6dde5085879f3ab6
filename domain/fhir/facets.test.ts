import { describe, expect, test } from '@jest/globals';
import { facetOf, observationFacet, timeOf } from './facets.ts';

const observation = (coding: fhir4.Coding[]): fhir4.Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding },
});

describe('the facet', () => {
  test.each<[string, fhir4.FhirResource, string]>([
    [
      'the first LOINC coding',
      observation([
        { system: 'urn:local', code: 'CREA' },
        { system: 'http://loinc.org', code: '14682-9' },
        { system: 'http://loinc.org', code: '2160-0' },
      ]),
      'Observation:http://loinc.org|14682-9',
    ],
    [
      'the first coding without LOINC',
      observation([{ display: 'x' }, { system: 'urn:a', code: '1' }]),
      'Observation:urn:a|1',
    ],
    ['a coding without a system', observation([{ code: '1' }]), 'Observation:|1'],
    ['no coding', observation([]), 'Observation'],
    ['another type', { resourceType: 'Encounter', status: 'planned', class: {} }, 'Encounter'],
  ])('of %s', (_, resource, facet) => {
    expect(facetOf(resource)).toBe(facet);
  });

  test('of an observation that lost its code is its type', () => {
    expect(facetOf({ resourceType: 'Observation', status: 'final' } as fhir4.Observation)).toBe('Observation');
  });

  test('never contains the separator of index keys, and two codes never share one', () => {
    expect(observationFacet('s', 'a#b')).toBe('Observation:s|a%23b');
    expect(observationFacet('s', 'a%23b')).toBe('Observation:s|a%2523b');
  });
});

describe('the clinical time', () => {
  const of = (members: Record<string, unknown>) => timeOf({ resourceType: 'Condition', ...members } as never);
  test.each([
    [{ effectiveDateTime: '2026-01-31T12:00:00+03:00', issued: '2026-02-01T00:00:00Z' }, '2026-01-31T09:00:00.000Z'],
    [{ effectivePeriod: { start: '2026-01-31' } }, '2026-01-31T00:00:00.000Z'],
    [{ issued: '2026-02-01T00:00:00Z' }, '2026-02-01T00:00:00.000Z'],
    [{ onsetDateTime: '1950', recordedDate: '2020-01-01' }, '1950-01-01T00:00:00.000Z'],
    [{ onsetString: 'childhood', recordedDate: '2020-01' }, '2020-01-01T00:00:00.000Z'],
    [{ authoredOn: '2026-01-31T09:00:00.5Z' }, '2026-01-31T09:00:00.500Z'],
    [{ started: '2026-01-31' }, '2026-01-31T00:00:00.000Z'],
    [{ start: '2026-01-31T09:00:00Z' }, '2026-01-31T09:00:00.000Z'],
    [{ period: { start: '2026-01-31T09:00:00Z' } }, '2026-01-31T09:00:00.000Z'],
    [{ effectiveDateTime: '2026-01-31T12:00:00' }, undefined],
    [{ effectiveDateTime: '2026-13-31' }, undefined],
    [{ effectivePeriod: { end: '2026-01-31' } }, undefined],
    [{}, undefined],
  ])('of %j is %s', (members, time) => {
    expect(of(members)).toBe(time);
  });
});
