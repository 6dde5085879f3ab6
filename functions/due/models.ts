import { standingAt, standingOf } from '../../domain/recognition/standing.ts';
import type { WatchedRow } from '../../domain/recognition/watch.ts';
import { log } from '../../platform/log.ts';
import { report } from '../../platform/metrics.ts';
import { placesOf, watchPlace } from '../../platform/watch.ts';
import type { World } from '../../platform/world.ts';
import type { Standing, StoredModelDecision } from '../../schemas/governance.ts';
import type { Reference } from '../../schemas/manifest.ts';
import type { Evidence } from '../../schemas/measurement.ts';

/** What a manifest proves, and says of the films the version was tuned on. */
export type Manifested = { readonly evidence: Evidence; readonly reference?: Reference | undefined };
/** Undefined for a version that is not installed. */
export type ManifestOf = (place: { readonly model: string; readonly version: string }) => Manifested | undefined;

/**
 * Holds what came in against what each model was tuned on, and suspends at once, for the one clinic, a version that a hard
 * signal speaks against. A version that is suspended or only in shadow is left as it is. Every run may be repeated: what is
 * suspended already is not suspended again.
 */
export async function watchModels(world: World, manifestOf: ManifestOf): Promise<void> {
  const { chart, region, clock } = world;
  const stored = await chart.models.decisions();
  const now = clock().toISOString();
  for (const place of placesOf(region)) {
    const { evidence, reference } = manifestOf(place) ?? {};
    if (standingAt(place, now, { models: region.models, stored }, evidence) !== 'active') continue;
    const { signals } = await watchPlace(place, reference, stored, world);
    const soft = signals.filter(({ level }) => level === 'soft');
    if (soft.length > 0) report({ ModelSignals: soft.length }, place.clinic, clock());
    const hard = signals.filter(({ level }) => level === 'hard');
    if (hard.length === 0) continue;
    await chart.models.decide({
      ...place,
      act: 'suspend',
      ...{ since: now, at: now, by: 'watch' },
      why: hard.map(({ sentence }) => sentence).join('; '),
      figures: Object.fromEntries(hard.map(({ signal, value }) => [signal, value])),
    });
    log.error('model suspended', { ...place, signals: hard.map(({ signal }) => signal).join(', ') });
    report({ ModelSuspended: 1 }, place.clinic, clock());
  }
}

/** A run that read the decisions just before one was stored has written its rows within this. */
const SETTLED_AFTER_MS = 2 * 60_000;
/** Records of one run: it ends within the time of a Lambda, the next one goes on. */
const AT_ONCE = 1000;

/**
 * Carries decisions to the charts: every record with an image whose standing is another one now gets a new revision and so
 * new advice, once. It goes by what the rows say, so a run that died, or came too early, is made up for by the next. The
 * row itself is put right too: of an image whose network failed, or that came a second time, no advice writes it again.
 */
export async function carryDecisions(world: World): Promise<void> {
  const { chart, region, clock } = world;
  const open = await chart.models.unsettled();
  if (open.length === 0) return;
  const decisions = { models: region.models, stored: await chart.models.decisions() };
  for (const decision of open) {
    const stale = await staleRecords(decision, decisions, world);
    for (const [record, rows] of stale) {
      await chart.renew(record);
      for (const { row, standing } of rows) await chart.models.restand(row, standing);
    }
    if (stale.size > 0) log.info('decision carried to charts', { model: decision.model, records: stale.size });
    const age = clock().getTime() - Date.parse(decision.at);
    if (stale.size === 0 && age >= SETTLED_AFTER_MS) await chart.models.settle(decision);
  }
}

type Stale = { readonly row: WatchedRow; readonly standing: Standing };

async function staleRecords(
  { model, version, clinic, since }: StoredModelDecision,
  decisions: Parameters<typeof standingOf>[4],
  { chart, region }: World,
): Promise<ReadonlyMap<string, readonly Stale[]>> {
  const records = new Map<string, Stale[]>();
  for (const place of placesOf(region, { model, ...(clinic === undefined ? {} : { clinic }) })) {
    if ((version ?? place.version) !== place.version) continue;
    await chart.models.eachImage(place, since, (row) => {
      const about = { study: row.study, evidence: row.evidence };
      const standing = standingOf(model, place.version, place.clinic, row.acceptedAt, decisions, about);
      const known = records.get(row.record);
      if (standing === row.standing || (known === undefined && records.size >= AT_ONCE)) return;
      records.set(row.record, [...(known ?? []), { row, standing }]);
    });
  }
  return records;
}
