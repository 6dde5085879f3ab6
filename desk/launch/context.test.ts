import { expect, test } from '@jest/globals';
import { isOvertaken, type LaunchContext, mayShow } from './context.ts';
import { LaunchStopped, launchUrl, readPatient, systemOf } from './smart.ts';

const context: LaunchContext = {
  ...{ iss: 'https://mis.test/fhir', patientId: 'p1', patient: { id: 'p1' }, token: 't', until: 0 },
  records: ['r1', 'r2'],
};
const systems = [{ iss: 'https://mis.test/fhir', title: { ru: 'МИС', en: 'EHR' }, clientId: 'oka-desk' }];
const answering =
  (status: number, body: unknown): typeof fetch =>
  async () =>
    new Response(JSON.stringify(body), { status });

test('in a tab of a record system only pages of its patient are shown, and those without a patient', () => {
  expect(mayShow(context, 'r2')).toBe(true);
  expect(mayShow(context, 'r9')).toBe(false);
  expect(mayShow(context, undefined)).toBe(true);
  expect(mayShow(undefined, 'r9')).toBe(true);
});

test('another patient opened by the same record system overtakes; the same one, or another system, does not', () => {
  expect(isOvertaken(context, { iss: context.iss, patientId: 'p2' })).toBe(true);
  expect(isOvertaken(context, { iss: context.iss, patientId: 'p1' })).toBe(false);
  expect(isOvertaken(context, { iss: 'https://other.test/fhir', patientId: 'p2' })).toBe(false);
  expect(isOvertaken(undefined, { iss: context.iss, patientId: 'p2' })).toBe(false);
});

test.each(['https://mis.test/fhir.evil.test', 'https://mis.test', 'http://mis.test/fhir', 'https://mis.test/FHIR'])(
  'a launch of %s, which the region does not know, is stopped before anything is asked',
  async (iss) => {
    expect(() => systemOf(systems, iss)).toThrow(new LaunchStopped('unknown-system'));
    const never: typeof fetch = () => Promise.reject(new Error('asked'));
    await expect(launchUrl({ iss, launch: 'x' }, { systems, fetcher: never })).rejects.toMatchObject({
      why: 'unknown-system',
    });
  },
);

test('a record system without S256 is not launched', async () => {
  const plain = { authorization_endpoint: 'https://mis.test/a', token_endpoint: 'https://mis.test/t' };
  const asked = launchUrl({ iss: 'https://mis.test/fhir/', launch: 'x' }, { systems, fetcher: answering(200, plain) });
  await expect(asked).rejects.toMatchObject({ why: 'not-configured' });
});

test.each([
  [404, { resourceType: 'OperationOutcome' }],
  [200, { resourceType: 'Bundle' }],
])('an answer of %s without a Patient opens nothing', async (status, body) => {
  await expect(readPatient(context, answering(status, body))).rejects.toMatchObject({ why: 'unreadable-patient' });
});
