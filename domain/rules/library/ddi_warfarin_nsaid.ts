import type { Bilingual } from '../../../schemas/result.ts';
import { diagnosesNeed, diagnosesOf } from '../diagnoses.ts';
import { weighed } from '../facts.ts';
import { ORDERING } from '../hooks.ts';
import { medicinesNeed, medicinesOf } from '../medicines.ts';
import { personOf } from '../person.ts';
import { agreed, anyTrue } from '../precision.ts';
import { conclude, listOf, type Rule } from '../rule.ts';

export type WarfarinNsaid = {
  /** Every NSAID is given on the skin or into the eye. */
  readonly local: boolean;
  readonly gastroprotected: boolean;
  readonly bleedingHistory: boolean;
  readonly over65: boolean | undefined;
  readonly corticosteroid: boolean;
  readonly aldosteroneAntagonist: boolean;
  readonly severalNsaids: boolean;
};
export type WarfarinNsaidAdvice = 'no-special-precautions' | 'assess-risk' | 'use-only-if-benefit-outweighs-risk';

/** The tree of the HL7 PDDI-CDS guide (Malone, Horn, Hansten): the first branch that holds decides. Undefined: the age would. */
export function warfarinNsaidAdvice(context: WarfarinNsaid): WarfarinNsaidAdvice | undefined {
  if (context.local) return 'no-special-precautions';
  if (context.gastroprotected) return 'assess-risk';
  const risk = anyTrue(
    context.bleedingHistory,
    context.over65,
    context.corticosteroid,
    context.aldosteroneAntagonist,
    context.severalNsaids,
  );
  return risk === undefined ? undefined : risk ? 'use-only-if-benefit-outweighs-risk' : 'assess-risk';
}

const WARFARIN = ['B01AA03'];
/** Systemic (M01A), cutaneous (M02AA) and ophthalmic (S01BC) NSAIDs; glucosamine and the like (M01AX05…) are none. */
const NSAID = ['M01AA', 'M01AB', 'M01AC', 'M01AE', 'M01AG', 'M01AH', 'M01AX01', 'M01AX02', 'M01AX17', 'M02AA', 'S01BC'];
/** Proton pump inhibitors and misoprostol, also as fixed parts of an NSAID (M01AB55, M01AE52, M01AE56). */
const GASTROPROTECTION = ['A02BC', 'A02BB01', 'M01AB55', 'M01AE52', 'M01AE56'];
const CORTICOSTEROID = ['H02A', 'H02B'];
const ALDOSTERONE_ANTAGONIST = ['C03DA'];
/** Peptic ulcer and upper gastrointestinal bleeding, now or in the history (ICD-10). */
const BLEEDING = ['K25', 'K26', 'K27', 'K28', 'K92.0', 'K92.1', 'K92.2', 'Z87.1'];

const AGE: Bilingual = { en: 'Age (over 65 or not)', ru: 'Возраст (старше 65 лет или нет)' };

