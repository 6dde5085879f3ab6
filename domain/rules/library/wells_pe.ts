import type { Bilingual } from '../../../schemas/result.ts';
import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { OPENING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { moreThan, needsOf, newestMeasured } from '../measured.ts';
import { criteriaText, pointsText, type Tally, tally } from '../points.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { newestSign, signNeeds } from '../signs.ts';

/** The seven criteria; undefined: not known. */
export type WellsPeCriteria = {
  readonly dvtSigns: boolean | undefined;
  readonly peLikely: boolean | undefined;
  readonly hrGt100: boolean | undefined;
  readonly immobilisationOrSurgery: boolean | undefined;
  readonly previousVTE: boolean | undefined;
  readonly haemoptysis: boolean | undefined;
  readonly malignancy: boolean | undefined;
};

/** Wells 2000. */
export const wellsPe = (criteria: WellsPeCriteria): Tally =>
  tally([
    { points: 3, met: criteria.dvtSigns, title: { en: 'signs of DVT', ru: 'признаки ТГВ' } },
    { points: 3, met: criteria.peLikely, title: { en: 'PE is the likeliest diagnosis', ru: 'ТЭЛА вероятнее всего' } },
    { points: 1.5, met: criteria.hrGt100, title: { en: 'heart rate > 100/min', ru: 'ЧСС > 100/мин' } },
    {
      points: 1.5,
      met: criteria.immobilisationOrSurgery,
      title: { en: 'immobilised or operated', ru: 'иммобилизация или операция' },
    },
    { points: 1.5, met: criteria.previousVTE, title: { en: 'previous DVT or PE', ru: 'ТГВ или ТЭЛА в анамнезе' } },
    { points: 1, met: criteria.haemoptysis, title: { en: 'haemoptysis', ru: 'кровохарканье' } },
    { points: 1, met: criteria.malignancy, title: { en: 'cancer', ru: 'онкозаболевание' } },
  ]);

/** Wells 2000: below 2 low, 2 to 6 moderate, above 6 high. */
export const wellsPeThreeTier = (total: number): 'low' | 'moderate' | 'high' =>
  total > 6 ? 'high' : total >= 2 ? 'moderate' : 'low';

/** Above 4: embolism likely. */
export const wellsPeTwoTier = (total: number): 'unlikely' | 'likely' => (total > 4 ? 'likely' : 'unlikely');

const FRESH = { hours: 48 };
const SIGNS = [
  'dvt-signs',
  'pe-most-likely',
  'immobilised-or-operated',
  'previous-vte',
  'haemoptysis',
  'active-cancer',
] as const;

function criteriaOf(facts: Facts) {
  const since = before(facts, FRESH);
  const gathered = gather();
  const pulse = gathered.take(newestMeasured(facts, 'pulse', since));
  const [dvtSigns, peLikely, immobilisationOrSurgery, previousVTE, haemoptysis, malignancy] = SIGNS.map(
    (name) => gathered.take(newestSign(facts, name, since))?.present,
  );
  const criteria: WellsPeCriteria = {
    hrGt100: pulse && moreThan(pulse, 100),
    dvtSigns,
    peLikely,
    immobilisationOrSurgery,
    previousVTE,
    haemoptysis,
    malignancy,
  };
  return { ...gathered, criteria };
}

const TOLD: Record<'unlikely' | 'likely', { name: Bilingual; action: Bilingual }> = {
  unlikely: {
    name: { en: 'embolism unlikely', ru: 'ТЭЛА маловероятна' },
    action: { en: 'D-dimer; imaging only if it is raised.', ru: 'D-димер; визуализация только при его повышении.' },
  },
  likely: {
    name: { en: 'embolism likely', ru: 'ТЭЛА вероятна' },
    action: {
      en: 'CT pulmonary angiography without D-dimer; anticoagulate meanwhile unless contraindicated.',
      ru: 'КТ-ангиопульмонография без D-димера; до результата антикоагулянт, если нет противопоказаний.',
    },
  },
};

export const wellsPeRule: Rule = {
  id: 'wells_pe',
  version: '1.0.1',
  title: { en: 'Wells criteria (pulmonary embolism)', ru: 'Критерии Wells (ТЭЛА)' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: OPENING,
  needs: freshNeeds(FRESH, [...needsOf('pulse'), ...signNeeds(...SIGNS)]),
  sources: [
    {
      cite: 'Wells PS et al. Derivation of a simple clinical model to categorize patients probability of pulmonary embolism. Thromb Haemost 2000;83:416–20',
      doi: '10.1055/s-0037-1613830',
    },
    {
      cite: 'Wells PS et al. Excluding pulmonary embolism at the bedside without diagnostic imaging. Ann Intern Med 2001;135:98–107',
      doi: '10.7326/0003-4819-135-2-200107170-00010',
    },
  ],
  limits: [
    {
      en: 'Only where embolism is suspected and its criteria are charted. Whether it is the likeliest diagnosis is the physician’s judgement.',
      ru: 'Только при подозрении на ТЭЛА и внесённых критериях. Вероятнее ли ТЭЛА других диагнозов, решает врач.',
    },
    NOT_REREAD,
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    'found' in newestSign(facts, 'pe-most-likely', before(facts, FRESH))
      ? undefined
      : {
          en: 'nobody has charted whether embolism is the likeliest diagnosis',
          ru: 'в карте нет отметки, вероятнее ли ТЭЛА других диагнозов',
        },
  evaluate: (facts) => {
    const { criteria, cited, missing } = criteriaOf(facts);
    const points = wellsPe(criteria);
    const tier = wellsPeTwoTier(points.least);
    if (tier !== wellsPeTwoTier(points.most)) return [notComputable(wellsPeRule, missing, cited)];
    const shown = pointsText(points);
    return [
      conclude(wellsPeRule, {
        severity: tier === 'likely' ? 'warning' : 'info',
        summary: {
          en: `Wells (PE): ${shown.en}, ${TOLD[tier].name.en}`,
          ru: `Wells (ТЭЛА): ${shown.ru}, ${TOLD[tier].name.ru}`,
        },
        detail: criteriaText(points),
        action: TOLD[tier].action,
        score: { least: points.least, most: points.most, twoTier: tier },
        missing: points.open.length ? missing : [],
        cited,
      }),
    ];
  },
};
