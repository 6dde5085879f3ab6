import { installedModels, versionAmong } from '../../platform/inference/installed.ts';
import { evidenceOf, type RegisteredModel } from '../../platform/inference/manifests.ts';
import { worldOf } from '../../platform/world.ts';
import { runMinute } from './minute.ts';
import { carryDecisions, type ManifestOf, watchModels } from './models.ts';
import { inTurn } from './turns.ts';

const world = worldOf(['OKA_QUEUE_ACKNOWLEDGEMENTS', 'OKA_MODELS']);

/** A clinic's newest two hundred films do not change in a minute. */
const WATCH_MINUTES = 10;

let models: readonly RegisteredModel[] | undefined;
const manifestOf: ManifestOf = (place) => {
  models ??= installedModels(world());
  const installed = versionAmong(models, place);
  return installed && { evidence: evidenceOf(installed), reference: installed.manifest.reference };
};

/** Runs each minute (locally more often); every run may be repeated. */
export const handler = async (): Promise<void> => {
  const reached = world();
  const isWatched = reached.clock().getUTCMinutes() % WATCH_MINUTES === 0;
  await inTurn(
    () => runMinute(reached),
    async () => {
      if (isWatched) await watchModels(reached, manifestOf);
    },
    () => carryDecisions(reached),
  );
};
