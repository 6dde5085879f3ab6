import { variableOf } from '../../platform/environment.ts';
import { registeredModels } from '../../platform/inference/manifests.ts';
import { type World, worldOf } from '../../platform/world.ts';
import type { Reference } from '../../schemas/manifest.ts';
import { runMinute } from './minute.ts';
import { carryDecisions, watchModels } from './models.ts';
import { inTurn } from './turns.ts';

const world = worldOf(['OKA_QUEUE_ACKNOWLEDGEMENTS', 'OKA_MODELS']);

/** A clinic's newest two hundred films do not change in a minute. */
const WATCH_MINUTES = 10;

let references: ReadonlyMap<string, Reference | undefined> | undefined;

/** Runs each minute (locally more often); every run may be repeated. */
export const handler = async (): Promise<void> => {
  const reached = world();
  const isWatched = reached.clock().getUTCMinutes() % WATCH_MINUTES === 0;
  await inTurn(
    () => runMinute(reached),
    async () => {
      if (isWatched) await watchModels(reached, (model, version) => referencesIn(reached).get(`${model} ${version}`));
    },
    () => carryDecisions(reached),
  );
};

function referencesIn({ env }: World): ReadonlyMap<string, Reference | undefined> {
  references ??= new Map(
    registeredModels(variableOf(env, 'OKA_MODELS')).map(({ manifest }) => [
      `${manifest.id} ${manifest.version}`,
      manifest.reference,
    ]),
  );
  return references;
}
