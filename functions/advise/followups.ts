import { groundsOf } from '../../domain/delivery/results.ts';
import { followUpsOf } from '../../domain/followups/derive.ts';
import { settingsOf } from '../../domain/rules/decisions.ts';
import { makeFacts } from '../../domain/rules/facts.ts';
import type { Head } from '../../platform/chart/chart.ts';
import { CLOSED } from '../../platform/chart/followups.ts';
import type { PersonFacts } from '../../platform/chart/person-facts.ts';
import type { World } from '../../platform/world.ts';

const isOpen = (state: string): boolean => state === 'proposed' || state === 'ordered' || state === 'overdue';

/**
 * Brings the record onto its clinic's list of follow-ups by the day of the earliest that is open. Who declined one is read
 * where the list is shown: here it only costs a look.
 */
export async function listFollowUps(
  { record, clinic, revision }: Head,
  { survivors, elsewhere, passed, entries }: PersonFacts,
  { chart, clock, region }: World,
): Promise<void> {
  const { trusted: _, ...grounds } = groundsOf({ entries, elsewhere, survivors, passed, region, decisions: [] });
  const facts = makeFacts({ asOf: clock().toISOString(), zone: region.zone, ...grounds, settings: settingsOf(region) });
  const own = followUpsOf(facts).filter((one) => one.record === record);
  const due = own.find(({ state }) => isOpen(state))?.dueOn ?? (own.length > 0 ? CLOSED : undefined);
  await chart.listFollowUps({ record, clinic, revision, due });
}
