import type { ModelDecisions } from '../../../domain/recognition/standing.ts';
import { installedModels } from '../../../platform/inference/installed.ts';
import type { World } from '../../../platform/world.ts';
import { OkaError } from '../../../schemas/errors.ts';

/** @throws OkaError `not-found` for a model that is neither installed nor decided on */
export function known(model: string, world: World): void {
  if (Object.hasOwn(world.region.models, model)) return;
  if (!installedModels(world).some(({ manifest }) => manifest.id === model)) throw new OkaError('not-found', model);
}

/** All that the region has decided on its models, in its file and while it ran. */
export const decisionsOf = async ({ chart, region }: World): Promise<ModelDecisions> => ({
  models: region.models,
  stored: await chart.models.decisions(),
});
