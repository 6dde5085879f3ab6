import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { binaryId, pointBinary } from '../../platform/binaries.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import { type ChartItem, RANK } from '../../schemas/chart.ts';
import { MEASUREMENT_EXTENSION, MODEL_SYSTEM } from '../../schemas/measurement.ts';
import type { Principal } from '../../schemas/principal.ts';
import { at, creatinine, record } from '../../test/chart-examples.ts';
import { criticalAdvice, presentFinding } from '../../test/results.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

const [north, south] = [record(1), record(2)];
const said = { time: at(0), rank: RANK.final, receivedAt: at(1) };
const IMAGE = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]);
const KEY = `images/${north}/preview.png`;
let it: TestWorld;

const patient = (of: string): ChartItem => ({
  record: of,
  resourceType: 'Patient',
  // The chart's own id of a Patient is not the record: readers know him by the record.
  id: of.replace(/.$/, 'f'),
  groups: { demographics: makeGroup({ name: [{ family: 'Вымышленный' }], birthDate: '1950' }, said) },
});

/** What a model measured, with a value that the gate withholds. */
const measurement = (of: string): ChartItem => ({
  record: of,
  resourceType: 'Observation',
  id: of.replace(/.$/, 'e'),
  groups: {
    finding: makeGroup(
      {
        status: 'preliminary',
        code: { coding: [{ system: MODEL_SYSTEM, code: 'chest-xray-children' }] },
        extension: [{ url: MEASUREMENT_EXTENSION, valueString: '{"probability":0.987654}' }],
      },
      said,
    ),
  },
});

beforeAll(async () => {
  it = await withWorld();
  const { chart, objects } = it.world;
  await chart.write({
    items: [patient(north), creatinine(north, 1), measurement(north)],
    owners: { [north]: 'north' },
  });
  await chart.write({ items: [creatinine(south, 2, { value: 99 })], owners: { [south]: 'south' } });
  await chart.write({
    items: [],
    owners: {},
    edges: [
      {
        records: [north, south],
        kind: 'link',
        state: 'joined',
        stamp: { time: at(0), rank: 20, hash: 'a'.repeat(64) },
      },
    ],
  });
  const revision = (await chart.head(north))?.revision ?? 0;
  const withdrawn = presentFinding(north, { state: 'withdrawn', version: 2 });
  await chart.putAdvice(north, revision, [criticalAdvice(north), withdrawn]);
  await objects.put('derived', KEY, IMAGE, { contentType: 'image/png' });
  await pointBinary(objects, 'derived', { key: KEY, record: north });
});
afterAll(() => it.close());

async function get(as: Principal | undefined, path: string, headers: Record<string, string> = {}) {
  const answer = await apiHandler({ world: () => it.world, routes })(apiEvent(as, 'GET', path, { headers }));
  const text = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64') : answer.body;
  return { status: answer.statusCode, headers: answer.headers ?? {}, body: text };
}
const everything = async (as: Principal, of = north) => {
  const { status, body } = await get(as, `/fhir/Patient/${of}/$everything`);
  const bundle = JSON.parse(String(body)) as fhir4.Bundle;
  return { status, bundle, resources: (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [resource] : [])) };
};

