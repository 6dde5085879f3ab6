import type { Bilingual } from '../../../schemas/result.ts';
import { bornBefore, diagnosis, factsOf, patient } from '../examples.ts';
import { type Outcome, type Rule, runRule } from '../rule.ts';
import { entryOf } from './entries.ts';
import { both } from './entry.ts';

/** Every rule is shown one chart, its first example, at ten ages and in pregnancy. */
export const AGES = [
  [both('0 days', '0 дней'), { days: 0 }],
  [both('28 days', '28 дней'), { days: 28 }],
  [both('11 months', '11 мес.'), { months: 11 }],
  [both('5 years', '5 лет'), { years: 5 }],
  [both('15 years', '15 лет'), { years: 15 }],
  [both('17 years', '17 лет'), { years: 17 }],
  [both('18 years', '18 лет'), { years: 18 }],
  [both('40 years', '40 лет'), { years: 40 }],
  [both('70 years', '70 лет'), { years: 70 }],
] as const satisfies readonly (readonly [Bilingual, { days?: number; months?: number; years?: number }])[];
const PREGNANCY = 'Z34.0';
const PREGNANT = both('pregnant, 30 years', 'беременная, 30 лет');

export type AgeRow = { readonly ages: Bilingual; readonly answer: Bilingual };

/** `applies`, `does not apply: reason`, `not computable: what is missing`, or that there is nothing to check. */
export function answerIn(outcome: Outcome): Bilingual {
  if (outcome.state !== 'said') {
    const { en, ru } = outcome.why;
    return outcome.state === 'does-not-apply'
      ? both(`does not apply: ${en}`, `не применяется: ${ru}`)
      : both(`applies, nothing to check: ${en}`, `применяется, проверять нечего: ${ru}`);
  }
  const [first] = outcome.conclusions;
  if (!first) return both('applies, nothing to say', 'применяется, сказать нечего');
  const { score, missing, summary, severity } = first.advice;
  const lacks = (language: keyof Bilingual) => missing.map((one) => one[language]).join(', ');
  return score === undefined && missing.length
    ? both(`not computable: ${lacks('en')}`, `не рассчитано: ${lacks('ru')}`)
    : both(`applies (${severity}): ${summary.en}`, `применяется (${SEVERITY[severity]}): ${summary.ru}`);
}

const SEVERITY = { info: 'сведение', warning: 'внимание', critical: 'критично' } as const;

/** Who the person is, and a pregnancy, are put in for each row. */
const isOfPerson = (resource: fhir4.FhirResource | undefined): boolean =>
  resource?.resourceType === 'Patient' ||
  (resource?.resourceType === 'Condition' && (resource.code?.coding ?? []).some(({ code }) => code === PREGNANCY));

/** Neighbouring ages with one answer are one row. */
export function agesOf(rule: Rule): AgeRow[] {
  const { examples } = entryOf(rule.id);
  const [{ entries, findings = [] }] = examples;
  const facts = entries.filter(({ resource }) => !isOfPerson(resource));
  const at = (age: Parameters<typeof bornBefore>[0], ...more: readonly (typeof entries)[number][]): Bilingual =>
    answerIn(runRule(rule, factsOf([...facts, ...more, patient(bornBefore(age))], { findings })));
  const rows: { ages: Bilingual[]; answer: Bilingual }[] = [];
  const add = (title: Bilingual, answer: Bilingual): void => {
    const last = rows.at(-1);
    if (last?.answer.en === answer.en) last.ages.push(title);
    else rows.push({ ages: [title], answer });
  };
  for (const [title, age] of AGES) add(title, at(age));
  rows.push({ ages: [PREGNANT], answer: at({ years: 30 }, diagnosis(PREGNANCY)) });
  const list = (ages: readonly Bilingual[], language: keyof Bilingual) => ages.map((one) => one[language]).join(', ');
  return rows.map(({ ages, answer }) => ({ ages: both(list(ages, 'en'), list(ages, 'ru')), answer }));
}
