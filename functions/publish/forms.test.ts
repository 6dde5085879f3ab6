import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { dicomJson } from '../../domain/dicom/json.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { first, items } from '../../domain/dicom/sr/template.ts';
import { SHA256_EXTENSION } from '../../domain/fhir/bundle/forms.ts';
import { dicomKey } from '../../domain/fhir/identifiers.ts';
import { binaryId, readPointer } from '../../platform/binaries.ts';
import { registerInstance } from '../../platform/chart/studies.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import type { ResultPublished } from '../../schemas/messages.ts';
import type { Finding, Result } from '../../schemas/result.ts';
import { input, record } from '../../test/chart-examples.ts';
import { dicomExample } from '../../test/dicom.ts';
import { presentFinding } from '../../test/results.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { formsOf } from './forms.ts';
import { publishRecord } from './publish.ts';

let it: TestWorld;
let serial = 700;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());
beforeEach(() => {
  it.sent.length = 0;
});

const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const uid = (n: number, end = '') => `1.2.826.${n}${end}`;

/** A record whose image has come in as images do: the index of studies knows it. */
async function taken() {
  serial += 1;
  const [of, n] = [record(serial), serial];
  const waiting = { ...input(serial), clinic: 'north' };
  await it.world.chart.openInput(waiting, 10, it.time.now.toISOString());
  await it.world.chart.write({ items: [], owners: { [of]: 'north' }, awaiting: { input: waiting, record: of } });
  const bytes = dicomExample({
    '0020000d': ['UI', uid(n)],
    '0020000e': ['UI', uid(n, '.1')],
    '00080018': ['UI', uid(n, '.2')],
  });
  const { object, header } = readDicom(bytes, 'Asia/Yekaterinburg', () => new Uint8Array());
  const source = { input: { kind: 'image' as const, clinic: 'north', sha256: sha256Hex(bytes) } };
  const facts = { object, header, pixelHash: 'd'.repeat(64), record: of, clinic: 'north', study: of };
  const more = { source, length: bytes.length, receivedAt: '2026-03-01T05:20:00.000Z' };
  await registerInstance(it.world, { ...facts, ...more });
  return { of, n, waiting };
}

const finding = (of: string, n: number, changes: Partial<Result> = {}, content: Partial<Finding> = {}): Result => {
  const base = presentFinding(of, changes);
  if (base.content.kind !== 'finding') throw new Error('no finding');
  const study = { ...base.content.study, studyInstanceUid: uid(n) };
  const instance = { sopInstanceUid: uid(n, '.2'), pixelHash: 'd'.repeat(64) };
  return { ...base, content: { ...base.content, derived: {}, study, instance, ...content } };
};

async function store(of: string, results: Result[]): Promise<void> {
  const revision = (await it.world.chart.head(of))?.revision ?? 0;
  const before = await it.world.chart.advice(of);
  expect(await it.world.chart.putAdvice(of, revision, results, { revision: before?.revision })).toBe(true);
}
const publish = (of: string, world: World = it.world) => publishRecord(of, world, TRACE);
function documents(): fhir4.DocumentReference[] {
  const { bundle } = (it.sent.at(-1) as (typeof it.sent)[number]).message.data as ResultPublished['data'];
  const resources = ((bundle as unknown as fhir4.Bundle).entry ?? []).map(({ resource }) => resource);
  return resources.filter((one): one is fhir4.DocumentReference => one?.resourceType === 'DocumentReference');
}
const kinds = (): (string | undefined)[] => documents().map(({ type }) => type?.coding?.[0]?.code);
const shownIn = (n: number) =>
  it.world.chart.studies.read(dicomKey(variableOf(it.world.env, 'OKA_ID_KEY'), 'study', [uid(n)]));

/** The object that a DocumentReference names, fetched as a connector does. */
async function fetched(document: fhir4.DocumentReference | undefined) {
  const attachment = document?.content[0]?.attachment;
  const { key, record: owner } = await readPointer(it.world.objects, 'derived', attachment?.url?.split('/')[1] ?? '');
  const bytes = await it.world.objects.get('derived', key);
  expect(attachment).toMatchObject({ contentType: 'application/dicom', size: bytes.length });
  expect(attachment?.extension).toEqual([{ url: SHA256_EXTENSION, valueString: sha256Hex(bytes) }]);
  return { bytes, owner, json: dicomJson(readDicom(bytes, 'UTC', () => new Uint8Array()).object) };
}