describe('$everything', () => {
  test('gives the chart and what is said of it now, as valid FHIR R4', async () => {
    const { status, bundle, resources } = await everything(principals.ehr('north', 'south'));
    expect(status).toBe(200);
    for (const resource of [bundle, ...resources]) {
      const { messages } = new Fhir().validate(resource, { errorOnUnexpected: true });
      expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
    }
    const types = resources.map(({ resourceType }) => resourceType);
    expect(types).toEqual(expect.arrayContaining(['Patient', 'Observation', 'DetectedIssue', 'Device', 'Provenance']));
    expect(types).not.toContain('DiagnosticReport');
  });

  test('names the patient by the record', async () => {
    const { resources } = await everything(principals.person('north'));
    expect(resources.find(({ resourceType }) => resourceType === 'Patient')).toMatchObject({ id: north });
  });

  test('never shows a measurement, whose value may have been withheld', async () => {
    const { bundle } = await everything(principals.ehr('north', 'south'));
    expect(JSON.stringify(bundle)).not.toMatch(/987654|fhir\/measurement/);
  });

  test('gives of one person the records of the reader’s clinics only, and says that there are others', async () => {
    const { resources } = await everything(principals.person('north'));
    expect(JSON.stringify(resources)).not.toContain('"value":99');
    expect(resources.at(-1)).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'suppressed' }] });
    const both = await everything(principals.ehr('north', 'south'));
    expect(JSON.stringify(both.resources)).toContain('"value":99');
    expect(both.resources.at(-1)?.resourceType).not.toBe('OperationOutcome');
  });

  test('is audited with every record that was read, not only with the one that was asked for', async () => {
    const before = new Set((await it.world.objects.list('audit', '')).map(({ key }) => key));
    await everything(principals.ehr('north', 'south'));
    const [written] = (await it.world.objects.list('audit', '')).filter(({ key }) => !before.has(key));
    const bytes = await it.world.objects.get('audit', written?.key ?? '');
    const { entity } = JSON.parse(Buffer.from(bytes).toString()) as fhir4.AuditEvent;
    const read = entity?.map(({ what }) => what?.reference).sort();
    expect(read).toEqual([`Patient/${north}`, `Patient/${south}`].sort());
  });

  test('of merged records gives each result once, as it was last told under either number', async () => {
    const { chart } = it.world;
    const [before, after] = [record(3), record(4)];
    const stamp = { time: at(0), rank: 20, hash: 'b'.repeat(64) };
    await chart.write({
      items: [creatinine(before, 8, { value: 711, said: 1 }), creatinine(after, 8, { value: 82, said: 2 })],
      owners: { [before]: 'north', [after]: 'north' },
    });
    const [one = '', other = ''] = [before, after].sort();
    await chart.write({
      items: [],
      owners: {},
      edges: [{ records: [one, other], kind: 'merge', state: 'joined', survivor: after, stamp }],
    });
    for (const asked of [before, after]) {
      const { resources } = await everything(principals.person('north'), asked);
      const told = resources.filter(({ resourceType }) => resourceType === 'Observation');
      expect(told).toMatchObject([{ valueQuantity: { value: 82 } }]);
    }
  });

  test.each([
    ['a person of another clinic', principals.person('south')],
    ['a record system of another clinic', principals.ehr('south')],
    ['an edge', principals.edge('north')],
    ['an operator', principals.operator()],
  ])('is refused to %s', async (_, as) => {
    const { status, body } = await get(as, `/fhir/Patient/${north}/$everything`);
    expect(status).toBe(403);
    expect(JSON.parse(String(body))).toMatchObject({ resourceType: 'OperationOutcome' });
  });

  test('of a record that does not exist is not found; of no id is malformed', async () => {
    expect((await get(principals.person('north'), `/fhir/Patient/${record(77)}/$everything`)).status).toBe(404);
    expect((await get(principals.person('north'), '/fhir/Patient/7/$everything')).status).toBe(400);
  });
});

describe('Binary', () => {
  const path = `/fhir/Binary/${binaryId(KEY)}`;
  test('gives the bytes with their type to those who may read the record', async () => {
    const { status, headers, body } = await get(principals.person('north'), path);
    expect([status, headers['content-type']]).toEqual([200, 'image/png']);
    expect(body).toEqual(IMAGE);
    expect((await get(principals.person('south'), path)).status).toBe(403);
    expect((await get(principals.operator(), path)).status).toBe(403);
  });

  test('gives a part of them', async () => {
    const { status, headers, body } = await get(principals.person('north'), path, { Range: 'bytes=2-4' });
    expect([status, headers['content-range']]).toEqual([206, 'bytes 2-4/8']);
    expect(body).toEqual(IMAGE.subarray(2, 5));
    expect((await get(principals.person('north'), path, { range: 'bytes=9-' })).status).toBe(416);
  });

  test('gives nothing that has no pointer, such as the bulk of charts', async () => {
    await it.world.objects.put('derived', 'bulk/secret', IMAGE);
    expect((await get(principals.person('north'), `/fhir/Binary/${binaryId('bulk/secret')}`)).status).toBe(404);
  });

  test.each([
    ['large.png', 'image/png'],
    ['large.json', 'application/fhir+json'],
  ])('larger than one answer is given in parts only: %s', async (name, contentType) => {
    const key = `images/${north}/${name}`;
    await it.world.objects.put('derived', key, Buffer.alloc(4 * 1024 * 1024 + 1), { contentType });
    await pointBinary(it.world.objects, 'derived', { key, record: north });
    expect((await get(principals.person('north'), `/fhir/Binary/${binaryId(key)}`)).status).toBe(416);
    const part = await get(principals.person('north'), `/fhir/Binary/${binaryId(key)}`, { range: 'bytes=4194304-' });
    expect([part.status, part.body.length]).toEqual([206, 1]);
  });
});

describe('what the API says of itself', () => {
  test('is a valid capability statement and the OpenAPI document, for everyone who is known', async () => {
    const metadata = JSON.parse(String((await get(principals.edge('lab'), '/fhir/metadata')).body));
    const { messages } = new Fhir().validate(metadata, { errorOnUnexpected: true });
    expect(messages.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(metadata.fhirVersion).toBe('4.0.1');
    const { body } = await get(principals.operator(), '/openapi.json');
    expect(Object.keys(JSON.parse(String(body)).paths)).toContain('/fhir/Patient/{id}/$everything');
    expect((await get(undefined, '/fhir/metadata')).status).toBe(401);
  });
});
