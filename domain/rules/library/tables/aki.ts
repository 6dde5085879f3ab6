export type Urine = { readonly mlPerKgHour: number; readonly hours: number };
export type AkiInputs = {
  readonly baselineMgDl: number;
  readonly currentMgDl: number;
  /** Rise of creatinine within 48 hours, where it is known. */
  readonly riseWithin48hMgDl?: number | undefined;
  /** Renal replacement therapy has been begun. */
  readonly rrt?: boolean | undefined;
  readonly urine?: Urine | undefined;
};
export type AkiStage = 0 | 1 | 2 | 3;

/** KDIGO writes 0.3 mg/dL and 26.5 µmol/L for one limit: the lower of the two, so that neither unit misses it. */
const RISE_MG_DL = 26.5 / 88.4;
/** 4.0 mg/dL, 353.6 µmol/L. */
const SEVERE_MG_DL = 4;
/** Differences and ratios of decimals are compared as the decimals they are. */
const atLeast = (value: number, limit: number): boolean => value >= limit - 1e-9;

function stageOfUrine({ mlPerKgHour, hours }: Urine): AkiStage {
  if ((mlPerKgHour < 0.3 && hours >= 24) || (mlPerKgHour === 0 && hours >= 12)) return 3;
  if (mlPerKgHour < 0.5 && hours >= 12) return 2;
  return mlPerKgHour < 0.5 && hours >= 6 ? 1 : 0;
}

/** KDIGO 2012, definition (2.1.1) and staging (2.1.2) of acute kidney injury in adults; 0: not by these facts. */
export function akiStage({ baselineMgDl, currentMgDl, riseWithin48hMgDl, rrt, urine }: AkiInputs): AkiStage {
  const ratio = currentMgDl / baselineMgDl;
  const byUrine = urine ? stageOfUrine(urine) : 0;
  const isAki =
    rrt === true ||
    byUrine > 0 ||
    atLeast(ratio, 1.5) ||
    (riseWithin48hMgDl !== undefined && atLeast(riseWithin48hMgDl, RISE_MG_DL));
  if (!isAki) return 0;
  if (rrt || byUrine === 3 || atLeast(ratio, 3) || atLeast(currentMgDl, SEVERE_MG_DL)) return 3;
  return byUrine === 2 || atLeast(ratio, 2) ? 2 : 1;
}
