import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readDicom } from '../domain/dicom/read.ts';
import { makeGroup } from '../domain/fhir/groups.ts';
import { advise } from '../functions/advise/advise.ts';
import { publishRecord } from '../functions/publish/publish.ts';
import { registerInstance } from '../platform/chart/studies.ts';
import { makeEvent } from '../platform/queues.ts';
import { RANK } from '../schemas/chart.ts';
import { type InputKey, inputId } from '../schemas/input.ts';
import { INPUT_EXTENSION } from '../schemas/measurement.ts';
import type { Finding, Result } from '../schemas/result.ts';
import { at, patient, record } from './chart-examples.ts';
import { dicomExample } from './dicom.ts';
import { presentFinding } from './results.ts';
import { sha256Hex } from './sha256.ts';
import { type TestWorld, withWorld } from './world.ts';

// `due` reads each minute that went by; a busy machine needs its time.
jest.setTimeout(120_000);

let it: TestWorld;
let serial = 900;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

const TRACE = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const uid = (n: number, end = '') => `1.2.827.${n}${end}`;

/** A record whose film's finding is published, and whose image the index of studies does not know yet. */
async function published(content: Partial<Finding> = {}) {
  serial += 1;
  const of = record(serial);
  const film: InputKey = { kind: 'image', clinic: 'north', sha256: sha256Hex(`film ${serial}`) };
  const { chart } = it.world;
  await chart.openInput(film, 1, at(0));
  const base = presentFinding(of);
  if (base.content.kind !== 'finding') throw new Error('no finding');
  const study = { ...base.content.study, studyInstanceUid: uid(serial) };
  const instance = { sopInstanceUid: uid(serial, '.1'), pixelHash: 'd'.repeat(64) };
  const about: Finding = { ...base.content, study, instance, made: { input: film.sha256 }, derived: {}, ...content };
  const result = (changes: Partial<Result> = {}): Result => ({ ...base, ...changes, content: about });
  const extension = [{ url: INPUT_EXTENSION, valueString: inputId(film) }];
  const said = { time: at(0), rank: RANK.final, receivedAt: at(1) };
  const groups = { study: makeGroup({ status: 'available', extension }, said) };
  await chart.write({
    items: [patient(of), { record: of, resourceType: 'ImagingStudy', id: study.id, groups }],
    owners: { [of]: 'north' },
  });
  const store = async (one: Result) => {
    const basedOn = { revision: (await chart.advice(of))?.revision };
    await chart.renew(of);
    await chart.putAdvice(of, (await chart.head(of))?.revision ?? 0, [one], basedOn);
    await publishRecord(of, it.world, TRACE);
  };
  await store(result());
  return { of, n: serial, film, result, store };
}

/** The image comes into the index of studies. */
async function register(of: string, n: number): Promise<void> {
  const bytes = dicomExample({ '0020000d': ['UI', uid(n)], '00080018': ['UI', uid(n, '.1')] });
  const { object, header } = readDicom(bytes, 'Asia/Yekaterinburg', () => new Uint8Array());
  const source = { input: { kind: 'image' as const, clinic: 'north', sha256: sha256Hex(bytes) } };
  const facts = { object, header, pixelHash: 'd'.repeat(64), record: of, clinic: 'north', study: of };
  await registerInstance(it.world, { ...facts, source, length: bytes.length, receivedAt: at(1) });
}

/** The region's clock goes on; what is due is done, and what advice asks of publish. */
async function waited(seconds: number, of: string): Promise<void> {
  it.time.now = new Date(it.time.now.getTime() + seconds * 1000);
  it.chart.sent.length = 0;
  await it.world.chart.due(it.time.now, async () => {});
  for (const { record: asked } of it.chart.sent.splice(0)) if (asked === of) await publishRecord(of, it.world, TRACE);
}
const formsIn = async (of: string) =>
  (await it.world.objects.list('derived', `forms/${of}/`)).filter(({ key }) => key.endsWith('.dcm'));
const listed = async (film: InputKey) =>
  (await it.world.chart.waitingForHuman('north')).some(({ input }) => input.sha256 === film.sha256);

describe('DICOM forms that could not be made', () => {
  test('are made when their minute comes, and nothing is tried again after', async () => {
    const { of, n, film } = await published();
    expect(await it.world.chart.formRetries(of)).toMatchObject([{ version: 1, tries: 1 }]);
    await register(of, n);
    await waited(30, of);
    expect(await formsIn(of)).toEqual([]);
    await waited(60, of);
    expect(await formsIn(of)).toHaveLength(1);
    expect(await it.world.chart.formRetries(of)).toEqual([]);
    expect(await listed(film)).toBe(false);
  });

  test('stand on the clinic’s list after the fourth try, and leave it with a version whose forms are made', async () => {
    const { of, n, film, result, store } = await published();
    for (const seconds of [60, 600]) await waited(seconds, of);
    expect(await listed(film)).toBe(false);
    await waited(3600, of);
    expect(await listed(film)).toBe(true);
    expect(await it.world.chart.formRetries(of)).toEqual([
      { record: of, resultId: result().resultId, version: 1, tries: 4 },
    ]);
    await register(of, n);
    await store(result({ version: 2, contentHash: 'e'.repeat(64) }));
    expect(await formsIn(of)).toHaveLength(1);
    expect(await listed(film)).toBe(false);
  });

  test('of a preview wait for the whole, which makes its own', async () => {
    const { of } = await published({ basis: 'preview' });
    expect(await it.world.chart.formRetries(of)).toEqual([]);
  });

  test('count a message that came again as no further try', async () => {
    const { of } = await published();
    await it.world.chart.markUnsent(of, presentFinding(of).resultId, 1);
    await publishRecord(of, it.world, TRACE);
    expect(await it.world.chart.formRetries(of)).toMatchObject([{ tries: 1 }]);
  });

  test('are asked for by advice, though it has nothing new to say', async () => {
    const { of } = await published();
    const { chart } = it.world;
    const asked = async (): Promise<number> => {
      it.sent.length = 0;
      const env = { ...it.world.env, OKA_QUEUE_RESULTS: 'results' };
      const data = { record: of, revision: (await chart.head(of))?.revision ?? 0 };
      await advise(makeEvent('oka.advice.requested', 'test', data, { time: it.time.now }), { ...it.world, env });
      return it.sent.filter(({ queue }) => queue === 'results').length;
    };
    // The finding rests on no measurement here: advice takes it back first.
    await asked();
    await publishRecord(of, it.world, TRACE);
    expect(await asked()).toBe(0);
    const [result] = (await chart.advice(of))?.results ?? [];
    const retry = { record: of, resultId: result?.resultId ?? '', version: 2, tries: 1 };
    await chart.noteFormRetry({ ...retry, at: it.time.now.toISOString() });
    await chart.due(it.time.now, async () => {});
    expect(await asked()).toBe(1);
  });
});
