import type { CriticalEntry } from '../../schemas/critical-list.ts';
import { CriticalLevel } from '../../schemas/duty.ts';
import type { Result } from '../../schemas/result.ts';
import type { Region } from '../region.ts';
import type { Conclusion } from '../rules/rule.ts';

type OfRegion = { readonly critical?: Pick<Region['critical'], 'list'> };
type Named = Pick<Result, 'producer' | 'subject'>;

/** The entry of the region's list for a result of a rule: of its very matter before one of the whole rule. */
const entryFor = ({ producer, subject }: Named, entries: readonly CriticalEntry[]): CriticalEntry | undefined =>
  entries.find((one) => 'rule' in one && one.rule === producer && one.matter === subject) ??
  entries.find((one) => 'rule' in one && one.rule === producer && one.matter === undefined);

/** Whether what a rule calls critical is so in this region: a closed list of the region, where it has one, is the only measure. */
function isOnList(result: Named, region: OfRegion): boolean {
  const list = region.critical?.list;
  if (list === undefined || entryFor(result, list.entries) !== undefined) return true;
  const { producer, subject } = result;
  return (
    producer === 'critical_labs' &&
    list.entries.some(
      (one) => ('analyte' in one && one.analyte === subject) || ('change' in one && one.change === subject),
    )
  );
}

/** What the list does not name is told, and calls nobody (contract 11). */
export function asListed<C extends Conclusion>(conclusion: C, region: OfRegion): C {
  const { advice } = conclusion;
  const isCapped =
    advice.severity === 'critical' && !isOnList({ producer: advice.rule.id, subject: advice.matter }, region);
  return isCapped ? { ...conclusion, advice: { ...advice, severity: 'warning' } } : conclusion;
}

/** How soon a critical result needs a person: as its rule, its model or the region's list says; red where none does. */
export function levelOf({ content, ...named }: Named & Pick<Result, 'content'>, region: OfRegion): CriticalLevel {
  if (content.kind === 'finding') return content.critical?.level ?? 'red';
  if (content.kind !== 'advice') return 'red';
  const ofRule = CriticalLevel.safeParse(content.score?.level);
  return (
    (ofRule.success ? ofRule.data : undefined) ?? entryFor(named, region.critical?.list?.entries ?? [])?.level ?? 'red'
  );
}
