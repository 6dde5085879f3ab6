import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decided } from '../../domain/recognition/examples.ts';
import { findingOf, measurementOf } from '../../domain/recognition/finding.ts';
import type { Region } from '../../domain/region.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { registeredModels } from '../../platform/inference/manifests.ts';
import { loadModels, type Model } from '../../platform/inference/models.ts';
import type { ObjectStore } from '../../platform/objects.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { RecognitionRequested } from '../../schemas/messages.ts';
import { type TestChart, withChart } from '../../test/chart.ts';
import { type Attributes, dicomExample } from '../../test/dicom.ts';
import { recognise } from './recognise.ts';

const RECORD = '00000000-0000-8000-8000-000000000001';
const STUDY = '00000000-0000-8000-8000-000000000002';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A film of 300 × 200 pixels that looks like nothing in particular. */
const film = (change: Attributes = {}): Uint8Array => {
  const values = Uint16Array.from({ length: 300 * 200 }, (_, k) => (k * 7919) % 4096);
  return dicomExample({
    '00280010': ['US', 300],
    '00280011': ['US', 200],
    '7fe00010': ['OW', new Uint8Array(values.buffer)],
    ...change,
  });
};

let storage: TestChart;
beforeAll(async () => {
  storage = await withChart();
});
afterAll(() => storage.close());

const objects = new Map<string, { bytes: Uint8Array; contentType: string | undefined }>();
const store: ObjectStore = {
  put: async (bucket, key, bytes, options) =>
    void objects.set(`${bucket}/${key}`, { bytes, contentType: options?.contentType }),
  get: async (bucket, key) => objects.get(`${bucket}/${key}`)?.bytes ?? Promise.reject(new OkaError('not-found')),
  head: async () => undefined,
  list: async (bucket, prefix) =>
    [...objects]
      .filter(([key]) => key.startsWith(`${bucket}/${prefix}`))
      .map(([key, { bytes }]) => ({ key: key.slice(bucket.length + 1), length: bytes.length })),
};
const installed = registeredModels(join(import.meta.dirname, '../../models')).find(
  ({ manifest }) => manifest.id === 'chest-xray-children',
);
const VERSION = installed?.manifest.version ?? '';
const region = {
  models: { 'chest-xray-children': [decided({ version: VERSION })] },
  clinics: [
    {
      id: 'district',
      oid: '1.2.643.1',
      zone: 'Asia/Yekaterinburg',
      domains: [{ namespace: 'BRZ', oid: '1.2.643.1.100' }],
      imageDomain: 'BRZ',
    },
  ],
} as unknown as Region;

const own = () => loadModels(join(import.meta.dirname, '../../models'));

async function run(
  bytes: Uint8Array,
  heatMaps = true,
  { models, decisions = {} }: { models?: readonly Model[]; decisions?: Region['models'] } = {},
): Promise<fhir4.Observation> {
  const sha = sha256(bytes);
  const input = { kind: 'image', clinic: 'district', sha256: sha } as const;
  objects.set(`intake/image/district/${sha}/000000000000`, { bytes, contentType: undefined });
  const world: World = {
    chart: storage.chart,
    objects: store,
    queues: { send: async () => {} },
    region: { ...region, heatMaps, models: { ...region.models, ...decisions } },
    clock: () => new Date('2026-03-01T06:00:00Z'),
    env: { OKA_BUCKET_INTAKE: 'intake', OKA_BUCKET_DERIVED: 'derived', OKA_ID_KEY: 'ab'.repeat(32) },
  };
  const receivedAt = '2026-03-01T05:20:00.000Z';
  await storage.chart.openInput(input, bytes.length, receivedAt);
  const data: RecognitionRequested['data'] = {
    input,
    record: RECORD,
    study: STUDY,
    sopInstanceUid: '1.2.3.4.5',
    pixelHash: sha256(new Uint8Array()),
    basis: 'whole',
    lane: 'routine',
    receivedAt,
  };
  const event = makeEvent('oka.recognition.requested', 'test', data, { time: world.clock() });
  await recognise(event, world, {
    codecs: await loadCodecs(),
    models: models ?? (await own()),
  });
  const [item] = await storage.chart.newest(RECORD, 'Observation:https://oka.health/fhir/model|chest-xray-children', 1);
  return item?.resource as fhir4.Observation;
}

