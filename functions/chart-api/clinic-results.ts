import { dayDelivery, dayResult } from '../../domain/clinic-day/result.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { ToldDelivery } from '../../platform/chart/deliveries.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { small } from '../../platform/handlers/small.ts';
import type { World } from '../../platform/world.ts';
import { type ClinicResultsAnswer, ClinicResultsQuery } from '../../schemas/api/clinic-day.ts';
import type { Clinic } from '../../schemas/region.ts';
import type { Result } from '../../schemas/result.ts';
import { patientOf } from './clinic-patient.ts';

/** What an edge keeps; who was away for longer begins here. */
const RESULT_MS = 72 * 3600_000;
/** The index follows a change within moments and clocks of the region agree within seconds: so much is told twice. */
const OVERLAP_MS = 120_000;
const MOST = 100;
/** Before compression: over 256 kbit/s such a page takes two or three seconds. */
const MOST_BYTES = 400_000;
const AT_ONCE = 8;

type Told = ClinicResultsAnswer['results'][number];

/** What of the clinic's results was sent, answered or acknowledged since the cursor, oldest first. */
export async function listResults(request: ApiRequest, clinic: Clinic, world: World): Promise<ApiAnswer> {
  const now = world.clock();
  const { since: asked = '' } = ClinicResultsQuery.parse(request.query);
  const earliest = new Date(now.getTime() - RESULT_MS).toISOString();
  const since = [asked, earliest].toSorted().at(-1) ?? earliest;
  const found = await world.chart.deliveriesSince(clinic.id, { since, now, limit: MOST + 1 });
  const results = await resultsOf(found.slice(0, MOST), world);
  const { told, reached } = upTo(MOST_BYTES, found.slice(0, MOST), results);
  const more = found.length > reached;
  const records = [...new Set(told.map(({ result }) => result.record))];
  const json: ClinicResultsAnswer = {
    ...{ clinic: clinic.id, asOf: now.toISOString(), results: told },
    patients: await inBatches(records, (record) => patientOf(record, world), AT_ONCE),
    cursor: more ? (found[reached - 1]?.cursor ?? since) : new Date(now.getTime() - OVERLAP_MS).toISOString(),
    more,
  };
  return small(request, { status: 200, json, alsoAbout: records.map((record) => `Patient/${record}`) });
}

/** The results of these deliveries as they are stored now, each record's advice read once. */
async function resultsOf(found: readonly ToldDelivery[], { chart }: World): Promise<ReadonlyMap<string, Result>> {
  const records = [...new Set(found.map(({ delivery }) => delivery.record))];
  const advice = await inBatches(records, (record) => chart.advice(record), AT_ONCE);
  return new Map(advice.flatMap((state) => state?.results ?? []).map((result) => [result.resultId, result]));
}

/** As many as fit, but at least one; `reached`: how many of those found are behind us. */
function upTo(bytes: number, found: readonly ToldDelivery[], results: ReadonlyMap<string, Result>) {
  const told: Told[] = [];
  let [reached, taken] = [0, 0];
  for (const { delivery, changedAt } of found) {
    const result = results.get(delivery.resultId);
    const one = result && { result: dayResult(result), delivery: dayDelivery(delivery, changedAt) };
    taken += one === undefined ? 0 : Buffer.byteLength(JSON.stringify(one));
    if (taken > bytes && told.length > 0) break;
    if (one) told.push(one);
    reached += 1;
  }
  return { told, reached };
}
