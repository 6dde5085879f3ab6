import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { makeGroup } from '../domain/fhir/groups.ts';
import { recordId, resourceId } from '../domain/fhir/identifiers.ts';
import { encodeWorkingCopy } from '../domain/imaging/working-copy.ts';
import { decided, EVIDENCE } from '../domain/recognition/examples.ts';
import { advise } from '../functions/advise/advise.ts';
import { receiveImage } from '../functions/receive-image/receive.ts';
import { recognise } from '../functions/recognise/recognise.ts';
import { tolerantly } from '../functions/recognise/seen.ts';
import { routes } from '../functions/uploads/routes.ts';
import { readInstance } from '../platform/archive.ts';
import { apiHandler } from '../platform/handlers/api.ts';
import type { Model } from '../platform/inference/models.ts';
import { makeEvent } from '../platform/queues.ts';
import type { World } from '../platform/world.ts';
import { RANK } from '../schemas/chart.ts';
import type { InputKey } from '../schemas/input.ts';
import { ModelManifest } from '../schemas/manifest.ts';
import { BASIS_EXTENSION } from '../schemas/study.ts';
import type { Attributes } from './dicom.ts';
import { codecsForTests, syntheticImage } from './images.ts';
import { sha256Hex } from './sha256.ts';
import { apiEvent, principals, type TestWorld, testRegion, withWorld } from './world.ts';

// A film whose prefix comes before its rest, through the functions themselves: uploads, receive-image, recognise, advise.

const KEY = 'ab'.repeat(32);
const OID = '1.2.643.5.1.13.13.12.2.77.1';
const DOMAIN = `${OID}.1`;
const TAKEN = { '00080201': ['SH', '+0500'], '00281050': ['DS', '2048'], '00281051': ['DS', '4096'] } as const;

let it: TestWorld;
let world: World;
let tools: Awaited<ReturnType<typeof codecsForTests>>;
/** What the network will say, first to last; the last goes on. */
let probabilities: number[];
let ran: string[];

beforeAll(async () => {
  const region = testRegion();
  const clinics = region.clinics.map((clinic) =>
    clinic.id === 'north' ? { ...clinic, imageDomain: 'NORTH', imageCharset: 'windows-1251' as const } : clinic,
  );
  it = await withWorld({ ...region, clinics, models: { 'chest-xray-children': [decided()] } });
  it.time.now = new Date('2026-03-01T06:00:00.000Z');
  world = {
    ...it.world,
    env: {
      ...it.world.env,
      OKA_ID_KEY: KEY,
      OKA_QUEUE_RECOGNITION_URGENT: 'urgent',
      OKA_QUEUE_RECOGNITION_ROUTINE: 'routine',
      OKA_QUEUE_RESULTS: 'results',
    },
  };
  tools = await codecsForTests();
});
afterAll(() => it.close());
beforeEach(() => {
  it.sent.length = 0;
  it.chart.sent.length = 0;
  ran = [];
});

/** A network that says what it is told to, under the manifest of the children's model. */
const model = (): Model => {
  const json = JSON.parse(
    readFileSync(join(import.meta.dirname, '../models/chest-xray-children/manifest.json'), 'utf8'),
  );
  const { quality: _, gate: __, ...manifest } = ModelManifest.parse({ ...json, version: '1.0.0' });
  const preview = { minimumPixels: 200, allowed: true, why: 'a test' };
  return {
    manifest: { ...manifest, preview },
    evidence: EVIDENCE,
    infer: async ({ rows }) => {
      ran.push(String(rows));
      const probability = (probabilities.length > 1 ? probabilities.shift() : probabilities[0]) as number;
      return { probability, others: {}, activation: undefined };
    },
  };
};

type Film = {
  readonly input: InputKey;
  readonly bytes: Uint8Array;
  readonly pixelHash: string;
  readonly preview: number;
};
let serial = 0;

