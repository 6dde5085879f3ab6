import type { CitedFact } from '../../../schemas/result.ts';
import { consciousnessNeeds, newestConsciousness } from '../acvpu.ts';
import { diagnosesNeed, diagnosesOf } from '../diagnoses.ts';
import { before, type Facts } from '../facts.ts';
import { gather } from '../gather.ts';
import { OPENING } from '../hooks.ts';
import { NOT_REREAD } from '../limits.ts';
import { atLeast, moreThan, needsOf, newestMeasured, not } from '../measured.ts';
import { criteriaText, pointsText, type Tally, tally } from '../points.ts';
import { conclude, freshNeeds, notComputable, type Rule } from '../rule.ts';

/** The three criteria, one point each; undefined: not known. */
export type QsofaCriteria = {
  readonly rrGe22: boolean | undefined;
  readonly alteredMentation: boolean | undefined;
  readonly sbpLe100: boolean | undefined;
};

/** Singer 2016 (Sepsis-3). */
export const qsofa = ({ rrGe22, alteredMentation, sbpLe100 }: QsofaCriteria): Tally =>
  tally([
    { points: 1, met: rrGe22, title: { en: 'respiratory rate ≥ 22/min', ru: 'частота дыхания ≥ 22/мин' } },
    {
      points: 1,
      met: alteredMentation,
      title: { en: 'altered mentation (GCS < 15)', ru: 'нарушение сознания (ШКГ < 15)' },
    },
    { points: 1, met: sbpLe100, title: { en: 'systolic ≤ 100 mmHg', ru: 'систолическое АД ≤ 100 мм рт. ст.' } },
  ]);

export const qsofaPositive = (total: number): boolean => total >= 2;

/** ICD-10 of infections that physicians state: infectious diseases, pneumonia, pyelonephritis, peritonitis and the like. */
const INFECTION = [
  ...Array.from({ length: 10 }, (_, ten) => Array.from({ length: 10 }, (_, one) => `A${ten}${one}`)).flat(),
  ...['B00', 'B37', 'B38', 'B39', 'B44', 'B45', 'B48', 'B49', 'B95', 'B96', 'B99'],
  ...['G00', 'G03', 'G06', 'I33', 'J12', 'J13', 'J14', 'J15', 'J16', 'J17', 'J18', 'J20', 'J22', 'J69', 'J85', 'J86'],
  ...['K35', 'K57', 'K61', 'K65', 'K75', 'K81', 'K83', 'L02', 'L03', 'L08', 'M00', 'M72', 'M86', 'N10', 'N12', 'N13.6'],
  ...['N15.1', 'N30', 'N39.0', 'N41', 'N70', 'N71', 'N73', 'R57.2', 'R65', 'T80.2', 'T81.4', 'U07'],
];
const INFECTION_FRESH = { days: 7 };
const VITALS_FRESH = { hours: 24 };

function criteriaOf(facts: Facts, cited: readonly CitedFact[] = []) {
  const since = before(facts, VITALS_FRESH);
  const gathered = gather(cited);
  const { take } = gathered;
  const breaths = take(newestMeasured(facts, 'respiratoryRate', since));
  const systolic = take(newestMeasured(facts, 'systolic', since));
  const gcs = newestMeasured(facts, 'gcs', since);
  const level = 'found' in gcs ? undefined : take(newestConsciousness(facts, since));
  const scale = 'found' in gcs ? take(gcs) : undefined;
  const criteria: QsofaCriteria = {
    rrGe22: breaths && atLeast(breaths, 22),
    sbpLe100: systolic && not(moreThan(systolic, 100)),
    alteredMentation: scale ? not(atLeast(scale, 15)) : level && level.level !== 'A',
  };
  return { ...gathered, criteria };
}

const infections = (facts: Facts) =>
  diagnosesOf(facts, { icd10: INFECTION, since: before(facts, INFECTION_FRESH) }).slice(0, 3);

export const qsofaRule: Rule = {
  id: 'qsofa',
  version: '1.0.1',
  title: { en: 'qSOFA (suspected infection)', ru: 'qSOFA (подозрение на инфекцию)' },
  population: { ageMonths: { min: 18 * 12 } },
  hooks: [...OPENING, 'encounter-discharge'],
  needs: [
    diagnosesNeed(...INFECTION),
    ...freshNeeds(VITALS_FRESH, [...needsOf('respiratoryRate', 'systolic', 'gcs'), ...consciousnessNeeds()]),
  ],
  sources: [
    {
      cite: 'Singer M et al. The Third International Consensus Definitions for Sepsis and Septic Shock (Sepsis-3). JAMA 2016;315:801–10',
      doi: '10.1001/jama.2016.0287',
    },
    {
      cite: 'Seymour CW et al. Assessment of clinical criteria for sepsis. JAMA 2016;315:762–74',
      doi: '10.1001/jama.2016.0288',
    },
  ],
  limits: [
    {
      en: 'The Surviving Sepsis Campaign 2021 advises against qSOFA as the only screening tool: fewer than 2 points do not exclude sepsis.',
      ru: 'Surviving Sepsis Campaign 2021 не рекомендует qSOFA как единственный инструмент скрининга: менее 2 баллов сепсис не исключают.',
    },
    NOT_REREAD,
    {
      en: 'In pregnancy blood pressure and breathing differ: obstetric scores have other limits.',
      ru: 'При беременности давление и дыхание иные: акушерские шкалы имеют другие пределы.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) => {
    if (!infections(facts).length)
      return { en: 'no infection diagnosed in the last 7 days', ru: 'за последние 7 дней инфекция не диагностирована' };
    const { criteria } = criteriaOf(facts);
    return Object.values(criteria).every((met) => met === undefined)
      ? { en: 'no vital signs in the last 24 hours', ru: 'нет витальных показателей за последние 24 часа' }
      : undefined;
  },
  evaluate: (facts) => {
    const { criteria, cited, missing } = criteriaOf(
      facts,
      infections(facts).map((one) => one.cited),
    );
    const points = qsofa(criteria);
    if (!qsofaPositive(points.most)) return [];
    if (!qsofaPositive(points.least)) return points.least ? [notComputable(qsofaRule, missing, cited)] : [];
    const shown = pointsText(points);
    const open = points.open.length ? missing : [];
    return [
      conclude(qsofaRule, {
        severity: 'warning',
        summary: {
          en: `qSOFA ${shown.en} of 3 with an infection: look for sepsis`,
          ru: `qSOFA ${shown.ru} из 3 при инфекции: исключите сепсис`,
        },
        detail: criteriaText(points),
        action: {
          en: 'Assess organ function (SOFA), lactate and blood cultures; treat without delay if sepsis is likely.',
          ru: 'Оцените функцию органов (SOFA), лактат, посев крови; при вероятном сепсисе начните лечение без промедления.',
        },
        score: { least: points.least, most: points.most, highRisk: true },
        missing: open,
        cited,
      }),
    ];
  },
};
