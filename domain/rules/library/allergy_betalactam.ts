import type { Bilingual, CitedFact, Severity } from '../../../schemas/result.ts';
import { ALLERGIES, type Allergy, allergiesOf, betaLactamInWords } from '../allergies.ts';
import type { Facts } from '../facts.ts';
import { ORDERING } from '../hooks.ts';
import { medicinesNeed, medicinesOf, uncodedMedicines } from '../medicines.ts';
import { type Conclusion, conclude, notComputable, type Rule } from '../rule.ts';
import {
  BETA_LACTAMS,
  type BetaLactam,
  type BetaLactamOrClass,
  betaLactamByAtc,
  CLASS_TITLE,
} from './tables/betalactams.ts';

export type AllergyAlert = 'contraindicated' | 'warn-high' | 'info-low' | 'none';
const RANK: readonly AllergyAlert[] = ['none', 'info-low', 'warn-high', 'contraindicated'];

/**
 * What an allergy to one beta-lactam means for another. Same ingredient, or both penicillins: contraindicated. Similar R1
 * side chain, or both carbapenems: high (aminopenicillin → aminocephalosporin up to over 30 %). Otherwise low: under 2 %
 * between penicillins and cephalosporins, under 1 % with carbapenems (Zagursky 2018, Romano 2021). Where only the class of one
 * is known ("penicillin"), the worst that a medicine of the class would mean. Undefined: no beta-lactam.
 */
export function allergyAlert(
  allergy: BetaLactamOrClass | undefined,
  drug: BetaLactamOrClass | undefined,
): AllergyAlert {
  if (!allergy || !drug) return 'none';
  if (allergy.class === 'penicillin' && drug.class === 'penicillin') return 'contraindicated';
  if (allergy.class === 'carbapenem' && drug.class === 'carbapenem' && !sameIngredient(allergy, drug))
    return 'warn-high';
  if ('inn' in allergy && 'inn' in drug) return alertBetween(allergy, drug);
  const alerts = membersOf(allergy).flatMap((one) =>
    membersOf(drug).flatMap((other) => (one.inn === other.inn ? [] : [alertBetween(one, other)])),
  );
  return RANK[Math.max(...alerts.map((alert) => RANK.indexOf(alert)))] ?? 'none';
}

function alertBetween(allergy: BetaLactam, drug: BetaLactam): AllergyAlert {
  if (allergy.inn === drug.inn) return 'contraindicated';
  const grouped = allergy.sideChain !== 'none' && allergy.sideChain !== 'unique';
  return grouped && allergy.sideChain === drug.sideChain ? 'warn-high' : 'info-low';
}

const sameIngredient = (a: BetaLactamOrClass, b: BetaLactamOrClass): boolean =>
  'inn' in a && 'inn' in b && a.inn === b.inn;

const membersOf = (one: BetaLactamOrClass): readonly BetaLactam[] =>
  'inn' in one ? [one] : BETA_LACTAMS.filter((member) => member.class === one.class);

/** `code`: its ATC code, else the name by which it was known. */
type Ordered = { readonly code: string; readonly drug: BetaLactamOrClass; readonly cited: CitedFact };

const BETA_LACTAM_ATC = ['J01C', 'J01D', 'A02BD'];

/** By ATC code; where an order bears none, by the name of a beta-lactam in its words. */
const orderedBetaLactams = (facts: Facts): Ordered[] => [
  ...medicinesOf(facts, BETA_LACTAM_ATC).flatMap(({ atc, cited }) => {
    const drug = betaLactamByAtc(atc);
    return drug ? [{ code: atc, drug, cited }] : [];
  }),
  ...uncodedMedicines(facts).flatMap((cited) => {
    const drug = betaLactamInWords(cited.value);
    return drug ? [{ code: 'inn' in drug ? drug.inn : drug.class, drug, cited }] : [];
  }),
];

/** Medicines of which neither code nor words say what they are. */
const unknownMedicines = (facts: Facts): CitedFact[] =>
  uncodedMedicines(facts).filter(({ value }) => betaLactamInWords(value) === undefined);

