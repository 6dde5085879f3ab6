import { gzipSync } from 'node:zlib';
import { workItem } from '../../domain/desk/item.ts';
import { isReadBy, peopleOf, RANKS, rankOf } from '../../domain/desk/rank.ts';
import { clinicById } from '../../domain/region.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { WorkCircle, WorkPlace, WorkRow } from '../../platform/chart/work-rows.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { holds, small, tagOf } from '../../platform/handlers/small.ts';
import type { World } from '../../platform/world.ts';
import { type WorklistAnswer, WorklistQuery } from '../../schemas/api/desk-worklist.ts';
import { OkaError } from '../../schemas/errors.ts';
import { MOST_CRITICAL } from './me.ts';
import { namesFor, patientLine } from './reader.ts';

/** What a page of 10 KB holds, and more than a physician reads at once. */
const PAGE = 50;
/** Of the lines, compressed: with its head a page is at most 10 KB. */
const MOST_BYTES = 9_500;
const AT_ONCE = 16;
/** A name that its clinic has corrected reaches an unchanged list after so long at the latest. */
const FRESH_MS = 10 * 60_000;

export function worklistSubject({ query }: ApiRequest, { region }: World): Subject {
  const { clinic } = WorklistQuery.parse(query);
  if (clinicById(region, clinic) === undefined) throw new OkaError('not-found', 'clinic');
  return { clinic, about: `worklist/${clinic}` };
}

type State = WorklistAnswer['state'];

/**
 * The results that wait for a human, fifty at a time. The index is asked first, keys alone: where they are those of the
 * caller's tag, nothing else is read and 304 is answered.
 */
export async function readWorklist(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { principal, query } = request;
  const { clinic, who = 'mine', state = 'open', since } = WorklistQuery.parse(query);
  const { chart, clock } = world;
  const now = clock();
  const circle: WorkCircle = { clinic, ...(who === 'mine' ? { person: principal.id } : {}) };
  const [found, critical] = await Promise.all([
    placesOf(circle, state, since, world),
    chart.work.open(circle, { limit: MOST_CRITICAL, before: RANKS.warning }),
  ]);
  const page = found.slice(0, PAGE);
  const fresh = Math.floor(now.getTime() / FRESH_MS);
  const etag = tagOf([circle, principal.id, state, found.map(({ place }) => place), critical.length, fresh]);
  const headers = { etag, 'oka-as-of': now.toISOString() };
  if (holds(request, etag)) return { status: 304, headers };
  const rows = (await chart.work.read(page)).filter(({ delivery }) => stillThere(delivery, state, circle));
  const read = await itemsOf(rows, request, world);
  const fitting = fitted(read);
  const items = fitting.map(({ item }) => item);
  const isCut = fitting.length < read.length;
  const cursor = isCut ? fitting.at(-1)?.place : found.length > PAGE ? page.at(-1)?.place : undefined;
  const json: WorklistAnswer = {
    ...{ clinic, who, state, asOf: now.toISOString(), items, critical: critical.length, more: cursor !== undefined },
    ...(cursor === undefined ? {} : { cursor }),
  };
  const alsoAbout = [...new Set(items.map(({ record }) => `Patient/${record}`))];
  return small(request, { status: 200, json, headers, alsoAbout });
}

/** One more than a page: whether there are more. */
async function placesOf(
  circle: WorkCircle,
  state: State,
  after: string | undefined,
  { chart }: World,
): Promise<WorkPlace[]> {
  const { work } = chart;
  const limit = PAGE + 1;
  if (state === 'all') return work.changed(circle, { after, limit });
  if (state === 'critical') return work.open(circle, { after, limit, before: RANKS.warning });
  if (state === 'open') return work.open(circle, { after, limit });
  // Unread: what is critical and was read stands between the two, and is stepped over.
  const first =
    after === undefined || after < RANKS.criticalRead
      ? await work.open(circle, { after, limit, before: RANKS.criticalRead })
      : [];
  if (first.length === limit) return first;
  const from = after !== undefined && after > RANKS.warning ? after : RANKS.warning;
  return [...first, ...(await work.open(circle, { after: from, limit: limit - first.length }))];
}

/** The index follows a change with a delay, and a row may have outlived what it stood for. */
function stillThere(delivery: WorkRow['delivery'], state: State, circle: WorkCircle): boolean {
  if (delivery.clinic !== circle.clinic) return false;
  if (circle.person !== undefined && !peopleOf(delivery).includes(circle.person)) return false;
  if (state === 'all') return true;
  const rank = rankOf(delivery, circle);
  if (rank === undefined) return false;
  if (state === 'critical') return rank < RANKS.warning;
  return state === 'open' || !isReadBy(delivery, circle);
}

type Placed = { readonly item: WorklistAnswer['items'][number]; readonly place: string };

/** As many lines as fit into a page of a thin line, compressed; at least one. */
function fitted(read: readonly Placed[]): readonly Placed[] {
  let fitting = read;
  while (fitting.length > 1 && gzipSync(JSON.stringify(fitting.map(({ item }) => item))).length > MOST_BYTES)
    fitting = fitting.slice(0, Math.floor(fitting.length * 0.9));
  return fitting;
}

/** Each record's advice and patient are read once. A result that its record no longer says is left out. */
async function itemsOf(rows: readonly WorkRow[], { principal }: ApiRequest, world: World): Promise<Placed[]> {
  const nameOf = namesFor(principal, world);
  const records = [...new Set(rows.map(({ delivery }) => delivery.record))];
  const read = await inBatches(
    records,
    async (record) => {
      const [advice, patient] = await Promise.all([world.chart.advice(record), patientLine(record, world)]);
      return [
        record,
        { results: new Map((advice?.results ?? []).map((one) => [one.resultId, one])), patient },
      ] as const;
    },
    AT_ONCE,
  );
  const about = new Map(read);
  return rows.flatMap(({ delivery, place }) => {
    const { results, patient } = about.get(delivery.record) ?? {};
    const result = results?.get(delivery.resultId);
    if (result === undefined || patient === undefined) return [];
    return [{ item: workItem({ result, delivery, patient, reader: principal.id, nameOf }), place }];
  });
}
