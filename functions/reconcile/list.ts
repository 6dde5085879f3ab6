import { isMappedNow, mapOfSender } from '../../domain/codes/known.ts';
import { CODE, IDENTITY } from '../../domain/reconcile/words.ts';
import { clinicById } from '../../domain/region.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { IdentityPair, WaitingInput } from '../../platform/chart/chart.ts';
import { pairAnswer } from '../../platform/identities/pair-answer.ts';
import type { World } from '../../platform/world.ts';
import type { ReconcileItem, ReconcileList } from '../../schemas/api/reconcile.ts';
import { type Grouped, groupInputs, itemOfGroup } from './inputs.ts';

/** Matters of one answer. */
const PAGE = 50;
/** Inputs that one answer looks through: a computed tomography has hundreds, and is one matter. */
const MOST_READ = 400;
/** Pairs and codes of a clinic: nobody settles more in a day. */
const MOST_PAIRS = 200;
const MOST_CODES = 200;

/** A matter by its place of the list: instant since when it waits, then its name. */
type Placed = { readonly place: string; readonly item: () => Promise<ReconcileItem> };

/** What waits for a human at a clinic, oldest first; `cursor` of an earlier answer reads on. Bounded; no scan. */
export async function listReconcile(clinic: string, cursor: string | undefined, world: World): Promise<ReconcileList> {
  const above = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8');
  const rows = await world.chart.waitingAfter(clinic, above, MOST_READ);
  const hasMore = rows.length === MOST_READ;
  const end = hasMore ? (rows.at(-1) as WaitingInput).place : undefined;
  const inputs = (await groupInputs(rows, world)).map(
    (group: Grouped): Placed => ({
      place: group.place,
      item: () => itemOfGroup(clinic, group, world),
    }),
  );
  const others = [...(await pairsOf(clinic, world)), ...(await codesOf(clinic, world))].filter(
    ({ place }) => (above === undefined || place > above) && (end === undefined || place <= end),
  );
  const all = [...inputs, ...others].sort((a, b) => (a.place < b.place ? -1 : 1));
  const shown = all.slice(0, PAGE);
  const items = await inBatches(shown, ({ item }) => item());
  const next = all.length > PAGE ? shown.at(-1)?.place : end;
  const oldest = above === undefined ? items.find(({ decisions }) => decisions.length > 0)?.since : undefined;
  return {
    asOf: world.clock().toISOString(),
    clinic,
    items,
    ...(oldest === undefined ? {} : { oldest }),
    ...(next === undefined ? {} : { cursor: Buffer.from(next, 'utf8').toString('base64url') }),
  };
}

async function pairsOf(clinic: string, world: World): Promise<Placed[]> {
  const { chart } = world;
  const pairs = new Map<string, IdentityPair>();
  for (const record of await chart.recordsWithOpenPairs(clinic, MOST_PAIRS)) {
    for (const pair of await chart.openPairs(record)) pairs.set(pair.records.join('~'), pair);
    if (pairs.size >= MOST_PAIRS) break;
  }
  return [...pairs].map(([id, pair]) => {
    const since = pair.since ?? world.clock().toISOString();
    return { place: `${since}#identity#${id}`, item: () => identityItem(pair, since, clinic, world) };
  });
}

export async function identityItem(
  pair: IdentityPair,
  since: string,
  clinic: string,
  world: World,
): Promise<ReconcileItem> {
  const answer = await pairAnswer(pair, clinic, world);
  const { decision } = pair;
  const isDecided = decision !== undefined && decision.state !== 'open';
  return {
    id: `identity~${answer.id}`,
    kind: 'identity',
    since,
    reasons: answer.state === 'waiting' ? [IDENTITY] : [],
    inputs: 0,
    candidates: [],
    pair: answer,
    decisions: isDecided ? ['undo'] : answer.state === 'waiting' ? ['link', 'apart'] : [],
    ...(isDecided
      ? {
          decided: {
            decision: decision.state === 'joined' ? 'link' : 'apart',
            by: decision.by ?? 'clinic',
            at: decision.stamp.time,
          },
        }
      : {}),
  };
}

/** Codes that no map knows; what the map knows by now is the engineer's to replay and waits for nobody here. */
async function codesOf(id: string, { chart, region }: World): Promise<Placed[]> {
  const clinic = clinicById(region, id);
  if (clinic === undefined) return [];
  const unknown = (await chart.codes.of(id)).unmapped.filter(
    (code) => !isMappedNow(code, mapOfSender(region, clinic, code.sender)),
  );
  const counted = await inBatches(unknown.slice(0, MOST_CODES), async (code) => ({
    code,
    ...(await chart.codes.count(id, code.id)),
  }));
  return counted.flatMap(({ code, firstSeen, inputs }) => {
    if (firstSeen === undefined) return [];
    const item: ReconcileItem = {
      id: `code~${code.id}`,
      kind: 'code',
      since: firstSeen,
      reasons: [CODE],
      inputs,
      candidates: [],
      technical: { id: code.id, sender: code.sender, code: code.code, ...(code.name ? { name: code.name } : {}) },
      decisions: [],
    };
    return [{ place: `${firstSeen}#code#${code.id}`, item: async () => item }];
  });
}
