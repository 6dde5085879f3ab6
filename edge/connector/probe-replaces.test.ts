import { afterEach, expect, test } from '@jest/globals';
import { fhirDestination } from './fhir.ts';
import { mllpDestination } from './mllp.ts';
import { probeReplaces } from './probe-replaces.ts';
import { startFhirEhr } from './testing/fhir-ehr.ts';
import { startMllpEhr } from './testing/mllp-ehr.ts';
import { MLLP } from './testing/world.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
const PATIENT = { number: 'TEST-1', domain: '1.2.3' };

async function overHl7() {
  const ehr = await startMllpEhr();
  const destination = mllpDestination({ settings: { ...MLLP, port: ehr.port }, replaces: false, zone: 'UTC' });
  ends.push(destination.close, ehr.stop);
  return { ehr, destination };
}

test('over HL7 nothing is sent unless the clinic names a patient who is nobody', async () => {
  const { ehr, destination } = await overHl7();
  const said = await probeReplaces({ settings: { ehr: 'demo', replaces: true }, destination });
  expect(said).toMatchObject({ how: 'registered', found: 'not tried; registered as replacing' });
  expect(ehr.connections()).toBe(0);
});

test('with a test patient two versions of one trial go to him, and a human is told what to look for', async () => {
  const { ehr, destination } = await overHl7();
  const settings = { ehr: 'demo', replaces: false, testPatient: PATIENT };
  expect(await probeReplaces({ settings, destination })).toMatchObject({ how: 'look' });
  expect(ehr.got.map(({ patient }) => patient)).toEqual(['TEST-1', 'TEST-1']);
  expect(new Set(ehr.got.map(({ filler }) => filler)).size).toBe(1);
  expect([...ehr.held.values()]).toMatchObject([{ times: 2 }]);
});

test('a record system that refuses the trial is said to have refused', async () => {
  const { ehr, destination } = await overHl7();
  ehr.is('AE 204');
  const settings = { ehr: 'demo', replaces: false, testPatient: PATIENT };
  const said = await probeReplaces({ settings, destination });
  expect(said).toMatchObject({ how: 'failed', found: expect.stringContaining('HL7 AE 204') });
});

test('a FHIR server is asked what it can, and nothing is written', async () => {
  const ehr = await startFhirEhr();
  ends.push(ehr.stop);
  const fhir = { url: ehr.url, reads: true, answerSeconds: 1 };
  const destination = fhirDestination({ settings: fhir, replaces: false, apiUrl: '' });
  expect(await probeReplaces({ settings: { ehr: 'demo', replaces: false, fhir }, destination })).toMatchObject({
    how: 'proven',
  });
  expect(ehr.asked).toEqual(['GET metadata']);
});
