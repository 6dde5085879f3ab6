import { expect, test } from '@jest/globals';
import { readHl7 } from '../../domain/hl7/read/read.ts';
import { EdgeSettings, type EdgeSettingsInput } from '../../schemas/edge.ts';
import { presentFinding } from '../../test/results.ts';
import { destinationOf } from './connector.ts';

const RECORD = '0a0b0c0d-0000-8000-8000-000000000001';
const OID = '1.2.643.5.1.13.13.12.2.999.91.100.1';
const patient: fhir4.Patient = {
  resourceType: 'Patient',
  id: RECORD,
  identifier: [{ system: `urn:oid:${OID}`, value: '70001' }],
  name: [{ family: 'Небылицын' }],
};

async function authorityIn(more: Partial<EdgeSettingsInput>) {
  const settings = EdgeSettings.parse({
    ...{ clinic: 'north', zone: 'UTC', data: '/nowhere', region: { url: 'https://region.local' }, ...more },
    connector: {
      ...{ ehr: 'mis', queue: 'https://sqs.local/q', acknowledgements: 'https://sqs.local/a' },
      mllp: { host: '127.0.0.1', port: 1, receiver: { application: 'MIS', facility: 'HOS' } },
    },
  } satisfies EdgeSettingsInput);
  const destination = await destinationOf(settings);
  const bundle = { resourceType: 'Bundle', type: 'collection' } as const;
  const wire = destination.write({ result: presentFinding(RECORD), patient, bundle });
  destination.close();
  const [message] = readHl7(wire);
  const number = message?.first('PID')?.first(3);
  return [number?.text(1), number?.text(4, 1), number?.text(4, 2), number?.text(4, 3)];
}

test('a record system is told the domain of a patient’s number by the name it writes itself', async () => {
  const worklist = { domains: [{ namespace: 'HOS', oid: OID }] };
  expect(await authorityIn({ worklist, dicom: { port: 1 }, oid: '1.2.643.5.1.13.13.12.2.999.91' })).toEqual([
    '70001',
    'HOS',
    OID,
    'ISO',
  ]);
  expect(await authorityIn({})).toEqual(['70001', undefined, OID, 'ISO']);
});