describe('recognise', () => {
  test('writes what the network measured, with preview and heat map, and waits for the advice', async () => {
    const observation = await run(film());
    const measurement = measurementOf(observation);
    expect(observation).toMatchObject({ status: 'preliminary', effectiveDateTime: '2026-03-01T05:15:00.000Z' });
    expect(measurement?.network?.probability).toBeGreaterThanOrEqual(0);
    const { preview, heatMap } = measurement?.derived ?? {};
    const [jpeg, png] = [objects.get(`derived/${preview}`), objects.get(`derived/${heatMap}`)];
    expect(jpeg?.contentType).toBe('image/jpeg');
    expect(jpeg?.bytes.length).toBeLessThanOrEqual(40 * 1024);
    expect([...(png?.bytes.subarray(1, 4) ?? [])]).toEqual([0x50, 0x4e, 0x47]);
    expect(`${preview} ${heatMap}`).not.toMatch(/1\.2\.3|4711|Иванов/);
    expect(storage.sent.at(-1)).toEqual({ record: RECORD, revision: 1 });
  });

  test('of the same image again changes nothing', async () => {
    const before = JSON.stringify(await storage.chart.everything(RECORD));
    await run(film());
    expect(JSON.stringify(await storage.chart.everything(RECORD))).toBe(before);
  });

  test('gives the network no image of another modality, and keeps that it did not', async () => {
    const measurement = measurementOf(
      await run(film({ '00080060': ['CS', 'CT'], '00080012': ['DA', '20260301'], '00080013': ['TM', '101900'] })),
    );
    expect(measurement?.network).toBeUndefined();
    expect(measurement?.derived.heatMap).toBeUndefined();
    const study = { resourceType: 'ImagingStudy', status: 'available', subject: {} } as fhir4.ImagingStudy;
    const said = measurement && findingOf(measurement, study, { resourceType: 'Patient', birthDate: '2023-01-15' }, []);
    expect(said).toMatchObject({ finding: { state: 'not-assessed', reason: 'modality' } });
  });

  test('of pixels that cannot be decoded fails with the code', async () => {
    await expect(run(film({ '00280010': ['US', 4000] }))).rejects.toMatchObject({ code: 'dicom-pixels' });
  });

  test('makes no heat map where the region has not asked for one', async () => {
    const before = [...objects.keys()].filter((key) => key.includes('heatmap')).length;
    const other = film({ '00080018': ['UI', '1.2.3.4.77'], '00080030': ['TM', '101700'] });
    const measurement = measurementOf(await run(other, false));
    expect(measurement?.network?.probability).toBeGreaterThanOrEqual(0);
    expect(measurement?.derived).toEqual({ preview: expect.stringMatching(/preview\.jpg$/) });
    expect([...objects.keys()].filter((key) => key.includes('heatmap'))).toHaveLength(before);
  });

  const broken = async (id: string): Promise<Model> => {
    const [model] = (await own()).filter(({ manifest }) => manifest.id === 'chest-xray-children');
    if (model === undefined) throw new Error('no such model');
    const manifest = { ...model.manifest, id };
    return { ...model, manifest, infer: () => Promise.reject(new OkaError('model-failed', id)) };
  };
  const failures = (model: string) => storage.chart.models.images({ model, version: VERSION, clinic: 'district' }, 10);

  test('a model in shadow that fails costs the clinic nothing but its own measurement, and is counted', async () => {
    const models = [...(await own()), await broken('shadow')];
    const other = film({ '00080018': ['UI', '1.2.3.4.78'], '00080030': ['TM', '101800'] });
    const decisions = { shadow: [decided({ state: 'shadow', version: VERSION })] };
    const measurement = measurementOf(await run(other, false, { models, decisions }));
    expect(measurement?.instance.sopInstanceUid).toBe('1.2.3.4.78');
    expect(await failures('shadow')).toMatchObject([{ state: 'failed', standing: 'shadow' }]);
  });

  test('an active model that fails ends the input, so that somebody looks, and is counted once', async () => {
    const models = [await broken('chest-xray-children')];
    const other = film({ '00080018': ['UI', '1.2.3.4.79'] });
    for (const _ of [1, 2]) await expect(run(other, false, { models })).rejects.toMatchObject({ code: 'model-failed' });
    expect(await failures('chest-xray-children')).toMatchObject([{ state: 'failed', standing: 'active' }]);
  });

  test('a version that the region has not taken up is not run', async () => {
    const models = [await broken('draft'), ...(await own())];
    const other = film({ '00080018': ['UI', '1.2.3.4.80'], '00080030': ['TM', '101900'] });
    await run(other, false, { models });
    expect(await failures('draft')).toEqual([]);
  });

  test('a network is not run on a body part that the header states otherwise: the reason is known without it', async () => {
    const knee = film({ '00080018': ['UI', '1.2.3.4.81'], '00180015': ['CS', 'KNEE'], '00080030': ['TM', '102000'] });
    const measurement = measurementOf(await run(knee, false, { models: [await broken('chest-xray-children')] }));
    expect(measurement?.network).toBeUndefined();
  });
});
