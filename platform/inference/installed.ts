import { variableOf } from '../environment.ts';
import type { World } from '../world.ts';
import { type RegisteredModel, registeredModels } from './manifests.ts';

/** The models that lie beside a function (`OKA_MODELS`), read without loading a network. */
export const installedModels = ({ env }: Pick<World, 'env'>): RegisteredModel[] =>
  registeredModels(variableOf(env, 'OKA_MODELS'));

/** One version among them; undefined where the region speaks of a version that is not installed. */
export const versionAmong = (
  models: readonly RegisteredModel[],
  { model, version }: { readonly model: string; readonly version: string },
): RegisteredModel | undefined => models.find(({ manifest }) => manifest.id === model && manifest.version === version);
