/** ACR-NKF consensus 2020 (Davenport, Radiology 294:660): prophylaxis with saline before intravenous iodinated contrast. */
export type ContrastAnswer =
  | 'prophylaxis-indicated'
  | 'individualise'
  | 'not-indicated'
  | 'not-indicated-maintenance-dialysis';

/** eGFR in mL/min/1.73 m². Dialysis: maintenance, so that no kidney function is left to be protected. */
export function contrastAnswer(given: {
  readonly egfr: number;
  readonly aki: boolean;
  readonly dialysis: boolean;
}): ContrastAnswer {
  if (given.dialysis) return 'not-indicated-maintenance-dialysis';
  if (given.aki || given.egfr < 30) return 'prophylaxis-indicated';
  return given.egfr < 45 ? 'individualise' : 'not-indicated';
}
