import { describe, expect, test } from '@jest/globals';
import { HookRequest } from '../../schemas/cds-hooks/request.ts';
import { callOf, serviceOf } from './example.ts';
import { fetchPlan } from './fetch-plan.ts';

const ALLOWED = ['https://ehr.example/fhir'];
const fhirAuthorization = {
  access_token: 'secret',
  token_type: 'Bearer',
  expires_in: 300,
  scope: 'user/*.read',
  subject: 'oka',
};
const plan = (change: object = {}, allowed: readonly string[] = ALLOWED) =>
  fetchPlan(
    HookRequest.parse(callOf('patient-view', {}, { fhirAuthorization, ...change })),
    serviceOf('oka-allergies'),
    allowed,
  );

describe('what is read from the server of the client', () => {
  test('is what the call does not bring, and no more: null is an answer', () => {
    expect(plan({ prefetch: { patient: { resourceType: 'Patient', id: 'p' }, medications: null } })).toEqual({
      base: 'https://ehr.example/fhir',
      token: 'secret',
      reads: [{ key: 'allergies', path: 'AllergyIntolerance?patient=p&_count=100' }],
    });
    expect(plan()?.reads.map(({ key }) => key)).toEqual(['patient', 'medications', 'allergies']);
    expect(plan({ fhirServer: 'HTTPS://EHR.example:443/fhir/' })?.base).toBe('https://ehr.example/fhir');
  });

  test.each([
    ['a server that is not listed', 'https://other.example/fhir'],
    ['another path', 'https://ehr.example/fhir/../admin'],
    ['another port', 'https://ehr.example:8443/fhir'],
    ['another scheme', 'http://ehr.example/fhir'],
    ['a user in the address', 'https://user@ehr.example/fhir'],
    ['a listed name as user', 'https://ehr.example@10.0.0.1/fhir'],
    ['a private address', 'http://169.254.169.254/fhir'],
    ['a query in the address', 'https://ehr.example/fhir?x='],
    ['a listed name as a part', 'https://ehr.example.evil.example/fhir'],
  ])('is nothing for %s', (_, fhirServer) => {
    expect(plan({ fhirServer })).toBeUndefined();
  });

  test('is nothing without a token, with one that has ended, or with an empty list', () => {
    expect(plan({ fhirAuthorization: undefined })).toBeUndefined();
    expect(plan({ fhirAuthorization: { ...fhirAuthorization, expires_in: 0 } })).toBeUndefined();
    expect(plan({}, [])).toBeUndefined();
  });
});
