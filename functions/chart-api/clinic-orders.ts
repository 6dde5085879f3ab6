import { dayOrder } from '../../domain/clinic-day/order.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { StoredItem } from '../../platform/chart/chart.ts';
import { factName, sharedOrdersOf } from '../../platform/chart/contested.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { holds, small, tagOf } from '../../platform/handlers/small.ts';
import type { World } from '../../platform/world.ts';
import type { ClinicOrdersAnswer, DayOrder } from '../../schemas/api/clinic-day.ts';
import type { Clinic } from '../../schemas/region.ts';
import { patientOf } from './clinic-patient.ts';

const DAY_MS = 24 * 3600_000;
/** An order is waited for so long, and planned so far ahead. */
const ORDER_DAYS = 14;
const MOST = 400;
const AT_ONCE = 8;

/**
 * Orders of radiology in the clinic's records, in whatever state: those that another clinic's system has placed never
 * came through this edge. An order that may be another patient's is on no worklist until that is settled (contract 10).
 */
export async function listOrders(request: ApiRequest, clinic: Clinic, world: World): Promise<ApiAnswer> {
  const { chart, clock } = world;
  const now = clock();
  const day = (days: number): string => new Date(now.getTime() + days * DAY_MS).toISOString();
  const all = await chart.imagingOrders(clinic.id, { from: day(-ORDER_DAYS), to: day(ORDER_DAYS) });
  // The newest stay where there are too many: what is planned for last year's week waits in the record.
  const shown = all.slice(-MOST);
  const records = [...new Set(shown.map(({ record }) => record))];
  const patients = await inBatches(records, (record) => patientOf(record, world), AT_ONCE);
  const doubted = new Set((await sharedOrdersOf(chart, records)).flatMap((one) => one.doubted));
  const orders = shown.flatMap((item) => orderOf(item, doubted, patients) ?? []);
  const more = all.length > shown.length;
  const etag = tagOf([orders, more]);
  if (holds(request, etag)) return { status: 304, headers: { etag } };
  const json: ClinicOrdersAnswer = { clinic: clinic.id, asOf: now.toISOString(), orders, more };
  const alsoAbout = records.map((record) => `Patient/${record}`);
  return small(request, { status: 200, json, headers: { etag }, alsoAbout });
}

function orderOf(
  item: StoredItem,
  doubted: ReadonlySet<string>,
  patients: readonly { readonly record: string }[],
): DayOrder | undefined {
  const { resource, record, id } = item;
  if (resource?.resourceType !== 'ServiceRequest' || doubted.has(factName(item))) return undefined;
  return dayOrder(resource, id, patients.find((one) => one.record === record) ?? { record });
}