export const allergyBetalactamRule: Rule = {
  id: 'allergy_betalactam',
  version: '1.1.0',
  title: { en: 'Beta-lactam in beta-lactam allergy', ru: 'Бета-лактам при аллергии на бета-лактамы' },
  population: {},
  hooks: ORDERING,
  needs: [medicinesNeed(...BETA_LACTAM_ATC), ALLERGIES],
  sources: [
    {
      cite: 'Zagursky RJ, Pichichero ME. Cross-reactivity in β-lactam allergy. J Allergy Clin Immunol Pract 2018;6:72–81',
      doi: '10.1016/j.jaip.2017.08.027',
    },
    {
      cite: 'Chaudhry SB et al. Cephalosporins: a focus on allergic cross-reactivity. Pharmacy 2019;7:103',
      doi: '10.3390/pharmacy7030103',
    },
    { cite: 'Romano A et al. J Asthma Allergy 2021;14:31–46', doi: '10.2147/JAA.S242061' },
  ],
  limits: [
    {
      en: 'The names of the levels are ours. Severe delayed reactions (Stevens–Johnson, DRESS) forbid every beta-lactam and are not told apart.',
      ru: 'Названия уровней – наши. Тяжёлые отсроченные реакции (Стивенса–Джонсона, DRESS) запрещают все бета-лактамы и здесь не различаются.',
    },
  ],
  form: 'DetectedIssue',
  idle: (facts) =>
    (orderedBetaLactams(facts).length || unknownMedicines(facts).length) &&
    allergiesOf(facts).some(({ betaLactam, understood, ofMedicine }) => betaLactam || (ofMedicine && !understood))
      ? undefined
      : { en: 'no beta-lactam is ordered in an allergy to one', ru: 'нет назначения бета-лактама при аллергии на них' },
  evaluate: (facts) => {
    const allergies = allergiesOf(facts);
    const unknown = allergies.filter(({ ofMedicine, understood }) => ofMedicine && !understood);
    const ordered = orderedBetaLactams(facts);
    // Against a medicine that nobody knows only an allergy to a beta-lactam can be held.
    const uncoded = allergies.some(({ betaLactam }) => betaLactam) ? unknownMedicines(facts) : [];
    const missing = [
      ...(ordered.length ? unknown.map(({ cited }) => allergenOf(cited.value)) : []),
      ...uncoded.map(({ value }) => medicineOf(value)),
    ];
    const found = ordered.flatMap((one) => conclusionOf(one, allergies, missing) ?? []);
    if (found.length || !missing.length) return found;
    const cited = [...[...unknown, ...ordered].map((one) => one.cited), ...uncoded];
    return [notComputable(allergyBetalactamRule, missing, cited)];
  },
};

const allergenOf = (value: string): Bilingual => ({
  en: `What the allergy “${value}” is against`,
  ru: `На что аллергия «${value}»`,
});

const medicineOf = (value: string): Bilingual => ({
  en: `ATC code of “${value}”`,
  ru: `Код АТХ препарата «${value}»`,
});

type Told = { readonly severity: Severity; readonly en: string; readonly ru: string; readonly action: Bilingual };
const TOLD: Readonly<Record<Exclude<AllergyAlert, 'none'>, Told>> = {
  contraindicated: {
    severity: 'critical',
    en: 'contraindicated',
    ru: 'противопоказан',
    action: {
      en: 'Do not give it: choose a medicine of another group; if nothing else helps, refer to an allergist.',
      ru: 'Не назначайте: выберите препарат другой группы; если замены нет – консультация аллерголога.',
    },
  },
  'warn-high': {
    severity: 'warning',
    en: 'similar side chain, high risk of a cross-reaction',
    ru: 'сходная боковая цепь, высокий риск перекрёстной реакции',
    action: {
      en: 'Choose a beta-lactam with another side chain (for example cefazolin) or another group.',
      ru: 'Выберите бета-лактам с другой боковой цепью (например, цефазолин) или препарат другой группы.',
    },
  },
  'info-low': {
    severity: 'info',
    en: 'low risk of a cross-reaction',
    ru: 'низкий риск перекрёстной реакции',
    action: {
      en: 'May be given; watch the first dose, the more so after anaphylaxis.',
      ru: 'Можно назначить; первая доза под наблюдением, особенно после анафилаксии.',
    },
  },
};

function conclusionOf(
  { code, drug, cited }: Ordered,
  allergies: readonly Allergy[],
  missing: readonly Bilingual[],
): Conclusion | undefined {
  const judged = allergies
    .map((allergy) => ({ allergy, alert: allergyAlert(allergy.betaLactam, drug) }))
    .sort(
      (a, b) => RANK.indexOf(b.alert) - RANK.indexOf(a.alert) || Number(b.allergy.severe) - Number(a.allergy.severe),
    );
  const [worst] = judged;
  if (!worst || worst.alert === 'none') return undefined;
  const told = TOLD[worst.alert];
  const name = cited.value.replace(/ \([A-Z0-9]+\)$/, '').slice(0, 40);
  const against = titleOf(worst.allergy);
  return conclude(allergyBetalactamRule, {
    matter: `allergy_betalactam:${code}`,
    // A similar side chain after a severe reaction is no matter to be weighed at leisure.
    severity: worst.alert === 'warn-high' && worst.allergy.severe ? 'critical' : told.severity,
    summary: {
      en: `${name} in allergy to ${against.en}: ${told.en}`,
      ru: `${name} при аллергии (${against.ru}): ${told.ru}`,
    },
    detail: {
      en: `Recorded: ${worst.allergy.cited.value}${worst.allergy.severe ? ', severe reaction' : ''}. Judged by ingredient and R1 side chain.`,
      ru: `Записано: ${worst.allergy.cited.value}${worst.allergy.severe ? ', тяжёлая реакция' : ''}. Оценено по действующему веществу и боковой цепи R1.`,
    },
    action: told.action,
    score: { alert: worst.alert },
    missing,
    cited: [cited, ...judged.filter(({ alert }) => alert !== 'none').map(({ allergy }) => allergy.cited)],
  });
}

const titleOf = ({ betaLactam }: Allergy): Bilingual => {
  if (betaLactam && 'inn' in betaLactam) return { en: betaLactam.inn, ru: betaLactam.ru };
  return betaLactam ? CLASS_TITLE[betaLactam.class] : { en: 'a beta-lactam', ru: 'бета-лактам' };
};
