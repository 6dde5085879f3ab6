import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { imageFactsOf } from '../domain/dicom/header.ts';
import { readDicom } from '../domain/dicom/read.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { measure, pictureOf } from '../platform/inference/measure.ts';
import { loadModels, type Model, toInput } from '../platform/inference/models.ts';
import { heatMapPng, previewJpeg } from '../platform/inference/pictures.ts';
import { sessionOf } from '../platform/inference/session.ts';
import { film } from '../samples/day/films.ts';
import { PEOPLE, type Person } from '../samples/day/people.ts';
import { type BenchRow, percentile, rounded, spreadOf } from './row.ts';

const ROOT = join(import.meta.dirname, '..');
const BLOCKS = 15;
const IN_BLOCK = 20;
/** Two sessions have two pools of threads, and one that has just worked goes on spinning: the first calls of a block are not counted. */
const SETTLING = 10;
const WHOLE_ROUNDS = 60;

/**
 * How much of the bare network's speed is left when our code stands around it: quality gate, tensor, outputs, the
 * measurement. Both run on the same prepared tensors, in short blocks by turns in one process, so noise hits both alike. Bare is a
 * session as the runtime makes it, with as many threads as ours; and once more with the options of ours, which tells apart what
 * our code costs and what the options win. Below it the whole work per image: decode, resize, network, preview and heat map.
 */
export async function benchRecognise(): Promise<BenchRow[]> {
  const models = await loadModels(join(ROOT, 'models'));
  const rows: BenchRow[] = [];
  for (const model of models) rows.push(...(await benchModel(model)));
  return rows;
}

async function benchModel(model: Model): Promise<BenchRow[]> {
  const { manifest } = model;
  const codecs = await loadCodecs();
  const now = new Date();
  const bytes = await film(PEOPLE[0] as Person, {
    image: join(ROOT, 'samples/radiographs/pneumonia-1.png'),
    accession: 'B-1',
    takenAt: now,
    now,
    zone: 'Asia/Yekaterinburg',
    modality: 'DX',
  });
  const { object, header } = readDicom(bytes, 'Asia/Yekaterinburg', codecs.inflate);
  const picture = pictureOf(object, header, codecs);
  if (picture === undefined) throw new Error('the sample film has pixels');
  const about = {
    // Each model sees the film as one of its own: what it refuses at the door would be measured as doing nothing.
    facts: { ...imageFactsOf(header), ...ownExamination(manifest) },
    instance: { sopInstanceUid: header.sopInstanceUid, pixelHash: '0'.repeat(64) },
    basis: 'whole' as const,
    derived: {},
  };
  const input = toInput(picture, manifest);
  const file = join(ROOT, 'models', manifest.id, manifest.file);
  const session = await ort.InferenceSession.create(file, { intraOpNumThreads: availableParallelism() });
  const alikeSession = await sessionOf(readFileSync(file), { isOneOfTwo: manifest.gate !== undefined });
  const tensor = new ort.Tensor('float32', input.values, [1, 1, input.rows, input.columns]);

  const bare: number[] = [];
  const alike: number[] = [];
  const ours: number[] = [];
  const measured: number[] = [];
  const variants = [
    [bare, () => session.run({ [manifest.input.name]: tensor })],
    [alike, () => alikeSession.run({ [manifest.input.name]: tensor })],
    [ours, () => model.infer(input)],
    [measured, () => measure(model, picture, about)],
  ] as const;
  for (let block = 0; block < BLOCKS; block += 1) {
    for (const [times, work] of variants) {
      for (let call = -SETTLING; call < IN_BLOCK; call += 1) {
        const ms = await timed(work);
        if (call >= 0) times.push(ms);
      }
    }
  }
  const whole: number[] = [];
  for (let round = -3; round < WHOLE_ROUNDS; round += 1) {
    const ms = await timed(async () => {
      const read = readDicom(bytes, 'Asia/Yekaterinburg', codecs.inflate);
      const seen = pictureOf(read.object, read.header, codecs);
      if (seen === undefined) return;
      const analysed = measure(model, seen, about);
      const drawn = analysed.then(({ activation }) => activation && heatMapPng(seen, activation));
      await Promise.all([previewJpeg(seen), drawn]);
    });
    if (round >= 0) whole.push(ms);
  }
  const perSecond = (times: readonly number[]): number => rounded(1000 / percentile(times, 0.5));
  const against = (
    name: string,
    times: readonly number[],
    peer: readonly number[] = bare,
    peerName = 'bare session.run',
  ): BenchRow => ({
    name: `${name} (${manifest.id})`,
    ours: perSecond(times),
    peer: perSecond(peer),
    peerName,
    unit: 'images/s',
    ratio: rounded(percentile(peer, 0.5) / percentile(times, 0.5)),
    spread: spreadOf(times),
  });
  return [
    against('infer: prepared tensor to finding figures', ours),
    against('measure: picture, resize, quality gate, network', measured),
    against('measure, same options', measured, alike, 'bare session.run, options as ours'),
    against('whole image: decode, network, preview, heat map', whole),
  ];
}

function ownExamination({ intendedUse }: Model['manifest']): { bodyPart?: string; laterality: 'L' } {
  const [bodyPart] = intendedUse.bodyParts;
  return { ...(bodyPart === undefined ? {} : { bodyPart }), laterality: 'L' };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