export const ddiWarfarinNsaidRule: Rule = {
  id: 'ddi_warfarin_nsaid',
  version: '1.0.2',
  title: { en: 'Warfarin with an NSAID', ru: 'Варфарин и НПВП' },
  population: {},
  hooks: [...ORDERING, 'patient-view', 'encounter-discharge'],
  needs: [
    medicinesNeed(...WARFARIN, ...NSAID, ...GASTROPROTECTION, ...CORTICOSTEROID, ...ALDOSTERONE_ANTAGONIST),
    diagnosesNeed(...BLEEDING),
  ],
  sources: [
    {
      cite: 'HL7 Potential Drug-Drug Interaction CDS implementation guide: warfarin and NSAIDs (Malone, Horn, Hansten; AHRQ R21-HS023826)',
    },
  ],
  limits: [
    {
      en: 'Doses and duration are not read; other anticoagulants and aspirin in a low dose are not judged.',
      ru: 'Дозы и длительность не читаются; другие антикоагулянты и аспирин в малой дозе не оцениваются.',
    },
  ],
  form: 'DetectedIssue',
  idle: (facts) =>
    medicinesOf(facts, WARFARIN).length && medicinesOf(facts, NSAID).length
      ? undefined
      : { en: 'no warfarin together with an NSAID', ru: 'нет варфарина вместе с НПВП' },
  evaluate: (facts) => {
    const nsaids = medicinesOf(facts, NSAID);
    const systemic = nsaids.filter(({ local }) => !local);
    const { ageYears, ageCited } = personOf(facts);
    const protectors = medicinesOf(facts, GASTROPROTECTION);
    const history = diagnosesOf(facts, { icd10: BLEEDING });
    const steroids = medicinesOf(facts, CORTICOSTEROID).filter(({ local }) => !local);
    const antagonists = medicinesOf(facts, ALDOSTERONE_ANTAGONIST);
    const context: WarfarinNsaid = {
      local: systemic.length === 0,
      gastroprotected: protectors.length > 0,
      bleedingHistory: history.length > 0,
      over65: agreed(ageYears, (years) => years > 65),
      corticosteroid: steroids.length > 0,
      aldosteroneAntagonist: antagonists.length > 0,
      severalNsaids: new Set(systemic.map(({ atc }) => atc)).size > 1,
    };
    const advice = warfarinNsaidAdvice(context);
    if (advice === 'no-special-precautions') return [];
    const grave = advice === 'use-only-if-benefit-outweighs-risk';
    return [
      conclude(ddiWarfarinNsaidRule, {
        severity: context.gastroprotected ? 'info' : 'warning',
        summary: grave
          ? {
              en: 'Warfarin with an NSAID: use only if the benefit outweighs the risk of bleeding',
              ru: 'Варфарин и НПВП: только если польза превышает риск кровотечения',
            }
          : {
              en: 'Warfarin with an NSAID: assess the risk of bleeding',
              ru: 'Варфарин и НПВП: оцените риск кровотечения',
            },
        detail: detailOf(context),
        action: {
          en: 'Prefer paracetamol or a local form; if the NSAID is needed, the lowest dose, a proton pump inhibitor, INR control.',
          ru: 'Предпочтите парацетамол или местную форму; если НПВП необходим – минимальная доза, ингибитор протонной помпы, контроль МНО.',
        },
        score: { recommendation: advice ?? 'assess-risk-age-unknown' },
        missing: advice === undefined ? [AGE] : [],
        cited: [
          ...[...medicinesOf(facts, WARFARIN), ...systemic, ...history].map(({ cited }) => cited),
          // What protects, or is taken for another illness, is not to be ended because of this pair.
          ...[...protectors, ...steroids, ...antagonists].flatMap(({ cited }) =>
            systemic.some((one) => one.cited.reference === cited.reference) ? [] : [weighed(cited)],
          ),
          ...ageCited,
        ],
      }),
    ];
  },
};

function detailOf(context: WarfarinNsaid): Bilingual {
  const factors: Bilingual[] = [
    ...(context.bleedingHistory
      ? [{ en: 'ulcer or gastrointestinal bleeding', ru: 'язва или желудочно-кишечное кровотечение' }]
      : []),
    ...(context.over65 ? [{ en: 'age over 65', ru: 'возраст старше 65 лет' }] : []),
    ...(context.corticosteroid ? [{ en: 'systemic corticosteroid', ru: 'системный глюкокортикоид' }] : []),
    ...(context.aldosteroneAntagonist ? [{ en: 'aldosterone antagonist', ru: 'антагонист альдостерона' }] : []),
    ...(context.severalNsaids ? [{ en: 'several NSAIDs', ru: 'несколько НПВП' }] : []),
    ...(context.gastroprotected ? [{ en: 'with gastroprotection', ru: 'на фоне гастропротекции' }] : []),
  ];
  return {
    en: `Factors considered: ${listOf(factors, 'en') || 'none found'}. A high NSAID dose is not judged: doses are not read.`,
    ru: `Учтены факторы: ${listOf(factors, 'ru') || 'не найдены'}. Высокая доза НПВП не оценивается: дозы не читаются.`,
  };
}
