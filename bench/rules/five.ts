/** The five rules that each engine has: what it decides of a chart, `undefined` where there is nothing to say. */
export const FIVE = ['ckdepi2021', 'metformin_egfr', 'qsofa', 'curb65', 'ddi_warfarin_nsaid'] as const;
export type Decisions = Readonly<Record<(typeof FIVE)[number], string | number | undefined>>;
