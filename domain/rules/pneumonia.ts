import type { CitedFact } from '../../schemas/result.ts';
import { PNEUMONIA_ICD10 } from './codes.ts';
import { diagnosesNeed, diagnosesOf } from './diagnoses.ts';
import { before } from './facts.ts';
import { atLeast, type Measured, moreThan, not } from './measured.ts';
import { perChart } from './per-chart.ts';
import { anyTrue } from './precision.ts';
import { PNEUMONIA_LABEL, statementsOn } from './statements.ts';

const EPISODE_DAYS = 30;
/** Pneumonia as physicians state it. */
export const PNEUMONIA_NEED = diagnosesNeed(...PNEUMONIA_ICD10, PNEUMONIA_LABEL.snomed);
const HOUR_MS = 3_600_000;

type Stated = { readonly since: number; readonly cited: readonly CitedFact[] };

/** Pneumonia that a physician stated: a diagnosis or a signed report, never a model. Earliest statement begins the episode. */
export const statedPneumonia = perChart((facts): Stated | undefined => {
  const from = before(facts, { days: EPISODE_DAYS });
  const diagnoses = diagnosesOf(facts, { icd10: PNEUMONIA_ICD10, snomed: [PNEUMONIA_LABEL.snomed], since: from });
  const reports = statementsOn(PNEUMONIA_LABEL, facts).filter(
    ({ positive, when }) => positive && (when === undefined || when.latest >= from),
  );
  const stated = [...diagnoses, ...reports];
  if (!stated.length) return undefined;
  const asOf = Date.parse(facts.asOf);
  const began = Math.min(asOf, ...stated.map(({ when }) => Math.max(from, when?.earliest ?? asOf)));
  return { since: began - 24 * HOUR_MS, cited: stated.map(({ cited }) => cited) };
});

/** The pressure criterion of CURB-65 and CRB-65 (Lim 2003): systolic < 90 or diastolic ≤ 60 mmHg. */
export const isLowPressure = (systolic: Measured | undefined, diastolic: Measured | undefined): boolean | undefined =>
  anyTrue(systolic && not(atLeast(systolic, 90)), diastolic && not(moreThan(diastolic, 60)));
