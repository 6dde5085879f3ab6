import { createHash } from 'node:crypto';
import { type DicomHeader, imageFactsOf } from '../../domain/dicom/header.ts';
import { readDicom } from '../../domain/dicom/read.ts';
import { subjectOf } from '../../domain/dicom/subject.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import type { Grey } from '../../domain/imaging/grey.ts';
import type { Activation } from '../../domain/imaging/heat-map.ts';
import { observationItem } from '../../domain/recognition/observation.ts';
import { isRun } from '../../domain/recognition/standing.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import { measure, pictureOf } from '../../platform/inference/measure.ts';
import type { Model } from '../../platform/inference/models.ts';
import { heatMapPng, previewJpeg } from '../../platform/inference/pictures.ts';
import { readInput } from '../../platform/objects.ts';
import type { World } from '../../platform/world.ts';
import type { ChartItem } from '../../schemas/chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { RecognitionRequested } from '../../schemas/messages.ts';

export type Recogniser = { readonly codecs: Codecs; readonly models: readonly Model[] };

/**
 * Runs the models on one image and writes what they measured into the chart, with preview and heat map in `derived`.
 * What may be said of it is derived where the whole chart is at hand (`findingOf`). A repeat writes the same bytes.
 * @throws OkaError of reading and decoding, `model-failed`; the input then ends as quarantined
 */
export async function recognise(
  event: RecognitionRequested,
  world: World,
  { codecs, models }: Recogniser,
): Promise<void> {
  const { input, record, study, basis, receivedAt, pixelHash } = event.data;
  const clinic = clinicById(world.region, input.clinic);
  if (clinic === undefined) throw new OkaError('unknown-sender', 'clinic');
  const bytes = await readInput(world.objects, variableOf(world.env, 'OKA_BUCKET_INTAKE'), input);
  const { object, header } = readDicom(bytes, clinic.zone, codecs.inflate);
  const picture = pictureOf(object, header, codecs);
  if (picture === undefined) throw new OkaError('dicom-pixels', '(7FE0,0010)');

  const idKey = variableOf(world.env, 'OKA_ID_KEY');
  const { domainOid, owner } = subjectOf(world.region, clinic, header, idKey);
  const folder = derivedFolder(record, study, header, pixelHash);
  const preview = `${folder}/preview.jpg`;
  const facts = imageFactsOf(header);
  const instance = { sopInstanceUid: header.sopInstanceUid, pixelHash };
  const origin = { clinic: input.clinic, sha256: input.sha256, acceptedAt: receivedAt };
  const said = { record, study, domainOid, idKey, time: header.sourceTime, started: header.started, receivedAt };
  const itemOf = async (model: Model): Promise<ChartItem> => {
    const { id, version } = model.manifest;
    const heatMap = `${folder}/${id}-${version}-heatmap.png`;
    const about = { facts, instance, basis, derived: { preview, heatMap }, origin };
    const { measurement, activation } = await measure(model, picture, about);
    if (activation !== undefined) await putHeatMap(world, heatMap, picture, activation);
    return observationItem({ ...said, measurement });
  };
  // What a finding refers to is there before the finding is.
  const run = models.filter(({ manifest: { id, version } }) => isRun(id, version, world.region));
  const [items] = await Promise.all([Promise.all(run.map(itemOf)), putPreview(world, preview, picture)]);
  await world.chart.write({ items, owners: { [record]: owner.id }, awaiting: { input, record } });
  await world.chart.step(
    input,
    'recognised',
    run.map(({ manifest }) => `${manifest.id} ${manifest.version}`).join(', '),
  );
}

const bucket = (world: World): string => variableOf(world.env, 'OKA_BUCKET_DERIVED');

/** Keys hold derived ids and a digest of the image's identity, never a UID a hospital gave or patient data (contract 13). */
const derivedFolder = (record: string, study: string, { sopInstanceUid }: DicomHeader, pixelHash: string): string =>
  `${record}/${study}/${createHash('sha256').update(`${sopInstanceUid} ${pixelHash}`).digest('hex').slice(0, 32)}`;

async function putPreview(world: World, key: string, picture: Grey): Promise<void> {
  await world.objects.put(bucket(world), key, await previewJpeg(picture), { contentType: 'image/jpeg' });
}

async function putHeatMap(world: World, key: string, picture: Grey, activation: Activation): Promise<void> {
  await world.objects.put(bucket(world), key, await heatMapPng(picture, activation), { contentType: 'image/png' });
}
