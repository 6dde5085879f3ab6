import { compareVersions } from '../../domain/recognition/compare.ts';
import { decisionFor, type ModelDecisions, shortfallsOf } from '../../domain/recognition/standing.ts';
import { variableOf } from '../../platform/environment.ts';
import { evidenceOf, type RegisteredModel, registeredModels } from '../../platform/inference/manifests.ts';
import { placesOf, standingNow, watchPlace } from '../../platform/watch.ts';
import type { World } from '../../platform/world.ts';
import type {
  CompareAnswer,
  ModelAct,
  ModelHistoryAnswer,
  ModelsAnswer,
  WatchAnswer,
  WatchPlaceAnswer,
} from '../../schemas/api/models.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { StoredModelDecision } from '../../schemas/governance.ts';
import type { WatchedImage } from '../../schemas/watch.ts';

const installed = ({ env }: World): RegisteredModel[] => registeredModels(variableOf(env, 'OKA_MODELS'));

const decisionsOf = async ({ chart, region }: World): Promise<ModelDecisions> => ({
  models: region.models,
  stored: await chart.models.decisions(),
});

/** Every version that is installed or that the region speaks of. */
export async function listModels(world: World): Promise<ModelsAnswer> {
  const { region, clock } = world;
  const decisions = await decisionsOf(world);
  const now = clock().toISOString();
  const here = installed(world);
  const named = [
    ...here.map(({ manifest: { id, version } }) => ({ id, version })),
    ...Object.entries(region.models).flatMap(([id, all]) => all.map(({ version }) => ({ id, version }))),
  ];
  const models = [...new Set(named.map(({ id }) => id))].sort().map((id) => ({
    id,
    versions: [...new Set(named.filter((one) => one.id === id).map(({ version }) => version))].sort().map((version) => {
      const model = here.find(({ manifest }) => manifest.id === id && manifest.version === version);
      const decision = decisionFor(id, version, now, decisions);
      const shortfalls =
        decision?.state === 'active' ? shortfallsOf(decision, model === undefined ? undefined : evidenceOf(model)) : [];
      const standing = Object.fromEntries(
        region.clinics.map(({ id: clinic }) => {
          const found = standingNow({ model: id, version, clinic }, decisions, now);
          return [clinic, shortfalls.length > 0 && found !== 'draft' ? ('shadow' as const) : found];
        }),
      );
      return {
        version,
        ...(model === undefined ? {} : { sha256: model.manifest.sha256, title: model.manifest.title }),
        ...(decision === undefined ? {} : { decision }),
        shortfalls,
        standing,
      };
    }),
  }));
  return { models };
}

/** @throws OkaError `not-found` for a model that is neither installed nor decided on */
function known(model: string, world: World): void {
  if (Object.hasOwn(world.region.models, model)) return;
  if (!installed(world).some(({ manifest }) => manifest.id === model)) throw new OkaError('not-found', model);
}

export async function historyOf(model: string, world: World): Promise<ModelHistoryAnswer> {
  known(model, world);
  const { stored, models } = await decisionsOf(world);
  return { model, file: [...(models[model] ?? [])], stored: stored.filter((one) => one.model === model) };
}

type Deciding = {
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
  const evidence = new Map(
    installed(world).map((one) => [`${one.manifest.id} ${one.manifest.version}`, evidenceOf(one)]),
  );
  const active = placesOf(world.region, { model, ...(clinic === undefined ? {} : { clinic }) })
    .filter((place) => standingNow(place, decisions, now) === 'active')
    .flatMap((place) => {
      const decision = decisionFor(model, place.version, now, decisions);
      if (decision === undefined) return [];
      return shortfallsOf(decision, evidence.get(`${model} ${place.version}`)).length === 0 ? [decision] : [];
    })
    .sort((a, b) => (a.on < b.on ? 1 : -1));
  const versions = [...new Map(active.map((one) => [one.version, one])).values()];
  const from = version === undefined ? versions[0] : versions.find((one) => one.version === version);
  if (from === undefined || versions.length < 2) throw new OkaError('conflict', 'no older active version');
  const began = from.on.length === 10 ? `${from.on}T00:00:00.000Z` : from.on;
  return { version: from.version, ...(clinic === undefined ? {} : { clinic }), since: since ?? began };
}

const DAYS = 30;
const DAY_MS = 24 * 3600_000;

/** What the watch sees, place by place. */
export async function watchModel(model: string, world: World): Promise<WatchAnswer> {
  known(model, world);
  const { region, clock } = world;
  const decisions = await decisionsOf(world);
  const here = installed(world);
  const places: WatchPlaceAnswer[] = [];
  for (const place of placesOf(region, { model })) {
    const reference = here.find(({ manifest }) => manifest.id === model && manifest.version === place.version)?.manifest
      .reference;
    const { rows, figures, signals } = await watchPlace(place, reference, decisions.stored, world);
    if (rows.length === 0) continue;
    const standing = standingNow(place, decisions, clock().toISOString());
    const isLet = standing !== 'active' || rows.some((row) => row.standing === 'active');
    places.push({
      ...place,
      standing: isLet ? standing : 'shadow',
      figures: { ...figures, states: { ...figures.states }, reasons: { ...figures.reasons }, ...inputsOf(figures) },
      days: daysOf(rows, clock()),
      signals: [...signals],
    });
  }
  return { model, places };
}

const inputsOf = ({ inputs }: { readonly inputs?: Readonly<Record<string, number>> }) =>
  inputs === undefined ? {} : { inputs: { ...inputs } };

function daysOf(rows: readonly WatchedImage[], now: Date): number[] {
  const days = new Array<number>(DAYS).fill(0);
  for (const { acceptedAt } of rows) {
    const ago = Math.floor((now.getTime() - Date.parse(acceptedAt)) / DAY_MS);
    if (ago >= 0 && ago < DAYS) days[DAYS - 1 - ago] = (days[DAYS - 1 - ago] ?? 0) + 1;
  }
  return days;
}

/** Images of one comparison at a clinic: enough to tell two versions apart, within the time of a request. */
const COMPARED = 2000;

export async function compareModel(
  model: string,
  [a, b]: readonly [string, string],
  world: World,
): Promise<CompareAnswer> {
  known(model, world);
  const { region, chart } = world;
  const read = async (version: string): Promise<WatchedImage[]> => {
    const own = placesOf(region, { model }).filter((place) => place.version === version);
    if (own.length === 0) throw new OkaError('not-found', version);
    const rows: WatchedImage[] = [];
    for (const place of own) rows.push(...(await chart.models.images(place, COMPARED)));
    return rows;
  };
  return compareVersions(model, [a, b], [await read(a), await read(b)]);
}
