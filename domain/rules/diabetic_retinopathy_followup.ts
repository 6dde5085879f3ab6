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
