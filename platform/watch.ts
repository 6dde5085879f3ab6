import type { ModelDecisions } from '../domain/recognition/standing.ts';
import { signalsOf, type WatchedRow, watchFigures } from '../domain/recognition/watch.ts';
import type { Reference } from '../schemas/manifest.ts';
import type { WatchSignal } from '../schemas/watch.ts';
import type { WatchPlace } from './chart/models.ts';
import type { World } from './world.ts';

/** Reports come for a part of the films only, and two hundred films of children lie among many more of adults. */
const LOOKED_AT = 4000;

export type Watched = {
  readonly place: WatchPlace;
  readonly rows: readonly WatchedRow[];
  readonly figures: ReturnType<typeof watchFigures>;
  readonly signals: readonly WatchSignal[];
};

/**
 * What is seen of a version at a clinic. What came before the last end of a suspension is not held against it again.
 * @param stored all stored decisions
 */
export async function watchPlace(
  place: WatchPlace,
  reference: Reference | undefined,
  stored: ModelDecisions['stored'],
  { chart }: Pick<World, 'chart'>,
): Promise<Watched> {
  const { model, version, clinic } = place;
  const after = stored
    .filter(
      (one) =>
        one.act === 'resume' &&
        one.model === model &&
        (one.version ?? version) === version &&
        (one.clinic ?? clinic) === clinic,
    )
    .map(({ since }) => since)
    .sort()
    .at(-1);
  const rows = await chart.models.images(place, LOOKED_AT);
  const figures = watchFigures(rows, await chart.models.blindReads(model, clinic), reference, after);
  return { place, rows, figures, signals: signalsOf(figures, reference) };
}

/** All places that a region watches: every version it has taken up, at every clinic. */
export const placesOf = (
  { models, clinics }: World['region'],
  only?: { clinic?: string; model?: string },
): WatchPlace[] =>
  Object.entries(models)
    .filter(([model]) => (only?.model ?? model) === model)
    .flatMap(([model, decisions]) =>
      [...new Set(decisions.filter(({ state }) => state !== 'draft').map(({ version }) => version))].flatMap(
        (version) =>
          clinics.filter(({ id }) => (only?.clinic ?? id) === id).map(({ id: clinic }) => ({ model, version, clinic })),
      ),
    );
