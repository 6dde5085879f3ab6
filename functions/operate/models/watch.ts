import { standingAt } from '../../../domain/recognition/standing.ts';
import { installedModels, versionAmong } from '../../../platform/inference/installed.ts';
import { evidenceOf } from '../../../platform/inference/manifests.ts';
import { placesOf, watchPlace } from '../../../platform/watch.ts';
import type { World } from '../../../platform/world.ts';
import type { WatchAnswer, WatchPlaceAnswer } from '../../../schemas/api/models.ts';
import type { WatchedImage } from '../../../schemas/watch.ts';
import { decisionsOf, known } from './known.ts';

const DAYS = 30;
const DAY_MS = 24 * 3600_000;

/** What the watch sees, place by place. */
export async function watchModel(model: string, world: World): Promise<WatchAnswer> {
  known(model, world);
  const { region, clock } = world;
  const decisions = await decisionsOf(world);
  const here = installedModels(world);
  const places: WatchPlaceAnswer[] = [];
  for (const place of placesOf(region, { model })) {
    const installed = versionAmong(here, place);
    const { rows, figures, signals } = await watchPlace(place, installed?.manifest.reference, decisions.stored, world);
    if (rows.length === 0) continue;
    places.push({
      ...place,
      standing: standingAt(place, clock().toISOString(), decisions, installed && evidenceOf(installed)),
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
