import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { message, PID, REGION, segment } from '../domain/hl7/map/example.ts';
import { routes } from '../functions/chart-api/routes.ts';
import { receiveRecord } from '../functions/receive-record/receive.ts';
import { apiHandler } from '../platform/handlers/api.ts';
import { segmentKey } from '../platform/objects.ts';
import type { World } from '../platform/world.ts';
import type { RecordUploaded } from '../schemas/messages.ts';
import { apiEvent, principals, type TestWorld, withWorld } from './world.ts';

const PDF = Buffer.from('%PDF-1.4 вымышленное заключение');
const result = message(
  'ORU^R01',
  [
    PID,
    segment('OBR', { 3: 'F1', 4: 'ЭКГ^ЭКГ^L', 7: '20260110080000', 22: '20260110093000', 25: 'F' }),
    `OBX|1|ED|ФАЙЛ^Заключение^L||^AP^PDF^Base64^${PDF.toString('base64')}||||||F`,
  ],
  { application: 'LIS' },
);
let it: TestWorld;
let world: World;

beforeAll(async () => {
  it = await withWorld();
  world = { ...it.world, region: REGION, env: { ...it.world.env, OKA_ID_KEY: '5c'.repeat(32) } };
});
afterAll(() => it.close());

async function receive(bytes: Uint8Array, into: World = world): Promise<void> {
  const input = {
    kind: 'record' as const,
    clinic: 'laboratory',
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const receivedAt = '2026-01-10T12:00:00.000Z';
  await world.objects.put('intake', segmentKey(input, 0), bytes);
  await world.chart.openInput(input, bytes.length, receivedAt);
  await receiveRecord({ data: { input, length: bytes.length, receivedAt } } as RecordUploaded, into);
}

async function get(path: string, clinic = 'hospital') {
  const answer = await apiHandler({ world: () => world, routes })(apiEvent(principals.person(clinic), 'GET', path, {}));
  return { status: answer.statusCode, body: Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8') };
}
const records = async (): Promise<string[]> =>
  (await world.objects.list('derived', 'documents/')).map(({ key }) => key.split('/')[1] as string);

describe('a file that a laboratory sends', () => {
  test('is in the store before the chart speaks of it', async () => {
    const put = () => Promise.reject(new Error('no room'));
    await expect(receive(result, { ...world, objects: { ...world.objects, put } })).rejects.toThrow('no room');
    expect(await records()).toEqual([]);
    expect(it.sent).toEqual([]);
  });

  test('reaches the physician of the patient byte for byte, and no other clinic', async () => {
    await receive(result);
    await receive(result);
    const [record, ...more] = await records();
    expect(more).toEqual([]);
    const bundle = JSON.parse(
      (await get(`/fhir/Patient/${record}/$everything`)).body.toString(),
    ) as fhir4.Bundle<fhir4.FhirResource>;
    const [url] = (bundle.entry ?? []).flatMap(({ resource }) =>
      resource?.resourceType === 'DocumentReference' ? (resource.content[0]?.attachment.url ?? []) : [],
    );
    expect((await get(`/fhir/${url}`)).body).toEqual(PDF);
    expect((await get(`/fhir/${url}`, 'laboratory')).status).toBe(403);
  });
});
