import { compareVersions } from '../../../domain/recognition/compare.ts';
import { placesOf } from '../../../platform/watch.ts';
import type { World } from '../../../platform/world.ts';
import type { CompareAnswer } from '../../../schemas/api/models.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { WatchedImage } from '../../../schemas/watch.ts';
import { known } from './known.ts';

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
