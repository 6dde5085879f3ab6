import { basename, extname } from 'node:path';
import { findingAlone } from '../domain/recognition/alone.ts';
import type { Reported } from '../domain/recognition/report.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { readImageFile } from '../platform/inference/image-file.ts';
import { measure } from '../platform/inference/measure.ts';
import type { Model } from '../platform/inference/models.ts';
import { OkaError } from '../schemas/errors.ts';
import type { ModelManifest } from '../schemas/manifest.ts';
import type { ImageFacts, Measurement } from '../schemas/measurement.ts';
import type { Finding } from '../schemas/result.ts';
import { bytesOf, progress } from './files.ts';
import type { Labelled } from './model-labelled.ts';

/** What a model said of labelled images: the assessed ones, and why the others were not. */
export type JudgedFolder = {
  readonly reported: readonly Reported[];
  readonly notAssessed: number;
  readonly notAssessedReasons: Readonly<Record<string, number>>;
};

/** Asks a model about every image, as the region would; tells its progress on a terminal. */
export async function judgeAll(chosen: Model, images: readonly Labelled[]): Promise<JudgedFolder> {
  const reported: Reported[] = [];
  const reasons: Record<string, number> = {};
  for (const [index, { file, positive, grade }] of images.entries()) {
    progress(index, images.length);
    const { finding, side, reason } = await judge(chosen, file);
    const probability = finding?.probability;
    if (finding === undefined || probability === undefined) {
      const why = finding?.reason ?? reason ?? 'decode';
      reasons[why] = (reasons[why] ?? 0) + 1;
      continue;
    }
    const atLeast = grade === undefined ? undefined : cumulative(finding, chosen.manifest);
    reported.push({
      positive,
      probability,
      ...(side === undefined ? {} : { side }),
      ...(grade === undefined || atLeast === undefined ? {} : { grade, atLeast }),
    });
  }
  progress(images.length, images.length);
  return { reported, notAssessed: images.length - reported.length, notAssessedReasons: reasons };
}

type Answer = {
  readonly finding?: Finding;
  readonly measurement?: Measurement;
  readonly side?: 'L' | 'R';
  readonly reason?: string;
};

/** The finding of one file, with what the header does not say assumed; a file that cannot be read is not assessed. */
export async function judge(chosen: Model, file: string): Promise<Answer> {
  const { evaluationAssumes: assumed } = chosen.manifest;
  try {
    const image = await readImageFile(bytesOf(file), 'UTC', await loadCodecs());
    const { header, picture, pixelHash } = image;
    if (picture === undefined) return { reason: 'decode' };
    const facts = withAssumed(image.facts, assumed, header === undefined ? sideInName(file) : undefined);
    const instance = { sopInstanceUid: header?.sopInstanceUid ?? '', pixelHash };
    const { measurement } = await measure(chosen, picture, { facts, instance, basis: 'whole', derived: {} });
    const known = header?.patient ?? {};
    const hasAge = known.ageMonths !== undefined || (known.birthDate !== undefined && facts.date !== undefined);
    const patient = hasAge ? known : { ageMonths: { least: assumed.ageMonths, most: assumed.ageMonths } };
    const finding = findingAlone(measurement, patient, '');
    const side = facts.laterality;
    return side === 'L' || side === 'R' ? { finding, measurement, side } : { finding, measurement };
  } catch (cause) {
    if (cause instanceof OkaError && cause.code !== 'model-failed') return { reason: cause.code };
    throw cause;
  }
}

type Assumed = ModelManifest['evaluationAssumes'];

const withAssumed = (facts: ImageFacts, { modality, bodyPart, view }: Assumed, side?: 'L' | 'R'): ImageFacts => ({
  ...facts,
  modality: facts.modality ?? modality,
  bodyPart: facts.bodyPart ?? bodyPart,
  view: facts.view ?? view,
  ...(facts.laterality === undefined && side !== undefined ? { laterality: side } : {}),
});

/** The side that a file's name ends in: `9000099R.jpg`, `knee_l.png`, `12-right.jpg`; a letter of a word is none. */
export function sideInName(file: string): 'L' | 'R' | undefined {
  const stem = basename(file, extname(file));
  const found = /(?:^|\P{L})(?<side>L|R|left|right)$/iu.exec(stem)?.groups?.side;
  return found === undefined ? undefined : found.toUpperCase().startsWith('L') ? 'L' : 'R';
}

/** Probability of grade 1 or more, 2 or more …, out of the labels of a finding; undefined unless all are told. */
function cumulative(finding: Finding, { labels, grading }: ModelManifest): number[] | undefined {
  if (grading === undefined) return undefined;
  const told: Record<string, number | undefined> = { ...finding.grades, [labels[0]?.id ?? '']: finding.probability };
  const steps = Object.entries(grading.atLeast).sort(([, a], [, b]) => a - b);
  const values = steps.map(([id]) => told[id]);
  return values.every((value) => value !== undefined) ? values : undefined;
}
