import { decisionFor, standingAt, startOf } from '../../../domain/recognition/standing.ts';
import { installedModels, versionAmong } from '../../../platform/inference/installed.ts';
import { evidenceOf } from '../../../platform/inference/manifests.ts';
import { placesOf } from '../../../platform/watch.ts';
import type { World } from '../../../platform/world.ts';
import type { ModelAct, ModelHistoryAnswer } from '../../../schemas/api/models.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { StoredModelDecision } from '../../../schemas/governance.ts';
import { decisionsOf, known } from './known.ts';

export async function historyOf(model: string, world: World): Promise<ModelHistoryAnswer> {
  known(model, world);
  const { stored, models } = await decisionsOf(world);
  return { model, file: [...(models[model] ?? [])], stored: stored.filter((one) => one.model === model) };
}

export type Deciding = {
  readonly model: string;
  readonly act: 'suspend' | 'resume' | 'rollback';
  readonly by: string;
  readonly said: ModelAct;
};

/**
 * Stores a decision under the name of who is signed in; `due` carries it to the charts within a minute. It is kept for ever.
 * @throws OkaError `not-found` for an unknown model, version or clinic; `conflict` when there is no version to roll back to
 */
export async function decideModel({ model, act, by, said }: Deciding, world: World): Promise<ModelHistoryAnswer> {
  known(model, world);
  const { region, chart, clock } = world;
  const { version, clinic, why } = said;
  if (clinic !== undefined && !region.clinics.some(({ id }) => id === clinic)) throw new OkaError('not-found', clinic);
  const own = region.models[model] ?? [];
  if (version !== undefined && !own.some((one) => one.version === version)) throw new OkaError('not-found', version);
  const at = clock().toISOString();
  const decision: StoredModelDecision =
    act === 'rollback'
      ? { model, act: 'suspend', ...(await wayBack(model, said, world)), at, by, why }
      : {
          ...{ model, act },
          ...(version === undefined ? {} : { version }),
          ...(clinic === undefined ? {} : { clinic }),
          ...{ since: said.since ?? at, at, by, why },
        };
  await chart.models.decide(decision);
  return historyOf(model, world);
}

/**
 * The newest active version is suspended for all images since it became so; the one before has measured them too, and speaks
 * again. Versions that are not active any more, or nowhere else, are no way back.
 */
async function wayBack(
  model: string,
  { version, clinic, since }: ModelAct,
  world: World,
): Promise<Pick<StoredModelDecision, 'version' | 'clinic' | 'since'>> {
  const decisions = await decisionsOf(world);
  const now = world.clock().toISOString();
  const here = installedModels(world);
  const active = placesOf(world.region, { model, ...(clinic === undefined ? {} : { clinic }) })
    .filter((place) => {
      const installed = versionAmong(here, place);
      return standingAt(place, now, decisions, installed && evidenceOf(installed)) === 'active';
    })
    .flatMap((place) => decisionFor(model, place.version, now, decisions) ?? [])
    .sort((a, b) => (a.on < b.on ? 1 : -1));
  const versions = [...new Map(active.map((one) => [one.version, one])).values()];
  const from = version === undefined ? versions[0] : versions.find((one) => one.version === version);
  if (from === undefined || versions.length < 2) throw new OkaError('conflict', 'no older active version');
  return { version: from.version, ...(clinic === undefined ? {} : { clinic }), since: since ?? startOf(from) };
}
