import type { HookName } from '../../schemas/cds-hooks/context.ts';
import type { Advice, Bilingual, CitedFact, Severity } from '../../schemas/result.ts';
import type { Facts, Span } from './facts.ts';
import { CARE_SETTING, type CareSetting, PERSON_NEEDS, personOf } from './person.ts';
import { inside } from './precision.ts';
import type { RuleSetting } from './settings.ts';

/**
 * A facet of the chart (domain/fhir/facets.ts), how many of its newest facts a rule wants, and how old one may be; where the
 * facet holds many matters, the codes that are looked for (ICD-10, SNOMED CT, beginnings of ATC codes).
 */
export type Need = {
  readonly facet: string;
  readonly newest: number;
  readonly fresh?: Span;
  readonly codes?: readonly string[];
};

/** The same needs, none older than `fresh`: the rule reads them with the same span (`before`). */
export const freshNeeds = (fresh: Span, needs: readonly Need[]): Need[] => needs.map((need) => ({ ...need, fresh }));

/** Whom a rule is for, as data: checked before the rule runs. Ages in completed months, both ends included. */
export type Population = {
  readonly ageMonths?: { readonly min?: number; readonly max?: number };
  readonly sex?: 'male' | 'female';
  readonly pregnancy?: 'excluded' | 'only';
  readonly dialysis?: 'excluded';
  /** Where the person is cared for at the moment; unknown where no visit is open. */
  readonly setting?: readonly CareSetting[];
};

/** An advice with the facts it rests on. */
export type Conclusion = { readonly advice: Advice; readonly cited: readonly CitedFact[] };

/** A clinical rule: pure, versioned, one file. */
export type Rule = {
  readonly id: string;
  /** Raised with every change of what it says; part of the content hash (contract 2). */
  readonly version: string;
  readonly title: Bilingual;
  readonly population: Population;
  /** When record systems ask it (hooks.ts); advice without being asked knows no hooks. */
  readonly hooks: readonly HookName[];
  readonly needs: readonly Need[];
  readonly sources: Advice['sources'];
  /** What the rule does not know or must not be used for, and what in it was not read again in its source. */
  readonly limits?: readonly Bilingual[];
  /** Choices between publications or policies, each with its source; a region may choose otherwise than the default. */
  readonly settings?: readonly RuleSetting[];
  readonly form: Advice['form'];
  /** Why there is nothing to check, or undefined when there is something. */
  readonly idle: (facts: Facts) => Bilingual | undefined;
  /** Runs only when not idle and the person belongs to the population. Takes `facts.asOf`, never the clock. */
  readonly evaluate: (facts: Facts) => Conclusion[];
  /** What to do when the population cannot be known; by default the rule says that it could not be computed. */
  readonly whenUnsure?: 'evaluate';
};

/** How a rule ended: `said` with nothing in it means checked, and nothing to say. */
export type Outcome =
  | { readonly state: 'said'; readonly conclusions: readonly Conclusion[] }
  | { readonly state: 'does-not-apply' | 'idle'; readonly why: Bilingual };

/** Population, then occasion, then the rule itself. What is unknown is said, never guessed. */
export function runRule(rule: Rule, facts: Facts): Outcome {
  const { outside, missing } = checkPopulation(rule.population, facts);
  if (outside) return { state: 'does-not-apply', why: outside };
  const why = rule.idle(facts);
  if (why) return { state: 'idle', why };
  if (missing.length && rule.whenUnsure !== 'evaluate')
    return { state: 'said', conclusions: [notComputable(rule, missing)] };
  return { state: 'said', conclusions: rule.evaluate(facts) };
}

type PopulationCheck = { readonly outside?: Bilingual; readonly missing: readonly Bilingual[] };

const BIRTH: Bilingual = { en: 'Date of birth of sufficient precision', ru: 'Дата рождения с точностью до дня' };
const SEX: Bilingual = { en: 'Sex', ru: 'Пол' };
const VISIT: Bilingual = { en: 'An open visit (where the patient is)', ru: 'Открытый случай обращения (где пациент)' };

/** What must be read to know whether a person belongs to a population. */
export const populationNeeds = ({ pregnancy, dialysis, setting }: Population): Need[] => [
  ...(pregnancy || dialysis ? [PERSON_NEEDS.diagnoses] : []),
  ...(setting ? [PERSON_NEEDS.visits] : []),
];