/** A film of a child whom the clinic has registered, re-encoded as an edge does it. */
async function film(change: Partial<Attributes> = {}, person?: string): Promise<Film & { record: string }> {
  serial += 1;
  const number = person ?? `P-${serial}`;
  const record = recordId(KEY, OID, DOMAIN, number);
  const said = { time: '2026-03-01T04:00:00Z', rank: RANK.final, receivedAt: '2026-03-01T04:00:00Z' };
  const demographics = {
    name: [{ family: 'Иванов', given: ['Иван', 'Иванович'] }],
    birthDate: '2023-01-15',
    gender: 'male',
  };
  await it.world.chart.write({
    items: [{ record, resourceType: 'Patient', id: record, groups: { demographics: makeGroup(demographics, said) } }],
    owners: { [record]: 'north' },
  });
  const uid = `1.2.3.${serial}`;
  const bytes = syntheticImage(
    { rows: 500, columns: 480, bits: 12, seed: serial },
    {
      ...TAKEN,
      '00080018': ['UI', `${uid}.1`],
      '0020000d': ['UI', uid],
      '00100020': ['LO', number],
      '00080050': undefined,
      ...change,
    },
  );
  const encoded = encodeWorkingCopy(bytes, tools.codecs, tools.htj2k);
  if (encoded.form !== 'working-copy') throw new Error(encoded.why);
  const input = { kind: 'image', clinic: 'north', sha256: sha256Hex(encoded.bytes) } as const;
  return {
    input,
    record,
    bytes: encoded.bytes,
    pixelHash: encoded.pixelHash,
    preview: encoded.prefixFor(240) as number,
  };
}