describe('a published finding', () => {
  test('brings its SR: named in the Bundle with address and digest, found in the study of its image', async () => {
    const { of, n, waiting } = await taken();
    await store(of, [finding(of, n)]);
    await publish(of);
    expect(kinds()).toEqual(['report']);
    const { owner, json } = await fetched(documents()[0]);
    expect(owner).toBe(of);
    expect([first(json, '0020000D'), first(json, '00100020'), first(json, '00080050')]).toEqual([
      uid(n),
      '4711',
      'A-7',
    ]);
    const { instances } = await shownIn(n);
    expect(instances.map(({ header, source }) => [first(header, '00080060'), 'derived' in source]).sort()).toEqual([
      ['DX', false],
      ['SR', true],
    ]);
    const steps = (await it.world.chart.input(waiting))?.steps ?? [];
    expect(steps.filter(({ step }) => step === 'dicom-form').map(({ detail }) => detail?.split(' ')[0])).toEqual([
      'report',
    ]);
  });

  test('has no patient data in the keys of its forms', async () => {
    const { of, n } = await taken();
    await store(of, [finding(of, n)]);
    await publish(of);
    const keys = (await it.world.objects.list('derived', `forms/${of}/`)).map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(keys.join()).not.toMatch(/4711|A-7|Иванов|1\.2\.826/);
  });

  test('that is withdrawn leaves a rejection note over every version’s objects, and the study says so', async () => {
    const { of, n } = await taken();
    const versions = [
      finding(of, n),
      finding(of, n, { version: 2, contentHash: 'e'.repeat(64) }, { state: 'absent', probability: 0.02 }),
      finding(of, n, { version: 3, contentHash: 'f'.repeat(64), state: 'withdrawn', severity: 'info' }),
    ];
    const uids: (string | undefined)[] = [];
    for (const version of versions) {
      await store(of, [version]);
      await publish(of);
      uids.push(documents()[0]?.masterIdentifier?.value?.replace('urn:oid:', ''));
    }
    expect(kinds()).toEqual(['note']);
    const { json } = await fetched(documents()[0]);
    const [study = {}] = items(json, '0040A375');
    const named = items(study, '00081115').flatMap((series) =>
      items(series, '00081199').map((one) => first(one, '00081155')),
    );
    expect(named.sort()).toEqual(uids.slice(0, 2).sort());
    const { rejections } = await shownIn(n);
    expect(rejections.map(({ sopInstanceUid, code }) => [sopInstanceUid, code]).sort()).toEqual(
      uids
        .slice(0, 2)
        .map((one) => [one, '113037'])
        .sort(),
    );
  });

  test('with a heat map brings it as secondary capture in a series of its own, which the SR refers to', async () => {
    const { of, n } = await taken();
    const png = await sharp(Buffer.alloc(30 * 20 * 3, 90), { raw: { width: 30, height: 20, channels: 3 } })
      .png()
      .toBuffer();
    const key = `${of}/heat.png`;
    await it.world.objects.put('derived', key, png);
    await store(of, [finding(of, n, {}, { derived: { heatMap: key } })]);
    await publish(of);
    expect(kinds()).toEqual(['report', 'heat-map']);
    const [report, map] = await Promise.all(documents().map(fetched));
    expect(JSON.stringify(report?.json)).toContain(String(first(map?.json ?? {}, '00080018')));
    expect([first(map?.json ?? {}, '00280010'), first(map?.json ?? {}, '00280011')]).toEqual([20, 30]);
    expect((await shownIn(n)).instances).toHaveLength(3);
  });

  test('published again makes nothing again, and the same bytes where a crash left no list', async () => {
    const { of, n } = await taken();
    const result = finding(of, n);
    const before = await formsOf(result, it.world);
    const puts: string[] = [];
    const { objects } = it.world;
    const put: typeof objects.put = async (bucket, key, ...rest) => {
      puts.push(key);
      await objects.put(bucket, key, ...rest);
    };
    const counting: World = {
      ...it.world,
      objects: { ...objects, put },
    };
    expect(await formsOf(result, counting)).toEqual(before);
    expect(puts).toEqual([]);
    const forgetful: World = { ...it.world, objects: { ...objects, list: async () => [] } };
    expect(await formsOf(result, forgetful)).toEqual(before);
  });

  test('whose image is not in the index of studies is sent without forms: a physician does not wait for a PACS', async () => {
    const { of } = await taken();
    await store(of, [finding(of, 999_999)]);
    await publish(of);
    expect(it.sent).toHaveLength(1);
    expect(documents()).toEqual([]);
  });

  test.each([
    ['a heat map that is damaged', 'heat'],
    ['metadata that nobody can read', 'metadata'],
  ])('with %s is sent without forms too', async (_, what) => {
    const { of, n } = await taken();
    const { objects } = it.world;
    const key = `${of}/heat.png`;
    const png = await sharp(Buffer.alloc(30 * 20 * 3, 90), { raw: { width: 30, height: 20, channels: 3 } })
      .png()
      .toBuffer();
    await objects.put('derived', key, png.fill(0xff, 41, 60));
    const get: typeof objects.get = async (bucket, name, range) =>
      what === 'metadata' && name.startsWith('dicomweb/') ? Buffer.from('{"0020') : objects.get(bucket, name, range);
    const derived = what === 'heat' ? { heatMap: key } : {};
    await store(of, [finding(of, n, {}, { derived })]);
    await publish(of, { ...it.world, objects: { ...objects, get } });
    expect(it.sent).toHaveLength(1);
    expect(documents()).toEqual([]);
  });

  test('of an old version that comes late makes nothing: the newer one has been made', async () => {
    const { of, n } = await taken();
    await formsOf(finding(of, n, { version: 2, contentHash: 'e'.repeat(64) }), it.world);
    expect(await formsOf(finding(of, n), it.world)).toEqual([]);
  });

  test('of a version that failed for a passing reason is tried again', async () => {
    const { of, n } = await taken();
    const { objects } = it.world;
    const failing: World = {
      ...it.world,
      objects: { ...objects, put: () => Promise.reject(new Error('S3 does not answer')) },
    };
    await expect(formsOf(finding(of, n), failing)).rejects.toThrow('S3 does not answer');
    expect(await formsOf(finding(of, n), it.world)).toHaveLength(1);
  });

  test('is served by the id of its key', async () => {
    const { of, n } = await taken();
    const [form] = await formsOf(finding(of, n), it.world);
    expect(await readPointer(it.world.objects, 'derived', binaryId(form?.key ?? ''))).toMatchObject({ record: of });
  });
});
