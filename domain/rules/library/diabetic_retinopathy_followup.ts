import type { Bilingual } from '../../../schemas/result.ts';
import { type Assessment, assessmentNeeds, newestAssessment } from '../assessments.ts';
import { arrangedAfter, isPast } from '../examinations.ts';
import type { Facts } from '../facts.ts';
import { ORDERS } from '../imaging.ts';
import { conclude, type Rule } from '../rule.ts';

/** ICDR grade: 0 none, 1 mild, 2 moderate, 3 severe non-proliferative (4-2-1), 4 proliferative (Wilkinson 2003). */
export type RetinopathyGrade = 0 | 1 | 2 | 3 | 4;
export type MacularOedema = 'none' | 'non-centre-involving' | 'centre-involving';

/** Months until something is due, both ends included; 0: at once. */
export type Interval = { readonly text: string; readonly months: number };
export type RetinopathyPlan = {
  readonly referral: Interval;
  readonly followUp: Interval;
  readonly referable: boolean;
};

const every = (text: string, months: number): Interval => ({ text: `every ${text}`, months });
const YEAR: Interval = { text: 'within 1 year', months: 12 };
const HALF: Interval = { text: 'within 3-6 months', months: 6 };
const NOW: Interval = { text: 'immediate', months: 0 };

/** Solomon 2017 (ADA), Table 4. Referable: moderate and worse, or any macular oedema. `months` is the end of the interval. */
const BY_GRADE: Readonly<Record<RetinopathyGrade, RetinopathyPlan>> = {
  0: { referral: YEAR, followUp: every('1-2 years', 24), referable: false },
  1: { referral: YEAR, followUp: every('year', 12), referable: false },
  2: { referral: HALF, followUp: every('6-9 months', 9), referable: true },
  3: { referral: NOW, followUp: every('3-6 months', 6), referable: true },
  4: { referral: NOW, followUp: every('3 months', 3), referable: true },
};
const BY_OEDEMA: Readonly<Record<MacularOedema, RetinopathyPlan>> = {
  none: { referral: YEAR, followUp: every('1-2 years', 24), referable: false },
  'non-centre-involving': { referral: HALF, followUp: every('6 months', 6), referable: true },
  'centre-involving': { referral: NOW, followUp: every('1-4 months', 4), referable: true },
};

/** The sooner of what the grade and the oedema ask for; undefined where neither is known. */
export function retinopathyPlan(given: {
  readonly grade?: RetinopathyGrade | undefined;
  readonly dme?: MacularOedema | undefined;
}): RetinopathyPlan | undefined {
  const plans = [
    ...(given.grade === undefined ? [] : [BY_GRADE[given.grade]]),
    ...(given.dme === undefined ? [] : [BY_OEDEMA[given.dme]]),
  ];
  const sooner = (a: Interval, b: Interval): Interval => (b.months < a.months ? b : a);
  return plans.reduce<RetinopathyPlan | undefined>(
    (found, plan) =>
      found && {
        referral: sooner(found.referral, plan.referral),
        followUp: sooner(found.followUp, plan.followUp),
        referable: found.referable || plan.referable,
      },
    plans[0],
  );
}

const GRADE_TITLE: Readonly<Record<RetinopathyGrade, Bilingual>> = {
  0: { en: 'no retinopathy', ru: 'ретинопатии нет' },
  1: { en: 'mild non-proliferative retinopathy', ru: 'лёгкая непролиферативная ретинопатия' },
  2: { en: 'moderate non-proliferative retinopathy', ru: 'умеренная непролиферативная ретинопатия' },
  3: { en: 'severe non-proliferative retinopathy', ru: 'тяжёлая непролиферативная ретинопатия' },
  4: { en: 'proliferative retinopathy', ru: 'пролиферативная ретинопатия' },
};
const OEDEMA_TITLE: Readonly<Record<MacularOedema, Bilingual>> = {
  none: { en: 'no macular oedema', ru: 'макулярного отёка нет' },
  'non-centre-involving': { en: 'macular oedema outside the centre', ru: 'макулярный отёк вне центра' },
  'centre-involving': { en: 'macular oedema of the centre', ru: 'макулярный отёк с вовлечением центра' },
};

const OPHTHALMOLOGIST = /офтальмолог|окулист|ophthalm|сетчатк|retina/i;

type Seen = { readonly grade?: RetinopathyGrade; readonly dme?: MacularOedema; readonly cited: readonly Assessment[] };

