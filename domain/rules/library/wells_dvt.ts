import type { Bilingual } from '../../../schemas/result.ts';
import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { OPENING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { criteriaText, pointsText, type Tally, tally } from '../points.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';
import { newestSign, signNeeds } from '../signs.ts';

/** The ten criteria of 2003; undefined: not known. */
export type WellsDvtCriteria = {
  readonly activeCancer: boolean | undefined;
  readonly paralysis: boolean | undefined;
  readonly bedriddenOrSurgery: boolean | undefined;
  readonly tenderness: boolean | undefined;
  readonly entireLegSwollen: boolean | undefined;
  readonly calfSwelling: boolean | undefined;
  readonly pittingOedema: boolean | undefined;
  readonly collateralVeins: boolean | undefined;
  readonly previousDVT: boolean | undefined;
  readonly alternativeDx: boolean | undefined;
};

/** Wells 2003; the version of 1997 has no previous DVT. */
export const wellsDvt = (criteria: WellsDvtCriteria): Tally =>
  tally([
    { points: 1, met: criteria.activeCancer, title: { en: 'active cancer', ru: 'активный рак' } },
    { points: 1, met: criteria.paralysis, title: { en: 'paralysis or plaster', ru: 'паралич или гипс' } },
    {
      points: 1,
      met: criteria.bedriddenOrSurgery,
      title: { en: 'bedridden or major surgery', ru: 'постельный режим или операция' },
    },
    { points: 1, met: criteria.tenderness, title: { en: 'tender deep veins', ru: 'болезненность по ходу вен' } },
    { points: 1, met: criteria.entireLegSwollen, title: { en: 'entire leg swollen', ru: 'отёк всей ноги' } },
    { points: 1, met: criteria.calfSwelling, title: { en: 'calf > 3 cm larger', ru: 'голень больше на > 3 см' } },
    { points: 1, met: criteria.pittingOedema, title: { en: 'pitting oedema', ru: 'отёк с ямкой' } },
    { points: 1, met: criteria.collateralVeins, title: { en: 'collateral veins', ru: 'коллатеральные вены' } },
    { points: 1, met: criteria.previousDVT, title: { en: 'previous DVT', ru: 'ТГВ в анамнезе' } },
    {
      points: -2,
      met: criteria.alternativeDx,
      title: { en: 'another diagnosis as likely (−2)', ru: 'другой диагноз не менее вероятен (−2)' },
    },
  ]);

/** Wells 1997: up to 0 low, 1 to 2 moderate, from 3 high. */
export const wellsDvtThreeTier = (total: number): 'low' | 'moderate' | 'high' =>
  total >= 3 ? 'high' : total >= 1 ? 'moderate' : 'low';

/** Wells 2003: from 2 likely. */
export const wellsDvtTwoTier = (total: number): 'unlikely' | 'likely' => (total >= 2 ? 'likely' : 'unlikely');

const FRESH = { hours: 48 };
const SIGNS = [
  'active-cancer',
  'paralysis',
  'bedridden-or-major-surgery',
  'vein-tenderness',
  'entire-leg-swollen',
  'calf-swelling',
  'pitting-oedema',
  'collateral-veins',
  'previous-vte',
  'dvt-alternative',
] as const;

function criteriaOf(facts: Facts) {
  const since = before(facts, FRESH);
  const gathered = gather();
  const present = (name: (typeof SIGNS)[number]) => gathered.take(newestSign(facts, name, since))?.present;
  const criteria: WellsDvtCriteria = {
    activeCancer: present('active-cancer'),
    paralysis: present('paralysis'),
    bedriddenOrSurgery: present('bedridden-or-major-surgery'),
    tenderness: present('vein-tenderness'),
    entireLegSwollen: present('entire-leg-swollen'),
    calfSwelling: present('calf-swelling'),
    pittingOedema: present('pitting-oedema'),
    collateralVeins: present('collateral-veins'),
    previousDVT: present('previous-vte'),
    alternativeDx: present('dvt-alternative'),
  };
  return { ...gathered, criteria };
}

const TOLD: Record<'unlikely' | 'likely', { name: Bilingual; action: Bilingual }> = {
  unlikely: {
    name: { en: 'thrombosis unlikely', ru: 'ТГВ маловероятен' },
    action: { en: 'D-dimer; ultrasound only if it is raised.', ru: 'D-димер; УЗИ вен только при его повышении.' },
  },
  likely: {
    name: { en: 'thrombosis likely', ru: 'ТГВ вероятен' },
    action: { en: 'Compression ultrasound of the leg veins.', ru: 'Компрессионное УЗИ вен нижних конечностей.' },
  },
};

export const wellsDvtRule: Rule = {
  id: 'wells_dvt',
  version: '1.0.1',
  title: { en: 'Wells score (deep vein thrombosis)', ru: 'Шкала Wells (ТГВ)' },
  population: { ageMonths: { min: 18 * 12 }, pregnancy: 'excluded' },
  hooks: OPENING,
  needs: freshNeeds(FRESH, signNeeds(...SIGNS)),
  sources: [
    {
      cite: 'Wells PS et al. Evaluation of D-dimer in the diagnosis of suspected deep-vein thrombosis. N Engl J Med 2003;349:1227–35',
      doi: '10.1056/NEJMoa023153',
    },
    {
      cite: 'Wells PS et al. Value of assessment of pretest probability of deep-vein thrombosis in clinical management. Lancet 1997;350:1795–8',
      doi: '10.1016/S0140-6736(97)08140-3',
    },
  ],
  limits: [
    {
      en: 'Only where thrombosis is suspected and its criteria are charted. “Previous DVT or PE” is taken for previous DVT.',
      ru: 'Только при подозрении на ТГВ и внесённых критериях. «ТГВ или ТЭЛА в анамнезе» считается за ТГВ.',
    },
    NOT_REREAD,
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    'found' in newestSign(facts, 'dvt-alternative', before(facts, FRESH))
      ? undefined
      : {
          en: 'nobody has charted whether another diagnosis is as likely as thrombosis',
          ru: 'в карте нет отметки, вероятен ли другой диагноз не менее ТГВ',
        },
  evaluate: (facts) => {
    const { criteria, cited, missing } = criteriaOf(facts);
    const points = wellsDvt(criteria);
    const tier = wellsDvtTwoTier(points.least);
    if (tier !== wellsDvtTwoTier(points.most)) return [notComputable(wellsDvtRule, missing, cited)];
    const shown = pointsText(points);
    return [
      conclude(wellsDvtRule, {
        severity: tier === 'likely' ? 'warning' : 'info',
        summary: {
          en: `Wells (DVT): ${shown.en}, ${TOLD[tier].name.en}`,
          ru: `Wells (ТГВ): ${shown.ru}, ${TOLD[tier].name.ru}`,
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
