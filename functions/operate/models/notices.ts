import { standingAt, suspensionOf } from '../../../domain/recognition/standing.ts';
import { installedModels, versionAmong } from '../../../platform/inference/installed.ts';
import { evidenceOf } from '../../../platform/inference/manifests.ts';
import { placesOf, watchPlace } from '../../../platform/watch.ts';
import type { World } from '../../../platform/world.ts';
import type { ModelNotice } from '../../../schemas/api/models.ts';
import { decisionsOf } from './known.ts';

/**
 * What a clinic and its physicians are told of models: which are suspended there, since when, by whom and why, and what
 * the watch sees that a human should look at. Nothing where nothing is the matter.
 */
export async function noticesAt(clinic: string, world: World): Promise<{ readonly models?: ModelNotice[] }> {
  const { region, clock } = world;
  const places = placesOf(region, { clinic });
  if (places.length === 0) return {};
  const decisions = await decisionsOf(world);
  const now = clock().toISOString();
  const here = installedModels(world);
  const models: ModelNotice[] = [];
  for (const place of places) {
    const { model, version } = place;
    const installed = versionAmong(here, place);
    if (installed === undefined) continue;
    const { title, reference } = installed.manifest;
    const about = { model, title, version };
    const standing = standingAt(place, now, decisions, evidenceOf(installed));
    const suspension = suspensionOf(model, version, clinic, now, decisions);
    if (standing === 'suspended' && suspension !== undefined) {
      const { since, by, why } = suspension;
      models.push({ ...about, level: 'suspended', since, by, why });
    }
    if (standing !== 'active') continue;
    const { signals } = await watchPlace(place, reference, decisions.stored, world);
    if (signals.length > 0)
      models.push({ ...about, level: 'look', why: signals.map(({ sentence }) => sentence).join('; ') });
  }
  return models.length === 0 ? {} : { models };
}
