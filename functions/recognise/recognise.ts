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
import type { RecognitionRequested } from '../../schemas/messages.ts';
import { isEnough, see } from './seen.ts';

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
  const seen = await see(event, clinic, world, codecs);
  const { header, picture } = seen;

  const idKey = variableOf(world.env, 'OKA_ID_KEY');
  const { domainOid, owner } = subjectOf(world.region, clinic, header, idKey);
  const instance = { sopInstanceUid: header.sopInstanceUid, pixelHash };
  // Pictures of a preview lie by themselves: read late, it must not replace those of the whole.
  const folder = derivedFolder(record, study, instance) + (basis === 'preview' ? '/preview' : '');
  const preview = `${folder}/preview.jpg`;
  const facts = imageFactsOf(header);
  const origin = { clinic: input.clinic, sha256: input.sha256, acceptedAt: receivedAt };
  const said = { record, study, domainOid, idKey, time: header.sourceTime, started: header.started, receivedAt };
  const measured = async (model: Model): Promise<ChartItem> => {
    const { id, version } = model.manifest;
    const heatMap = `${folder}/${id}-${version}-heatmap.png`;
    const derived = world.region.heatMaps ? { preview, heatMap } : { preview };
    const about = { facts, instance, basis, derived, origin };
    const { measurement, activation } = await measure(model, picture, about);
    if (activation !== undefined && derived.heatMap !== undefined)
      await putHeatMap(world, heatMap, picture, activation);
    return observationItem({ ...said, measurement });
  };
  const itemsOf = async (model: Model): Promise<ChartItem[]> => {
    try {
      return [await measured(model)];
    } catch (cause) {
      if (!(cause instanceof OkaError) || cause.code !== 'model-failed') throw cause;
      const { id, version } = model.manifest;
      const about = { study, evidence: model.evidence };
      const standing = standingOf(id, version, origin.clinic, receivedAt, { ...world.region, stored: [] }, about);
      const observation = observationId(idKey, domainOid, model.manifest, instance);
      const place = { observation, model: id, version, clinic: origin.clinic, acceptedAt: receivedAt, record, study };
      await world.chart.models.noteFailed({ ...place, image: imageName(instance), standing, state: 'failed' });
      log.error('model failed', { record, model: id, version, standing }, cause);
      // A model that is only watched must not cost the clinic the finding of the one that it waits for.
      if (standing === 'active') throw cause;
      return [];
    }
  };
  // What a finding refers to is there before the finding is.
  const run = models.filter(
    ({ manifest }) => isRun(manifest.id, manifest.version, world.region) && isEnough(manifest, seen),
  );
  // Only the whole brings an input to its end.
  const awaiting = basis === 'whole' ? { awaiting: { input, record } } : {};
  const [items] = await Promise.all([Promise.all(run.map(itemsOf)), putPreview(world, preview, picture)]);
  await world.chart.write({ items: items.flat(), owners: { [record]: owner.id }, ...awaiting });
  await world.chart.step(
    input,
    basis === 'whole' ? 'recognised' : 'recognised on preview',
    run.map(({ manifest }) => `${manifest.id} ${manifest.version}`).join(', '),
  );
}

const bucket = (world: World): string => variableOf(world.env, 'OKA_BUCKET_DERIVED');

async function putPreview(world: World, key: string, picture: Grey): Promise<void> {
  await world.objects.put(bucket(world), key, await previewJpeg(picture), { contentType: 'image/jpeg' });
}

async function putHeatMap(world: World, key: string, picture: Grey, activation: Activation): Promise<void> {
  await world.objects.put(bucket(world), key, await heatMapPng(picture, activation), { contentType: 'image/png' });
}
