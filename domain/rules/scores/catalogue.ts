import { ckdepi2021Score } from './ckdepi2021.ts';
import { criticalLabsScore } from './critical_labs.ts';
import { curb65Score } from './curb65.ts';
import { ddiWarfarinNsaidScore } from './ddi_warfarin_nsaid.ts';
import { duplicateImagingScore } from './duplicate_imaging.ts';
import { metforminEgfrScore } from './metformin_egfr.ts';
import type { Score } from './score.ts';
import { whoChildPneumoniaScore } from './who_child_pneumonia.ts';

/** Every rule that can be asked for its figures alone, by the rule's id. */
export const SCORES: Readonly<Record<string, Score>> = {
  curb65: curb65Score,
  ckdepi2021: ckdepi2021Score,
  metformin_egfr: metforminEgfrScore,
  critical_labs: criticalLabsScore,
  duplicate_imaging: duplicateImagingScore,
  ddi_warfarin_nsaid: ddiWarfarinNsaidScore,
  who_child_pneumonia: whoChildPneumoniaScore,
};
