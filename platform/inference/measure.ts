import type { DicomHeader } from '../../domain/dicom/header.ts';
import type { DicomObject } from '../../domain/dicom/object.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import { decodeFirst } from '../../domain/imaging/decode.ts';
import { type Grey, toGrey } from '../../domain/imaging/grey.ts';
import type { Activation } from '../../domain/imaging/heat-map.ts';
import { qualityFault } from '../../domain/imaging/quality.ts';
import { technicalFault } from '../../domain/recognition/gate.ts';
import type { ImageFacts, Measurement } from '../../schemas/measurement.ts';
import { type Model, toInput } from './models.ts';

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
  },
): Promise<Measured> {
  const { manifest } = model;
  const [label] = manifest.labels;
  if (label === undefined) throw new TypeError('a manifest has one label');
  const { index: _, ...named } = label;
  const { modalities, bodyParts, views, ageMonths, photometric, minimumPixels } = manifest.intendedUse;
  const intendedUse = { modalities, bodyParts, views, ageMonths, photometric, minimumPixels };
  const stated = {
    model: { id: manifest.id, version: manifest.version, sha256: manifest.sha256 },
    label: named,
    thresholds: { present: manifest.thresholds.present, absent: manifest.thresholds.absent },
    intendedUse,
    ...about,
  };
  if (technicalFault(about.facts, intendedUse) !== undefined)
    return { measurement: { ...stated, derived: withoutHeatMap(about.derived) }, activation: undefined };
  const input = toInput(picture, manifest);
  const fault = manifest.quality && qualityFault(input, manifest.quality);
  const { probability, activation } = await model.infer(input);
  const network = fault === undefined ? { probability } : { probability, qualityFault: fault };
  return { measurement: { ...stated, network }, activation };
}

const withoutHeatMap = ({ preview }: Measurement['derived']): Measurement['derived'] =>
  preview === undefined ? {} : { preview };
