import { settingsOf } from '../rules/decisions.ts';
import { type Facts, makeFacts } from '../rules/facts.ts';
import { type Conclusion, runRule } from '../rules/rule.ts';
import { activeRules, groundsOf, type ResultsInput } from './results.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_HOURS = 24;
/**
 * Hours ahead at which the chart is judged, the next coarser than the last: what rules call fresh is counted in hours first,
 * follow-up in months. What comes and goes again between two of them is found when the clock is nearer.
 */
const LOOKS: readonly number[] = [
  ...[1, 2, 3, 4, 6, 8, 12, 18, 24, 36, 48],
  ...[3, 4, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 240, 300, 365, 545, 730].map((days) => days * DAY_HOURS),
];

export type TurnInput = Omit<ResultsInput, 'previous' | 'record' | 'reached'>;

/**
 * The first whole minute after `after` (an instant) at which time alone changes what the rules say of a chart: a follow-up
 * overdue, a value gone stale, a birthday. Undefined: nothing for two years. That something critical would fall silent is no
 * such moment: it ends with a person, not with the clock (contract 11).
 */
export function nextTurn(input: TurnInput, after: string): string | undefined {
  const { region } = input;
  const grounds = groundsOf({ decisions: undefined, passed: undefined, ...input, survivors: input.survivors });
  const rules = activeRules(region);
  const { entries, findings } = grounds;
  // Put in order once: only the moment differs.
  const chart = makeFacts({ asOf: after, zone: region.zone, entries, findings, settings: settingsOf(region) });
  const saidAt = (at: number): Said => {
    const facts: Facts = { ...chart, asOf: new Date(at).toISOString() };
    const outcomes = rules.map((rule) => runRule(rule, facts));
    return new Map(
      outcomes.flatMap((one) => (one.state === 'said' ? one.conclusions : []).filter(isTold).map(nameAndWords)),
    );
  };
  const from = Math.floor(Date.parse(after) / MINUTE_MS) * MINUTE_MS;
  // What changes within this minute is still to come.
  const before = saidAt(from);
  let same = from;
  for (const hours of LOOKS) {
    const look = from + hours * HOUR_MS;
    if (isOther(before, saidAt(look)))
      return new Date(firstBetween(same, look, (at) => isOther(before, saidAt(at)))).toISOString();
    same = look;
  }
  return undefined;
}

/** Matter of a rule → how grave it is, and its words. */
type Said = ReadonlyMap<string, { readonly severity: string; readonly words: string }>;

/** "Not computable" stands there for who looks; that it begins or ends is no news by itself. */
const isTold = ({ advice }: Conclusion): boolean =>
  !(advice.severity === 'info' && advice.score === undefined && advice.missing.length > 0);

const nameAndWords = ({ advice, cited }: Conclusion) => {
  const { rule, matter, severity, summary, detail, action, score, missing } = advice;
  const words = JSON.stringify([summary, detail, action, score, missing, cited]);
  return [`${rule.id} ${matter}`, { severity, words }] as const;
};

function isOther(before: Said, then: Said): boolean {
  for (const [name, now] of then) {
    const old = before.get(name);
    if (old === undefined) return true;
    const quieter = old.severity === 'critical' && now.severity !== 'critical';
    if (!quieter && (old.severity !== now.severity || old.words !== now.words)) return true;
  }
  return [...before].some(([name, { severity }]) => severity !== 'critical' && !then.has(name));
}

/** The first whole minute of a span, its beginning left out, at which `holds`; it does at the end. */
function firstBetween(begin: number, end: number, holds: (at: number) => boolean): number {
  let [low, high] = [begin, end];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / MINUTE_MS / 2) * MINUTE_MS;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
