import { contentHash, resultId } from '../domain/delivery/names.ts';
import { imageFactsOf } from '../domain/dicom/header.ts';
import { dicomJson } from '../domain/dicom/json.ts';
import { readDicom } from '../domain/dicom/read.ts';
import { planForms } from '../domain/dicom/sr/forms.ts';
import { sourceOf } from '../domain/dicom/sr/source.ts';
import { uuidOfHash } from '../domain/fhir/uuid.ts';
import { decodeFrames } from '../domain/imaging/decode.ts';
import { overlay } from '../domain/imaging/heat-map.ts';
import { pixelHash } from '../domain/imaging/pixel-hash.ts';
import type { Rgb } from '../domain/imaging/png.ts';
import { fitWithin } from '../domain/imaging/resize.ts';
import { titled } from '../domain/imaging/titled.ts';
import { findingAlone } from '../domain/recognition/alone.ts';
import { loadCodecs } from '../platform/codecs.ts';
import { measure, pictureOf } from '../platform/inference/measure.ts';
import type { Model } from '../platform/inference/models.ts';
import { OkaError } from '../schemas/errors.ts';
import type { Finding, Result } from '../schemas/result.ts';

/** A form of what a model says of a file. */
export type FileForm = {
  readonly kind: string;
  readonly model: string;
  readonly state: Finding['state'];
  readonly sopInstanceUid: string;
  readonly bytes: Uint8Array;
};

type Call = { readonly zone: string; readonly models: readonly Model[]; readonly heatMaps: boolean };

/**
 * What each model says of one DICOM file, as the forms that a PACS would get of it, marked RESEARCH: no region has taken it in.
 * The same file gives the same bytes.
 * @throws OkaError of reading and decoding; `dicom-structure` for an object that states no time, `dicom-pixels` without a picture
 */
export async function formsOfFile(bytes: Uint8Array, { zone, models, heatMaps }: Call): Promise<FileForm[]> {
  const codecs = await loadCodecs();
  const { object, header } = readDicom(bytes, zone, codecs.inflate);
  const picture = pictureOf(object, header, codecs);
  if (picture === undefined || header.pixels === undefined) throw new OkaError('dicom-pixels', '(7FE0,0010)');
  if (header.sourceTime === undefined) throw new OkaError('dicom-structure', 'no date or time');
  const instance = {
    sopInstanceUid: header.sopInstanceUid,
    pixelHash: pixelHash(decodeFrames(object, header.pixels, codecs)),
  };
  const source = sourceOf(dicomJson(object));
  const forms: FileForm[] = [];
  for (const model of models) {
    const about = { facts: imageFactsOf(header), instance, basis: 'whole' as const, derived: {} };
    const { measurement, activation } = await measure(model, picture, about);
    const finding = findingAlone(measurement, header.patient, header.studyInstanceUid);
    const isShown = heatMaps && activation !== undefined && finding.state !== 'not-assessed';
    const map: Rgb | undefined = isShown ? titled(overlay(fitWithin(picture, 512), activation)) : undefined;
    const form = { result: resultOf(finding, header.sourceTime), finding, source, zone, research: true };
    const { made } = planForms(form, [], map && { key: 'heat map', picture: map });
    for (const { kind, reference, bytes: written } of made)
      forms.push({
        ...{ kind, model: `${finding.model.id} ${finding.model.version}`, state: finding.state },
        ...{ sopInstanceUid: reference.sopInstanceUid, bytes: written },
      });
  }
  return forms;
}

/** The finding as the first version of a result of no record. */
function resultOf(finding: Finding, sourceTime: string): Result {
  const id = resultId('file', `${finding.study.studyInstanceUid} ${finding.instance.sopInstanceUid}`, finding.model.id);
  const draft = {
    producerVersion: finding.model.version,
    severity: 'info' as const,
    content: finding,
    cited: [],
  };
  return {
    ...draft,
    resultId: id,
    record: uuidOfHash(Buffer.from(id, 'hex')),
    subject: finding.study.studyInstanceUid,
    producer: finding.model.id,
    version: 1,
    contentHash: contentHash(draft),
    state: 'current',
    notify: false,
    sourceTime,
  };
}
