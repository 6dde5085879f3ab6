import type { Bilingual } from '../../schemas/result.ts';
import type { Facts } from '../rules/facts.ts';
import { factsOf } from '../rules/facts.ts';
import { uncodedMedicines } from '../rules/medicines.ts';
import { type Conclusion, type Outcome, type Rule, runRule } from '../rules/rule.ts';
import { MISSED, type Missed } from './arrivals.ts';
import type { Matter } from './matters.ts';
import type { Occasion } from './occasion.ts';
import { keysOfRule, type PrefetchKey, typesOfRule } from './queries.ts';
import type { Service } from './services.ts';

/** What became of one rule: what it says, and why it cannot be said to have been checked wholly. */
export type Judged = {
  readonly rule: Rule;
  readonly conclusions: readonly Conclusion[];
  readonly open: readonly Bilingual[];
  /** Something that it needed did not come, as against something that was never measured. */
  readonly unfed: boolean;
  /** Nothing that it reads came at all. */
  readonly blind: boolean;
};

type Came = {
  readonly missed: ReadonlyMap<string, Missed>;
  readonly occasion: Occasion;
  /** Whether the regional chart of this person was opened, or was there to be opened and did not come in time. */
  readonly regional: 'opened' | 'closed' | 'late';
};

const UNREADABLE: Bilingual = { en: 'its data could not be read', ru: 'данные не читаются' };
const NOT_OPENED: Bilingual = { en: 'the regional chart was not opened', ru: 'региональная карта не открыта' };
const CHART: Bilingual = { en: 'regional chart', ru: 'региональная карта' };
const ORDERS: Bilingual = { en: 'orders of this call', ru: 'назначения этого вызова' };

/** Every rule of a service over the facts that came. A fault of one rule leaves the others and is told as not checked. */
export function judge({ matter, rules, keys }: Service, facts: Facts, came: Came): Judged[] {
  return rules.map((rule) => {
    const isClosed = matter.byFindings === true && came.regional !== 'opened';
    const late = came.regional === 'late' ? [named(CHART, 'absent')] : isClosed ? [NOT_OPENED] : [];
    const unfed = [...late, ...missedBy(rule, keys, came)];
    const types = typesOfRule(rule);
    const isEmpty =
      keysOfRule(rule).every((key) => came.missed.has(key)) &&
      !facts.entries.some(({ resourceType }) => types.has(resourceType));
    const blind = isClosed || (isEmpty && came.occasion.refused === undefined);
    const outcome = run(rule, facts);
    if (outcome === undefined)
      return { rule, conclusions: [], open: [...unfed, UNREADABLE], unfed: unfed.length > 0, blind };
    const said = outcome.state === 'said' ? outcome.conclusions : [];
    const complete = said.filter((one) => !isNotComputable(one));
    const conclusions = unfed.length ? complete.filter(standsAlone) : complete;
    const unnamed = matter.byIngredient && !complete.length ? unnamedMedicines(facts, matter.byIngredient) : [];
    const wanted = unfed.length ? [] : said.filter(isNotComputable).flatMap(({ advice }) => advice.missing);
    const open = unique([...unfed, ...(wanted.length ? wanted : outcome.state === 'idle' ? unnamed : [])]);
    return { rule, conclusions, open, unfed: unfed.length > 0, blind };
  });
}

/** A malformed resource that passed every check must cost the rule that fell over it, and no other. */
function run(rule: Rule, facts: Facts): Outcome | undefined {
  try {
    return runRule(rule, facts);
  } catch (cause) {
    if (cause instanceof TypeError || cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** "Not computable, data are missing": no advice of its own, the physician is told once for the whole service. */
const isNotComputable = ({ advice }: Conclusion): boolean =>
  advice.severity === 'info' && advice.score === undefined && advice.missing.length > 0;

/** While data are outstanding only this is told: what is critical, and warnings that nothing is missing from. */
const standsAlone = ({ advice }: Conclusion): boolean =>
  advice.severity === 'critical' || (advice.severity === 'warning' && advice.missing.length === 0);

function missedBy(rule: Rule, keys: readonly PrefetchKey[], { missed, occasion }: Came): Bilingual[] {
  const own = new Set(keysOfRule(rule));
  const lacking = keys.flatMap(({ key, title }) => {
    const why = missed.get(key);
    return why !== undefined && own.has(key) ? [named(title, why)] : [];
  });
  return occasion.refused ? [named(ORDERS, occasion.refused), ...lacking] : lacking;
}

const named = (title: Bilingual, why: Missed): Bilingual => ({
  en: `${title.en} ${MISSED[why].en}`,
  ru: `${MISSED[why].ru}: ${title.ru}`,
});

/** One medicine alone has nothing to interact with, coded or not; against kidneys it stands alone. */
function unnamedMedicines(facts: Facts, by: Matter['byIngredient']): Bilingual[] {
  if (by === 'in pairs' && factsOf(facts, 'MedicationRequest').length < 2) return [];
  return uncodedMedicines(facts).map(({ value }) => ({
    en: `no ATC code of “${value}”`,
    ru: `нет кода АТХ: «${value}»`,
  }));
}

const unique = (all: readonly Bilingual[]): Bilingual[] => [...new Map(all.map((one) => [one.en, one])).values()];
