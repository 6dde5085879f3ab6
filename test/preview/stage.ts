import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { resourceId } from '../../domain/fhir/identifiers.ts';
import { decided, EVIDENCE } from '../../domain/recognition/examples.ts';
import { advise } from '../../functions/advise/advise.ts';
import { receiveImage } from '../../functions/receive-image/receive.ts';
import { recognise } from '../../functions/recognise/recognise.ts';
import { tolerantly } from '../../functions/recognise/seen.ts';
import type { Model } from '../../platform/inference/models.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { ModelManifest } from '../../schemas/manifest.ts';
import type { Attributes } from '../dicom.ts';
import { codecsForTests } from '../images.ts';
import { type TestWorld, testRegion, withWorld } from '../world.ts';
import { DOMAIN, type Film, KEY, makeFilm, type Part, put } from './film.ts';

/** A network that says what it is told to, under the manifest of the children's model. */
const modelThatSays = (next: (rows: number) => number): Model => {
  const json = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../models/chest-xray-children/manifest.json'), 'utf8'),
  );
  const { quality: _, gate: __, ...manifest } = ModelManifest.parse({ ...json, version: '1.0.0' });
  const preview = { minimumPixels: 200, allowed: true, why: 'a test' };
  return {
    manifest: { ...manifest, preview },
    evidence: EVIDENCE,
    infer: async ({ rows }) => ({ probability: next(rows), others: {}, activation: undefined }),
  };
};

/** A region in which films come in two parts, through the functions themselves: uploads, receive-image, recognise, advise. */
export function previewStage() {
  let it: TestWorld;
  let world: World;
  let tools: Awaited<ReturnType<typeof codecsForTests>>;
  /** What the network will say, first to last; the last goes on. */
  let probabilities: number[];
  /** Rows of each image that the network was given. */
  let ran: number[];
  let serial = 0;
  const answered = (rows: number): number => {
    ran.push(rows);
    return (probabilities.length > 1 ? probabilities.shift() : probabilities[0]) as number;
  };

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
        await tolerantly(event, world, () =>
          recognise(event, world, { codecs: tools.codecs, models: [modelThatSays(answered)] }),
        );
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

  return {
    /** A new film; one of a person of its own where none is named. */
    film(change?: Partial<Attributes>, person?: string): Promise<Film> {
      serial += 1;
      return makeFilm({ it, tools, serial }, change, person);
    },
    put: (one: Film, part: Part) => put(world, one, part),
    putPrefix: (one: Film, more: Partial<Part> = {}) => put(world, one, { from: 0, to: one.preview, ...more }),
    putRest: (one: Film) => put(world, one, { from: one.preview, to: one.bytes.length }),
    settle,
    markSent,
    said,
    inputOf,
    stepsOf,
    instancesOf,
    networkSays: (...said: number[]) => {
      probabilities = said;
    },
    ran: () => ran,
    it: () => it,
    world: () => world,
    tools: () => tools,
  };
}
