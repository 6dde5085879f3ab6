/** QT corrected for heart rate; QT in ms, RR in seconds. */
export type QtcFormula = (qtMs: number, rrSeconds: number) => number;

/** Bazett 1920. */
export const bazett: QtcFormula = (qt, rr) => qt / Math.sqrt(rr);
/** Fridericia 1920. */
export const fridericia: QtcFormula = (qt, rr) => qt / Math.cbrt(rr);
/** Sagie 1992 (Framingham Heart Study). */
export const framingham: QtcFormula = (qt, rr) => qt + 154 * (1 - rr);
/** Hodges 1983: 1.75 · (heart rate − 60). */
export const hodges: QtcFormula = (qt, rr) => qt + 1.75 * (60 / rr - 60);

export const QTC_FORMULAS = { fridericia, bazett, framingham, hodges } as const;

/** By heart rate per minute instead of RR. */
export const qtc = (formula: QtcFormula, qtMs: number, heartRate: number): number => formula(qtMs, 60 / heartRate);
