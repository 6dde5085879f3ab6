import { hash } from 'node:crypto';
import { arch, cpus } from 'node:os';
import type { DicomHeader } from '../../domain/dicom/header.ts';
import type { DicomObject } from '../../domain/dicom/object.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { decodeFirst } from '../../domain/imaging/decode.ts';
import { type Grey, toGrey } from '../../domain/imaging/grey.ts';
import type { Activation } from '../../domain/imaging/heat-map.ts';
import { type Measures, measures, qualityFault } from '../../domain/imaging/quality.ts';
import { areaResize, mirrored } from '../../domain/imaging/resize.ts';
import { isExcluded } from '../../domain/recognition/gate.ts';
import type { ImageFacts, Measurement } from '../../schemas/measurement.ts';
import { isMirrored, type Model, toInput } from './models.ts';

export type Measured = {
  readonly measurement: Measurement;
  /** Present when the network was run. */
  readonly activation: Activation | undefined;
};

/** The first frame of an object as a picture. @throws OkaError of decoding */
export function pictureOf(object: DicomObject, header: DicomHeader, codecs: Codecs): Grey | undefined {
  return header.pixels && toGrey(decodeFirst(object, header.pixels, codecs), object.dataSet);
}

/**
 * Runs one model on one picture, wherever its header lets it be run at all, and keeps beside the numbers all that the
 * gate will ask later. What may be said of it is decided by `findingOf`.
 * @throws OkaError `model-failed`
 */
export async function measure(
  model: Model,
  picture: Grey,
  about: {
    readonly facts: ImageFacts;
    readonly instance: Measurement['instance'];
    readonly basis: Measurement['basis'];
    readonly derived: Measurement['derived'];
    readonly origin?: Measurement['origin'];
  },
): Promise<Measured> {
  const { manifest, evidence } = model;
  const [label] = manifest.labels;
  if (label === undefined) throw new TypeError('a manifest has a label');
  const { index: _, use: __, ...named } = label;
  const { modalities, bodyParts, views, ageMonths, photometric, minimumPixels } = manifest.intendedUse;
  const grades = manifest.labels.flatMap(({ id, use }) => (use === 'grade' ? [id] : []));
  const side = manifest.input.mirror === undefined ? {} : { laterality: 'stated' as const };
  const intendedUse = { modalities, bodyParts, views, ageMonths, photometric, minimumPixels, ...side };
  const stated = {
    model: { id: manifest.id, version: manifest.version, sha256: manifest.sha256 },
    label: named,
    thresholds: { present: manifest.thresholds.present, absent: manifest.thresholds.absent },
    ...(grades.length > 0 ? { grades } : {}),
    intendedUse,
    evidence,
    ...about,
  };
  if (isExcluded(about.facts, intendedUse))
    return { measurement: { ...stated, derived: withoutHeatMap(about.derived) }, activation: undefined };
  const input = toInput(picture, manifest, about.facts);
  const ofInput = measures(input);
  const whole = unpadded(picture, input, manifest);
  const numbers = manifest.quality && qualityFault(whole, manifest.quality, whole === input ? ofInput : undefined);
  // Numbers that only say "unlike a film" give way to a gate that can say what the picture is.
  const isNamed = numbers !== undefined && numbers !== 'out-of-distribution';
  const isTurned = isMirrored(manifest.input, about.facts);
  // The pixel gate was trained on the side that the network sees.
  const seen = isTurned ? mirrored(picture) : picture;
  const gate = isNamed ? undefined : await model.gate?.(seen, sameSquare(manifest) ? input : undefined);
  const fault = gate?.fault ?? numbers;
  const { probability, others, activation } = await model.infer(input);
  const network = {
    probability,
    ...(manifest.labels.length > 1 ? { others } : {}),
    ...provenanceOf(input, ofInput),
    ...(fault === undefined ? {} : { qualityFault: fault }),
  };
  const derived = activation === undefined ? withoutHeatMap(about.derived) : about.derived;
  return {
    measurement: { ...stated, derived, network },
    // Where the network saw a mirror image, its map is turned back to the picture as it came.
    activation: isTurned && activation !== undefined ? { ...activation, ...mirrored(activation) } : activation,
  };
}

/** What the network was given, as a digest to make it again by and as numbers to watch, and on what kind of processor. */
function provenanceOf(input: Grey, { mean, deviation, bulge }: Measures) {
  return {
    tensor: tensorDigest(input),
    inputs: { mean: rounded(mean), contrast: rounded(deviation), centreMinusBorder: rounded(bulge) },
    processor: processorKind(),
  };
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** SHA-256 of the float32 values in little endian order, which is that of every processor Oka runs on. */
export const tensorDigest = ({ values }: Grey): string =>
  hash('sha256', new Uint8Array(values.buffer, values.byteOffset, values.byteLength));

let processor: string | undefined;
/** The kind of processor, as far as results depend on it: architecture and the maker's name of the model. */
export function processorKind(): string {
  processor ??= `${arch()} ${cpus()[0]?.model.trim() ?? 'unknown'}`;
  return processor;
}

/** Do the network and its pixel gate see the same square of the picture? */
const sameSquare = ({ input, gate }: Model['manifest']): boolean =>
  input.mirror === undefined && gate?.input.fit === input.fit;

/** The whole picture at the network's size, without the black bars of `pad`: they are no part of what the clinic sent. */
const unpadded = (picture: Grey, input: Grey, { input: { fit } }: Model['manifest']): Grey =>
  fit === 'pad' && picture.rows !== picture.columns ? areaResize(picture, input.rows, input.columns) : input;

const withoutHeatMap = ({ preview }: Measurement['derived']): Measurement['derived'] =>
  preview === undefined ? {} : { preview };
