/**
 * Published cases held against each rule (`oka score --vectors FOLDER`): how many there are, how many agree, and which were
 * refused because the person lies outside the population. Recorded: the cases are not part of the repository; where their
 * folder is there a test counts them again.
 */
export type Tested = { readonly cases: number; readonly agree: number; readonly outside: readonly string[] };

const all = (cases: number): Tested => ({ cases, agree: cases, outside: [] });

export const TESTED: Readonly<Record<string, Tested>> = {
  allergy_betalactam: all(11),
  birads: all(10),
  cha2ds2vasc: all(19),
  ckdepi2021: all(47),
  cockcroft_gault: { cases: 11, agree: 9, outside: ['cockcroft_gault-006', 'cockcroft_gault-008'] },
  contrast_egfr: all(6),
  crb65: all(8),
  critical_labs: all(19),
  curb65: all(28),
  ddi_onc_high_priority: all(15),
  ddi_warfarin_nsaid: all(8),
  diabetic_retinopathy_followup: all(8),
  duplicate_imaging: all(4),
  findrisc: all(10),
  fleischner2017: all(37),
  hasbled: all(22),
  heart: all(10),
  imaging_pregnancy: all(6),
  kdigo_aki: all(14),
  lung_rads_v2022: all(16),
  metformin_egfr: all(10),
  news2: all(69),
  perc: all(18),
  qsofa: all(10),
  qtc: all(71),
  score2: all(54),
  wells_dvt: all(7),
  wells_pe: all(14),
};
