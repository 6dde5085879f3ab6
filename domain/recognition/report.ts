import type { Bilingual } from '../../schemas/result.ts';
import { type Bin, type RocPoint, reliabilityOf, rocOf } from './curves.ts';
import { atThreshold, type Figures, figuresOf, type Judged } from './figures.ts';
import { type GradingFigures, gradingFigures } from './grading.ts';

/** One assessed image of a report: the side of the body and the reader's grade where they are known. */
export type Reported = Judged & {
  readonly side?: 'L' | 'R';
  readonly grade?: number;
  /** `atLeast[k]`: probability of grade `k + 1` or more. */
  readonly atLeast?: readonly number[];
};

/** What `figures.json` beside a model's card holds, beside what it was made of. */
export type ReportFigures = Figures & {
  readonly positives: number;
  /** At the threshold below which a finding is `absent`. */
  readonly atAbsent: ReturnType<typeof atThreshold>;
  /** Share of images whose probability lies between the thresholds. */
  readonly indeterminate: number;
  readonly predictive: readonly Predictive[];
  readonly bySide?: { readonly L: Figures; readonly R: Figures };
  readonly grading?: GradingFigures;
  readonly roc: readonly RocPoint[];
  readonly reliability: readonly Bin[];
};

/** What a call means where this share of the films is ill. */
export type Predictive = {
  readonly prevalence: number;
  /** Of 100 films called `present`, how many are ill (as a share). */
  readonly ppv: number;
  /** Of 100 films called `absent`, how many are well (as a share). */
  readonly npv: number;
  readonly falseAlarmsPer100: number;
};

const PREVALENCES = [0.05, 0.1, 0.2, 0.4];

/**
 * All figures of an evaluation.
 * @param grades how many grades there are, 0 included, where the images are graded
 */
export function reportFigures(
  reported: readonly Reported[],
  { present, absent }: { readonly present: number; readonly absent: number },
  grades?: number,
): ReportFigures {
  const figures = figuresOf(reported, present);
  const atAbsent = atThreshold(reported, absent);
  const between = reported.filter(({ probability }) => probability >= absent && probability < present);
  const left = reported.filter(({ side }) => side === 'L');
  const right = reported.filter(({ side }) => side === 'R');
  const bySide = { L: figuresOf(left, present), R: figuresOf(right, present) };
  const graded = reported.flatMap(({ grade, atLeast }) =>
    grade === undefined || atLeast === undefined ? [] : [{ grade, atLeast }],
  );
  return {
    ...figures,
    positives: reported.filter(({ positive }) => positive).length,
    atAbsent,
    indeterminate: between.length / reported.length,
    predictive: PREVALENCES.map((prevalence) => predictiveAt(prevalence, figures, atAbsent)),
    ...(left.length > 0 && right.length > 0 ? { bySide } : {}),
    ...(grades === undefined || graded.length === 0 ? {} : { grading: gradingFigures(graded, grades) }),
    roc: rocOf(reported),
    reliability: reliabilityOf(reported),
  };
}

type Rates = Pick<Figures, 'sensitivity' | 'specificity'>;

/** Predictive values by Bayes' theorem, of `present` and of `absent`, from the rates at the threshold of each. */
export function predictiveAt(prevalence: number, atPresent: Rates, atAbsent: Rates): Predictive {
  const hits = prevalence * atPresent.sensitivity;
  const alarms = (1 - prevalence) * (1 - atPresent.specificity);
  const cleared = (1 - prevalence) * atAbsent.specificity;
  const missed = prevalence * (1 - atAbsent.sensitivity);
  return {
    prevalence,
    ppv: hits / (hits + alarms),
    npv: cleared / (cleared + missed),
    falseAlarmsPer100: 100 * alarms,
  };
}

/** What stands above and below the pictures of a report. */
export type ReportTitle = {
  readonly title: Bilingual;
  /** Model and version. */
  readonly model: string;
};
