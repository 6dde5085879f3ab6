import { suspensionOf } from '../../domain/recognition/standing.ts';
import { variableOf } from '../../platform/environment.ts';
import { registeredModels } from '../../platform/inference/manifests.ts';
import { placesOf, standingNow, watchPlace } from '../../platform/watch.ts';
import type { World } from '../../platform/world.ts';
import type { ModelNotice } from '../../schemas/api/models.ts';

/**
 * What a clinic and its physicians are told of models: which are suspended there, since when, by whom and why, and what
 * the watch sees that a human should look at. Nothing where nothing is the matter.
 */
export async function noticesAt(clinic: string, world: World): Promise<{ readonly models?: ModelNotice[] }> {
  const { chart, region, clock, env } = world;
  const places = placesOf(region, { clinic });
  if (places.length === 0) return {};
  const stored = await chart.models.decisions();
  const decisions = { models: region.models, stored };
  const now = clock().toISOString();
  const installed = registeredModels(variableOf(env, 'OKA_MODELS'));
  const models: ModelNotice[] = [];
  for (const place of places) {
    const { model, version } = place;
    const manifest = installed.find((one) => one.manifest.id === model && one.manifest.version === version)?.manifest;
    if (manifest === undefined) continue;
    const about = { model, title: manifest.title, version };
    const standing = standingNow(place, decisions, now);
    const suspension = suspensionOf(model, version, clinic, now, decisions);
    if (standing === 'suspended' && suspension !== undefined) {
      const { since, by, why } = suspension;
      models.push({ ...about, level: 'suspended', since, by, why });
    }
    if (standing !== 'active') continue;
    const { signals } = await watchPlace(place, manifest.reference, stored, world);
    if (signals.length > 0)
      models.push({ ...about, level: 'look', why: signals.map(({ sentence }) => sentence).join('; ') });
  }
  return models.length === 0 ? {} : { models };
}