type Part = {
  readonly from: number;
  readonly to: number;
  readonly body?: Uint8Array;
  readonly pixelHash?: string | undefined;
};
async function put(one: Film, { from, to, body = one.bytes.subarray(from, to), ...more }: Part) {
  const { bytes, preview, input } = one;
  const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`;
  const query = `offset=${from}&length=${bytes.length}&preview=${preview}`;
  const pixelHash = 'pixelHash' in more ? more.pixelHash : one.pixelHash;
  const headers = { 'Content-Digest': digest, ...(pixelHash ? { 'Oka-Pixel-Hash': pixelHash } : {}) };
  const event = apiEvent(principals.edge('north'), 'PUT', `/uploads/image/${input.sha256}?${query}`, { body, headers });
  return (await apiHandler({ world: () => world, routes })(event)).statusCode;
}
const putPrefix = (one: Film, more: Partial<Part> = {}) => put(one, { from: 0, to: one.preview, ...more });
const putRest = (one: Film) => put(one, { from: one.preview, to: one.bytes.length });

/** Lets every message on its way be handled; when there are none, the region's clock passes the time that a study waits. */
async function settle({ newestFirst = false }: { newestFirst?: boolean } = {}): Promise<void> {
  let waited = false;
  for (let n = 0; n < 100; n += 1) {
    const next = newestFirst ? it.sent.pop() : it.sent.shift();
    const trigger = next === undefined ? it.chart.sent.shift() : undefined;
    if (next === undefined && trigger === undefined) {
      if (waited) return;
      waited = true;
      await it.world.chart.due(new Date(it.time.now.getTime() + 150_000), async () => {});
    }
    if (trigger) await advise(makeEvent('oka.advice.requested', 'test', trigger, { time: it.time.now }), world);
    else if (next?.message.type === 'oka.image.uploaded') await receiveImage(next.message, world, tools.codecs);
    else if (next?.message.type === 'oka.recognition.requested') {
      const event = next.message;
      await tolerantly(event, world, () => recognise(event, world, { codecs: tools.codecs, models: [model()] }));
    }
  }
  throw new Error('never settled');
}

const findingsOf = async (record: string) =>
  ((await it.world.chart.advice(record))?.results ?? []).flatMap(({ version, notify, state, content, resultId }) =>
    content.kind === 'finding'
      ? [{ version, notify, is: state === 'current' ? content.state : state, basis: content.basis, resultId }]
      : [],
  );
/** As publish does when it has sent what there is. */
async function markSent(record: string): Promise<void> {
  const advice = await it.world.chart.advice(record);
  for (const { resultId, version } of advice?.results ?? [])
    await it.world.chart.markPublished(record, resultId, version, advice?.revision ?? 0);
}
const said = async (record: string) => (await findingsOf(record)).map(({ resultId: _, ...rest }) => rest);
const inputOf = async ({ input }: Film) => it.world.chart.input(input);
const stepsOf = async (one: Film) =>
  (await inputOf(one))?.steps.map(({ step, detail }) => [step, detail].join(': ')) ?? [];
const studyOf = async (record: string, uid: string) => {
  const item = await it.world.chart.get(record, 'ImagingStudy', resourceId(KEY, 'ImagingStudy', [DOMAIN, uid]));
  return item?.resource as fhir4.ImagingStudy | undefined;
};
const instancesOf = async (record: string, uid: string) =>
  (await studyOf(record, uid))?.series?.flatMap(({ instance }) => instance ?? []) ?? [];

describe('a prefix that looks ill', () => {
  test('is told as suspected, the input stays open, and the whole that confirms it notifies nobody again', async () => {
    probabilities = [0.99];
    const one = await film();
    expect(await putPrefix(one)).toBe(200);
    await settle();
    expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'present', basis: 'preview' }]);
    expect((await inputOf(one))?.end).toBeUndefined();
    const [instance] = await instancesOf(one.record, `1.2.3.${serial}`);
    expect(instance?.extension).toContainEqual({ url: BASIS_EXTENSION, valueCode: 'preview' });

    await markSent(one.record);
    await putRest(one);
    await settle();
    expect(await said(one.record)).toEqual([{ version: 2, notify: false, is: 'present', basis: 'whole' }]);
    expect((await instancesOf(one.record, `1.2.3.${serial}`)).length).toBe(1);
    expect(JSON.stringify(await instancesOf(one.record, `1.2.3.${serial}`))).not.toContain(BASIS_EXTENSION);
    // What the preview had made suspect is read before others.
    expect(await stepsOf(one)).toContain('recognition requested: urgent');
    expect(await stepsOf(one)).toContain('recognition requested: routine, preview');
  });

  test('and whose whole does not is a new version that notifies', async () => {
    probabilities = [0.99, 0.01];
    const one = await film();
    await putPrefix(one);
    await settle();
    await markSent(one.record);
    await putRest(one);
    await settle();
    expect(await said(one.record)).toEqual([{ version: 2, notify: true, is: 'absent', basis: 'whole' }]);
  });
});

test('a prefix that looks healthy says nothing: the whole does', async () => {
  probabilities = [0.01];
  const one = await film();
  await putPrefix(one);
  await settle();
  expect(await said(one.record)).toEqual([]);
  expect(ran).toHaveLength(1);
  await putRest(one);
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
});

test('a healthy image says nothing while another one of its study is not whole', async () => {
  probabilities = [0.01];
  const number = 'P-two';
  const first = await film({ '0020000d': ['UI', '1.2.9'] }, number);
  const second = await film({ '0020000d': ['UI', '1.2.9'] }, number);
  await putPrefix(second);
  await putPrefix(first);
  await putRest(first);
  await settle();
  expect(await said(first.record)).toEqual([]);
  await putRest(second);
  await settle();
  expect((await said(first.record)).map(({ is }) => is)).toEqual(['absent']);
});

test('a prefix whose rest never comes stays in flight, with its study in the chart', async () => {
  probabilities = [0.01];
  const one = await film();
  await putPrefix(one);
  await settle();
  expect((await inputOf(one))?.end).toBeUndefined();
  expect(await instancesOf(one.record, `1.2.3.${serial}`)).toHaveLength(1);
  const later = it.world.chart.ledger('north', it.time.now.toISOString().slice(0, 10));
  expect((await later).inFlight).toBeGreaterThan(0);
});

test('the same prefix and the same whole twice change nothing', async () => {
  probabilities = [0.99];
  const one = await film();
  for (const _ of [1, 2]) {
    await putPrefix(one);
    await settle();
  }
  await markSent(one.record);
  for (const _ of [1, 2]) {
    await putRest(one);
    await settle();
  }
  expect(await said(one.record)).toEqual([{ version: 2, notify: false, is: 'present', basis: 'whole' }]);
});

test('the whole that is handled before its prefix stands, and the late prefix adds nothing', async () => {
  probabilities = [0.01];
  const one = await film();
  await putPrefix(one);
  await putRest(one);
  const messages = [...it.sent];
  await settle({ newestFirst: true });
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
  expect(await stepsOf(one)).toContain('preview not used: the whole is there');

  probabilities = [0.99];
  it.sent.push(...messages.slice(0, 1));
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
  expect(await instancesOf(one.record, `1.2.3.${serial}`)).toHaveLength(1);
});

describe('a sender that is wrong about its pixels', () => {
  test('has what its preview said taken back by the whole', async () => {
    probabilities = [0.99, 0.01];
    const one = await film();
    const claimed = 'c'.repeat(64);
    await putPrefix(one, { pixelHash: claimed });
    await settle();
    expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'present', basis: 'preview' }]);
    await markSent(one.record);
    await put(one, { from: one.preview, to: one.bytes.length, pixelHash: claimed });
    await settle();
    expect(await said(one.record)).toEqual([{ version: 2, notify: true, is: 'absent', basis: 'whole' }]);
    const instances = await instancesOf(one.record, `1.2.3.${serial}`);
    expect(JSON.stringify(instances)).toContain(one.pixelHash);
    expect(instances).toHaveLength(1);
  });

  test('says no hash: the prefix waits for the whole', async () => {
    probabilities = [0.99];
    const one = await film();
    await putPrefix(one, { pixelHash: undefined });
    await settle();
    expect(await said(one.record)).toEqual([]);
    expect(await stepsOf(one)).toContain('preview not used: no pixel hash');
  });
});

test('a prefix of another object is refused with the whole, and what it said of another patient is taken back', async () => {
  probabilities = [0.99, 0.01];
  const other = await film();
  const otherUid = `1.2.3.${serial}`;
  const own = await film();
  const one = { ...own, preview: Math.max(own.preview, other.preview) };
  await putPrefix(one, { body: other.bytes.subarray(0, one.preview), pixelHash: other.pixelHash });
  await settle();
  expect(await said(other.record)).toEqual([{ version: 1, notify: true, is: 'present', basis: 'preview' }]);
  await markSent(other.record);
  expect(await putRest(one)).toBe(422);
  // The sender reads the file again and sends the same cuts.
  await putPrefix(one);
  await putRest(one);
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
  expect((await said(other.record)).map(({ is, notify }) => [is, notify])).toEqual([['withdrawn', true]]);
  expect(await instancesOf(other.record, otherUid)).toEqual([]);
});

test('a prefix is read in the character set of its clinic, as the whole is: one patient, not two names', async () => {
  probabilities = [0.99];
  const one = await film({
    '00080005': ['CS', 'ISO_IR 100'],
    '00081030': ['LO', 'CHEST'],
    '00100010': ['PN', Uint8Array.of(0xfc, 0x20)],
  });
  await putPrefix(one);
  await settle();
  await putRest(one);
  await settle();
  const id = resourceId(KEY, 'ImagingStudy', [DOMAIN, `1.2.3.${serial}`]);
  const study = await it.world.chart.get(one.record, 'ImagingStudy', id);
  expect(Object.keys(study?.groups ?? {}).filter((name) => name.startsWith('header:'))).toHaveLength(1);
});

test('a prefix of another patient whom nobody knows, noted and never said, does not hold the whole up', async () => {
  probabilities = [0.01];
  const other = await film({ '00100020': ['LO', 'P-nobody'] });
  const own = await film();
  const one = { ...own, preview: Math.max(own.preview, other.preview) };
  await putPrefix(one, { body: other.bytes.subarray(0, one.preview), pixelHash: other.pixelHash });
  const [message] = it.sent.splice(0);
  // The process dies between the note and the chart.
  const { chart } = world;
  const dying = { ...world, chart: { ...chart, write: () => Promise.reject(new Error('killed')) } };
  if (message?.message.type !== 'oka.image.uploaded') throw new Error('no message');
  await expect(receiveImage(message.message, dying, tools.codecs)).rejects.toThrow('killed');
  await putPrefix(one);
  await putRest(one);
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
});

test('what two prefixes said of two other objects is taken back, not only what the last one said', async () => {
  probabilities = [0.99, 0.99, 0.01];
  const [first, second, own] = [await film(), await film(), await film()];
  const one = { ...own, preview: Math.max(...[own, first, second].map(({ preview }) => preview)) };
  await putPrefix(one, { body: first.bytes.subarray(0, one.preview), pixelHash: first.pixelHash });
  const [message] = it.sent;
  await settle();
  await putPrefix(one, { body: second.bytes.subarray(0, one.preview), pixelHash: second.pixelHash });
  // The queue gives its message out a second time.
  if (message) it.sent.push(message);
  await settle();
  for (const { record } of [first, second]) await markSent(record);
  await putPrefix(one);
  await putRest(one);
  await settle();
  for (const { record } of [first, second]) expect((await said(record)).map(({ is }) => is)).toEqual(['withdrawn']);
  expect((await said(one.record)).map(({ is }) => is)).toEqual(['absent']);
});

test.each([
  ['cut inside the header', 600],
  ['cut before the lowest resolution', 0],
])('a prefix that is %s waits for the whole', async (_, bytes) => {
  probabilities = [0.01];
  const one = await film();
  const lowest = one.bytes.indexOf(0x4f, 1000);
  const short = { ...one, preview: bytes || lowest + 40 };
  await putPrefix(short);
  await settle();
  expect((await stepsOf(one)).filter((step) => step.startsWith('preview not used'))).toHaveLength(1);
  expect(ran).toEqual([]);
  await putRest(short);
  await settle();
  expect(await said(one.record)).toEqual([{ version: 1, notify: true, is: 'absent', basis: 'whole' }]);
});

test('a prefix smaller than the manifest asks, or without a window, is shown and not given to the network', async () => {
  probabilities = [0.99];
  const small = await film();
  const encoded = { ...small, preview: small.preview - 1 };
  await putPrefix(encoded);
  const dark = await film({ '00281050': undefined, '00281051': undefined });
  await putPrefix(dark);
  await settle();
  expect(ran).toEqual([]);
  expect(await instancesOf(small.record, `1.2.3.${serial - 1}`)).toHaveLength(1);
  expect(await stepsOf(dark)).toContain('recognised on preview: ');
});

test('the region keeps the bytes that were sent where they are a working copy already, and makes one where they are not', async () => {
  probabilities = [0.01];
  const one = await film();
  await putPrefix(one);
  await putRest(one);
  await settle();
  expect((await readInstance(world, one.input)).form).toBe('as-sent');
  const bytes = syntheticImage({ rows: 60, columns: 60, bits: 12 });
  const native = { ...one, bytes, input: { ...one.input, sha256: sha256Hex(bytes) }, preview: 1 };
  await put(native, { from: 0, to: bytes.length });
  await settle();
  const copy = await readInstance(world, native.input);
  expect(copy.form).toBe('working-copy');
  expect(copy.bytes.length).toBeLessThan(bytes.length);
});
