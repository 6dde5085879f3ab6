import { derivedFolder } from '../../domain/dicom/derived-key.ts';
import { imageFactsOf } from '../../domain/dicom/header.ts';
import { imageName } from '../../domain/dicom/image-name.ts';
import { subjectOf } from '../../domain/dicom/subject.ts';
import type { Codecs } from '../../domain/imaging/codecs.ts';
import type { Grey } from '../../domain/imaging/grey.ts';
import type { Activation } from '../../domain/imaging/heat-map.ts';
import { observationId, observationItem } from '../../domain/recognition/observation.ts';
import { isRun, standingOf } from '../../domain/recognition/standing.ts';
import { clinicById } from '../../domain/region.ts';
import { variableOf } from '../../platform/environment.ts';
import { measure } from '../../platform/inference/measure.ts';
import type { Model } from '../../platform/inference/models.ts';
import { heatMapPng, previewJpeg } from '../../platform/inference/pictures.ts';
import { log } from '../../platform/log.ts';
import type { World } from '../../platform/world.ts';
import type { ChartItem } from '../../schemas/chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Standing } from '../../schemas/governance.ts';
import type { Measurement } from '../../schemas/measurement.ts';
import type { RecognitionRequested } from '../../schemas/messages.ts';
import type { Clinic } from '../../schemas/region.ts';
import { isEnough, type Seen, see } from './seen.ts';

export type Recogniser = { readonly codecs: Codecs; readonly models: readonly Model[] };

/** An image that is being recognised: what it is, where it lies, and what is said of all that is measured on it. */
type Image = {
  readonly event: RecognitionRequested;
  readonly world: World;
  readonly seen: Seen;
  readonly owner: Clinic;
  readonly domainOid: string;
  readonly idKey: string;
  readonly instance: Measurement['instance'];
  /** Key in `derived` under which its pictures lie. */
  readonly folder: string;
};

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
  const { input, record, basis } = event.data;
  const image = await imageOf(event, world, codecs);
  const run = models.filter(
    ({ manifest }) => isRun(manifest.id, manifest.version, world.region) && isEnough(manifest, image.seen),
  );
  // Only the whole brings an input to its end.
  const awaiting = basis === 'whole' ? { awaiting: { input, record } } : {};
  // What a finding refers to is there before the finding is.
  const [items] = await Promise.all([Promise.all(run.map((model) => itemsOf(model, image))), putPreview(image)]);
  await world.chart.write({ items: items.flat(), owners: { [record]: image.owner.id }, ...awaiting });
  await world.chart.step(
    input,
    basis === 'whole' ? 'recognised' : 'recognised on preview',
    run.map(({ manifest }) => `${manifest.id} ${manifest.version}`).join(', '),
  );
}

async function imageOf(event: RecognitionRequested, world: World, codecs: Codecs): Promise<Image> {
  const { input, record, study, basis, pixelHash } = event.data;
  const clinic = clinicById(world.region, input.clinic);
  if (clinic === undefined) throw new OkaError('unknown-sender', 'clinic');
  const seen = await see(event, clinic, world, codecs);
  const idKey = variableOf(world.env, 'OKA_ID_KEY');
  const { domainOid, owner } = subjectOf(world.region, clinic, seen.header, idKey);
  const instance = { sopInstanceUid: seen.header.sopInstanceUid, pixelHash };
  // Pictures of a preview lie by themselves: read late, it must not replace those of the whole.
  const folder = derivedFolder(record, study, instance) + (basis === 'preview' ? '/preview' : '');
  return { event, world, seen, owner, domainOid, idKey, instance, folder };
}

/** What a version measured, or nothing where its network failed and nobody waits for it. */
async function itemsOf(model: Model, image: Image): Promise<ChartItem[]> {
  try {
    return [await measured(model, image)];
  } catch (cause) {
    if (!(cause instanceof OkaError) || cause.code !== 'model-failed') throw cause;
    // A model that is only watched must not cost the clinic the finding of the one that it waits for.
    if ((await noteFailure(model, image, cause)) === 'active') throw cause;
    return [];
  }
}

async function measured(model: Model, image: Image): Promise<ChartItem> {
  const { event, world, seen, domainOid, idKey, instance, folder } = image;
  const { input, record, study, basis, receivedAt } = event.data;
  const { header, picture } = seen;
  const { id, version } = model.manifest;
  const heatMap = `${folder}/${id}-${version}-heatmap.png`;
  const { measurement, activation } = await measure(model, picture, {
    ...{ facts: imageFactsOf(header), instance, basis },
    derived: { preview: previewIn(image), ...(world.region.heatMaps ? { heatMap } : {}) },
    origin: { clinic: input.clinic, sha256: input.sha256, acceptedAt: receivedAt },
  });
  if (activation !== undefined && world.region.heatMaps) await putHeatMap(world, heatMap, picture, activation);
  const times = { time: header.sourceTime, started: header.started, receivedAt };
  return observationItem({ record, study, domainOid, idKey, ...times, measurement });
}

/** For the watch: that the version failed on this image, and how it stands there. */
async function noteFailure({ manifest, evidence }: Model, image: Image, cause: OkaError): Promise<Standing> {
  const { event, world, domainOid, idKey, instance } = image;
  const { record, study, input, receivedAt } = event.data;
  const { id, version } = manifest;
  const standing = standingOf(
    id,
    version,
    input.clinic,
    receivedAt,
    { ...world.region, stored: [] },
    { study, evidence },
  );
  const observation = observationId(idKey, domainOid, manifest, instance);
  const place = { observation, model: id, version, clinic: input.clinic, acceptedAt: receivedAt, record, study };
  await world.chart.models.noteFailed({ ...place, image: imageName(instance), standing, state: 'failed' });
  log.error('model failed', { record, model: id, version, standing }, cause);
  return standing;
}

const previewIn = ({ folder }: Image): string => `${folder}/preview.jpg`;

const bucket = (world: World): string => variableOf(world.env, 'OKA_BUCKET_DERIVED');

async function putPreview(image: Image): Promise<void> {
  const { world, seen } = image;
  const bytes = await previewJpeg(seen.picture);
  await world.objects.put(bucket(world), previewIn(image), bytes, { contentType: 'image/jpeg' });
}

async function putHeatMap(world: World, key: string, picture: Grey, activation: Activation): Promise<void> {
  await world.objects.put(bucket(world), key, await heatMapPng(picture, activation), { contentType: 'image/png' });
}
