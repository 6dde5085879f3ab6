import type { Advice, Bilingual, Severity } from '../../../schemas/result.ts';
import { canonicalHash } from '../../fhir/canonical.ts';
import { factsOf } from '../examples.ts';
import { type Rule, runRule } from '../rule.ts';
import { type AgeRow, agesOf } from './ages.ts';
import { entryOf } from './entries.ts';
import { both, type Example, type Table } from './entry.ts';
import { type Input, inputsOf } from './inputs.ts';
import { populationText } from './population.ts';

/** What a rule says of an example chart: cards, or why there is none. */
export type Shown = {
  readonly title: Bilingual;
  readonly silent?: Bilingual;
  readonly cards: readonly {
    readonly severity: Severity;
    readonly summary: Bilingual;
    readonly detail: Bilingual;
    readonly action: Bilingual;
    readonly missing: readonly Bilingual[];
  }[];
};

/** The page of a rule as data, in both languages: all that a clinician reads before he signs. */
export type Page = {
  readonly id: string;
  readonly version: string;
  readonly title: Bilingual;
  readonly form: Advice['form'];
  readonly says: Bilingual;
  readonly population: readonly Bilingual[];
  readonly hooks: readonly string[];
  readonly inputs: readonly Input[];
  readonly tables: readonly Table[];
  readonly shown: readonly Shown[];
  readonly byAge: readonly AgeRow[];
  readonly limits: readonly Bilingual[];
  readonly settings: readonly {
    readonly name: string;
    readonly title: Bilingual;
    readonly value: string;
    readonly options: Readonly<Record<string, Advice['sources'][number]>>;
  }[];
  readonly sources: Advice['sources'];
};

export function pageOf(rule: Rule): Page {
  const { says, tables, examples } = entryOf(rule.id);
  return {
    id: rule.id,
    version: rule.version,
    title: rule.title,
    form: rule.form,
    says,
    population: populationText(rule.population),
    hooks: rule.hooks,
    inputs: inputsOf(rule),
    tables,
    shown: examples.map((example) => shownBy(rule, example)),
    byAge: agesOf(rule),
    limits: rule.limits ?? [],
    settings: rule.settings ?? [],
    sources: rule.sources,
  };
}

/**
 * SHA-256 of the page: text, population, needs, tables, what is told of the examples and at each age, limits, settings,
 * sources, version. It is what a clinician signs; a change of any of it makes another page.
 */
export const digestOfPage = (page: Page): string => canonicalHash(page);

const NOTHING = both('checked, and nothing to say', 'проверено, сказать нечего');

function shownBy(rule: Rule, { title, entries, findings = [] }: Example): Shown {
  const outcome = runRule(rule, factsOf(entries, { findings }));
  if (outcome.state !== 'said') return { title, silent: outcome.why, cards: [] };
  const cards = outcome.conclusions.map(({ advice: { severity, summary, detail, action, missing } }) => ({
    ...{ severity, summary, detail, action, missing },
  }));
  return { title, cards, ...(cards.length ? {} : { silent: NOTHING }) };
}
