import type { Bilingual, CitedFact } from '../../../schemas/result.ts';
import type { Facts } from '../facts.ts';
import { ORDERING } from '../hooks.ts';
import { type Medicine, medicinesNeed, medicinesOf, uncodedMedicines } from '../medicines.ts';
import { conclude, notComputable, type Rule } from '../rule.ts';
import { CLASSES } from './tables/onc-classes.ts';
import { memberByAtc, ONC_PAIRS, type OncPair } from './tables/onc-pairs.ts';

type Combined = { readonly first: Medicine; readonly second: Medicine };

/** Every two orders of different ingredients that make the pair, each two once; what is put on the skin is left out. */
function combinedBy({ a, b }: OncPair, medicines: readonly Medicine[]): Combined[] {
  const found = new Map<string, Combined>();
  const [ones, others] = [a, b].map((name) =>
    medicines.flatMap((medicine) => {
      const member = memberByAtc(name, medicine.atc);
      return member === undefined ? [] : [{ member, medicine }];
    }),
  );
  for (const first of ones ?? [])
    for (const second of others ?? []) {
      const [x, y] = [first.medicine.cited.reference, second.medicine.cited.reference];
      if (first.member === second.member || x === y) continue;
      const key = [x, y].sort().join(' ');
      if (!found.has(key)) found.set(key, { first: first.medicine, second: second.medicine });
    }
  return [...found.values()];
}

/** Every code of the list's classes. */
const LISTED_ATC = [
  ...new Set(Object.values(CLASSES).flatMap(({ members }) => members.flatMap(([, ...codes]) => codes))),
].sort();

const isOnList = ({ atc }: Medicine): boolean =>
  ONC_PAIRS.some(({ a, b }) => [a, b].some((name) => memberByAtc(name, atc) !== undefined));

const systemic = (facts: Facts): Medicine[] => medicinesOf(facts, ['']).filter(({ local }) => !local);

export const ddiOncHighPriorityRule: Rule = {
  id: 'ddi_onc_high_priority',
  version: '1.0.1',
  title: { en: 'Medicines never to be combined (ONC list)', ru: 'Недопустимые сочетания препаратов (список ONC)' },
  population: {},
  hooks: [...ORDERING, 'patient-view', 'encounter-discharge'],
  needs: [medicinesNeed(...LISTED_ATC)],
  sources: [
    {
      cite: 'Phansalkar S et al. High-priority drug–drug interactions for use in electronic health records. J Am Med Inform Assoc 2012;19:735–43, table 2',
      doi: '10.1136/amiajnl-2011-000612',
    },
  ],
  limits: [
    {
      en: 'Fifteen pairs of classes and no other interaction; doses, and medicines stopped less than 14 days ago, are not read.',
      ru: 'Пятнадцать пар классов и никаких других взаимодействий; дозы и препараты, отменённые менее 14 дней назад, не читаются.',
    },
    {
      en: 'The members of the classes are those of the published list; QT-prolonging agents are not those of a current register.',
      ru: 'Состав классов – по опубликованному списку; перечень препаратов, удлиняющих QT, не из действующего регистра.',
    },
  ],
  form: 'DetectedIssue',
  idle: (facts) =>
    systemic(facts).some(isOnList) && systemic(facts).length + uncodedMedicines(facts).length > 1
      ? undefined
      : { en: 'no two medicines of the list', ru: 'нет двух препаратов из списка' },
  evaluate: (facts) => {
    const medicines = systemic(facts);
    const uncoded = uncodedMedicines(facts);
    const missing = uncoded.map(codeOf);
    const found = ONC_PAIRS.flatMap((pair) => {
      const combined = combinedBy(pair, medicines);
      return combined.length ? [conclusionOf(pair, combined, missing)] : [];
    });
    if (found.length || !missing.length) return found;
    return [notComputable(ddiOncHighPriorityRule, missing, uncoded)];
  },
};

const codeOf = ({ value }: CitedFact): Bilingual => ({
  en: `ATC code of “${value}”`,
  ru: `Код АТХ препарата «${value}»`,
});

/** As the order names it, without its code; short enough for two in a summary. */
const nameOf = ({ cited }: Medicine): string => {
  const name = cited.value.replace(/ \([A-Z0-9]+\)$/, '');
  return name.length > 32 ? `${name.slice(0, 31)}…` : name;
};

function conclusionOf(pair: OncPair, combined: readonly Combined[], missing: readonly Bilingual[]) {
  const [first] = combined as readonly [Combined, ...Combined[]];
  const drugs = `${nameOf(first.first)} + ${nameOf(first.second)}`;
  const all = combined.map(({ first: one, second }) => `${nameOf(one)} + ${nameOf(second)}`).join('; ');
  const [a, b] = [CLASSES[pair.a].title, CLASSES[pair.b].title];
  return conclude(ddiOncHighPriorityRule, {
    matter: `ddi_onc_high_priority:${pair.id}`,
    // Two QT-prolonging agents are often given on purpose under an ECG; the other pairs are not.
    severity: pair.id === 'qt-qt' ? 'warning' : 'critical',
    summary: {
      en: `${drugs}: ${pair.danger.en}`,
      ru: `${drugs}: ${pair.danger.ru}`,
    },
    detail: {
      en: `Pair of the list: ${a.en} with ${b.en}. Ordered together: ${all}.`,
      ru: `Пара из списка: ${a.ru} и ${b.ru}. Назначены вместе: ${all}.`,
    },
    action: pair.action,
    score: { interaction: true, pair: pair.id, severity: 'contraindicated/high' },
    missing,
    cited: combined.flatMap(({ first: one, second }) => [one.cited, second.cited]),
  });
}