/** Grade and macula as they were last stated. */
function seenOf(facts: Facts): Seen | undefined {
  const grade = newestAssessment(facts, 'retinopathy');
  const dme = newestAssessment(facts, 'macular-oedema');
  const cited = [grade, dme].filter((one) => one !== undefined);
  if (!cited.length) return undefined;
  return {
    ...(grade ? { grade: Number(grade.category) as RetinopathyGrade } : {}),
    ...(dme ? { dme: dme.category as MacularOedema } : {}),
    cited,
  };
}

export const diabeticRetinopathyFollowupRule: Rule = {
  id: 'diabetic_retinopathy_followup',
  version: '1.0.2',
  title: { en: 'Diabetic retinopathy: next examination', ru: 'Диабетическая ретинопатия: следующий осмотр' },
  population: { ageMonths: { min: 18 * 12 } },
  hooks: ['patient-view', 'appointment-book'],
  needs: [
    ...assessmentNeeds('retinopathy'),
    ...assessmentNeeds('macular-oedema'),
    ORDERS,
    { facet: 'Appointment', newest: 50 },
    { facet: 'Procedure', newest: 50 },
  ],
  sources: [
    {
      cite: 'Solomon SD et al. Diabetic Retinopathy: a position statement by the American Diabetes Association. Diabetes Care 2017;40:412–8, Table 4',
      doi: '10.2337/dc16-2641',
    },
    { cite: 'Wilkinson CP et al. Ophthalmology 2003;110:1677–82 (ICDR grades)', doi: '10.1016/S0161-6420(03)00475-5' },
  ],
  limits: [
    {
      en: 'Adults; children have intervals of their own, and in pregnancy the eyes are examined oftener than told here. A grade counts only where it was written in codes.',
      ru: 'Взрослые; у детей сроки другие, при беременности глазное дно осматривают чаще, чем здесь сказано. Степень учитывается, только если записана кодом.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    seenOf(facts) ? undefined : { en: 'no grade of retinopathy is recorded', ru: 'степень ретинопатии не записана' },
  evaluate: (facts) => {
    const seen = seenOf(facts);
    const plan = seen && retinopathyPlan(seen);
    if (!plan) return [];
    const when = seen.cited.map((one) => one.when).sort((a, b) => (b?.latest ?? 0) - (a?.latest ?? 0))[0];
    if (arrangedAfter(facts, when?.latest ?? 0, OPHTHALMOLOGIST)) return [];
    const overdue = isPast(facts, when, plan.followUp.months);
    if (!plan.referable && !overdue) return [];
    const now = plan.referral.months === 0;
    const found = [
      ...(seen.grade === undefined ? [] : [GRADE_TITLE[seen.grade]]),
      ...(seen.dme === undefined || seen.dme === 'none' ? [] : [OEDEMA_TITLE[seen.dme]]),
    ];
    const what = {
      en: found.map(({ en }) => en).join(', ') || OEDEMA_TITLE.none.en,
      ru: found.map(({ ru }) => ru).join(', ') || OEDEMA_TITLE.none.ru,
    };
    const asks = now
      ? { en: 'ophthalmologist now', ru: 'к офтальмологу сейчас' }
      : overdue
        ? { en: 'the examination of the fundus is overdue', ru: 'срок осмотра глазного дна прошёл' }
        : { en: 'ophthalmologist within 3–6 months', ru: 'к офтальмологу в течение 3–6 месяцев' };
    return [
      conclude(diabeticRetinopathyFollowupRule, {
        severity: now || overdue ? 'warning' : 'info',
        summary: { en: `Fundus: ${what.en}: ${asks.en}`, ru: `Глазное дно: ${what.ru} – ${asks.ru}` },
        detail: {
          en: `Referral: ${plan.referral.text}; then ${plan.followUp.text}. No later order or visit to an ophthalmologist is in the chart.`,
          ru: `Направление: ${REFERRAL_RU[plan.referral.months] ?? ''}; осмотры не реже чем раз в ${plan.followUp.months} мес. Более позднего направления или приёма офтальмолога в карте нет.`,
        },
        action: {
          en: 'Refer to an ophthalmologist; check HbA1c, blood pressure and lipids.',
          ru: 'Направьте к офтальмологу; проверьте HbA1c, артериальное давление и липиды.',
        },
        score: {
          ...(seen.grade === undefined ? {} : { grade: seen.grade }),
          ...(seen.dme === undefined ? {} : { dme: seen.dme }),
          referral: plan.referral.text,
          followUp: plan.followUp.text,
          referable: plan.referable,
          overdue,
        },
        cited: seen.cited.map((one) => one.cited),
      }),
    ];
  },
};

const REFERRAL_RU: Readonly<Record<number, string>> = {
  0: 'немедленно',
  6: 'в течение 3–6 месяцев',
  12: 'в течение года',
};