/** Outside in every reading: does not apply. Outside in some: the missing fact is named. */
export function checkPopulation(population: Population, facts: Facts): PopulationCheck {
  const { ageMonths, sex, pregnancy, dialysis, setting } = population;
  const person = personOf(facts);
  const missing: Bilingual[] = [];
  if (ageMonths) {
    const isInside = inside(person.ageMonths, ageMonths.min ?? 0, ageMonths.max ?? Number.POSITIVE_INFINITY);
    if (isInside === false) return { outside: agesText(ageMonths), missing };
    if (isInside === undefined) missing.push(BIRTH);
  }
  if (sex && person.sex === undefined) missing.push(SEX);
  if (sex && person.sex !== undefined && person.sex !== sex)
    return {
      outside: sex === 'male' ? { en: 'for men', ru: 'для мужчин' } : { en: 'for women', ru: 'для женщин' },
      missing,
    };
  if (pregnancy === 'excluded' && person.pregnant)
    return { outside: { en: 'not in pregnancy', ru: 'не при беременности' }, missing };
  if (pregnancy === 'only' && !person.pregnant)
    return { outside: { en: 'in pregnancy only', ru: 'только при беременности' }, missing };
  if (dialysis && person.onDialysis) return { outside: { en: 'not on dialysis', ru: 'не на диализе' }, missing };
  if (setting && person.setting === undefined) missing.push(VISIT);
  if (setting && person.setting !== undefined && !setting.includes(person.setting))
    return { outside: settingText(setting), missing };
  return { missing };
}

const settingText = (settings: readonly CareSetting[]): Bilingual => {
  const names = settings.map((one) => CARE_SETTING[one]);
  return { en: `only ${names.map(({ en }) => en).join(', ')}`, ru: `только ${names.map(({ ru }) => ru).join(', ')}` };
};

export function agesText({ min, max }: { readonly min?: number; readonly max?: number }): Bilingual {
  const inMonths = max !== undefined && max < 72;
  const scale = inMonths ? 1 : 12;
  const [unitEn, unitRu] = inMonths ? ['months', 'мес.'] : ['years', 'лет'];
  const from = min === undefined ? undefined : Math.floor(min / scale);
  const to = max === undefined ? undefined : Math.floor(max / scale);
  if (from !== undefined && to !== undefined)
    return { en: `for ages ${from} to ${to} ${unitEn}`, ru: `для возраста от ${from} до ${to} ${unitRu}` };
  if (from !== undefined) return { en: `from ${from} ${unitEn} of age`, ru: `с ${from} ${unitRu}` };
  return { en: `up to ${to} ${unitEn} of age`, ru: `до ${to} ${unitRu} включительно` };
}

export type Said = {
  readonly matter?: string;
  readonly severity: Severity;
  readonly summary: Bilingual;
  readonly detail: Bilingual;
  readonly action: Bilingual;
  readonly score?: Advice['score'];
  readonly missing?: readonly Bilingual[];
  readonly cited: readonly CitedFact[];
};

/** An advice of a rule; `matter` defaults to the rule's id (one matter a person). Equal citations are joined. */
export function conclude(rule: Rule, said: Said): Conclusion {
  const { matter = rule.id, severity, summary, detail, action, score, missing = [], cited } = said;
  const advice: Advice = {
    kind: 'advice',
    rule: { id: rule.id, version: rule.version },
    matter,
    severity,
    summary,
    detail,
    action,
    ...(score ? { score } : {}),
    missing: [...missing],
    sources: [...rule.sources],
    form: rule.form,
  };
  const unique = new Map(cited.map((one) => [`${one.reference} ${one.label.en} ${one.value}`, one]));
  return { advice, cited: [...unique.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

const keyOf = ({ reference, label, value }: CitedFact): string => `${reference} ${label.en} ${value}`;

/** "Not computable: missing …", with the missing facts named. */
export function notComputable(rule: Rule, missing: readonly Bilingual[], cited: readonly CitedFact[] = []): Conclusion {
  const inside = missing.map(({ en, ru }) => ({ en: lower(en), ru: lower(ru) }));
  const [en, ru] = [listOf(inside, 'en'), listOf(inside, 'ru')];
  return conclude(rule, {
    severity: 'info',
    summary: {
      en: clip(`${rule.title.en}: not computable, data are missing`),
      ru: clip(`${rule.title.ru}: не рассчитано, нет данных`),
    },
    detail: {
      en: 'The rule was not applied: nothing was assumed in place of what is missing.',
      ru: 'Правило не применено: недостающие данные ничем не заменялись.',
    },
    action: { en: `Add to the record: ${en}.`, ru: `Внесите в карту: ${ru}.` },
    missing,
    cited,
  });
}

/** As it stands inside a sentence; abbreviations such as "ЭКГ" keep their capitals. */
const lower = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;

export const listOf = (items: readonly Bilingual[], language: keyof Bilingual): string =>
  items.map((item) => item[language]).join(', ');

/** CDS Hooks 2.0: a card's summary has fewer than 140 characters. */
const clip = (text: string): string => (text.length < 140 ? text : `${text.slice(0, 138)}…`);
