import { allergyBetalactamScore } from './allergy_betalactam.ts';
import { biradsScore } from './birads.ts';
import { cha2ds2vascScore } from './cha2ds2vasc.ts';
import { ckdepi2021Score } from './ckdepi2021.ts';
import { cockcroftGaultScore } from './cockcroft_gault.ts';
import { contrastEgfrScore } from './contrast_egfr.ts';
import { crb65Score } from './crb65.ts';
import { criticalLabsScore } from './critical_labs.ts';
import { curb65Score } from './curb65.ts';
import { ddiOncHighPriorityScore } from './ddi_onc_high_priority.ts';
import { ddiWarfarinNsaidScore } from './ddi_warfarin_nsaid.ts';
import { diabeticRetinopathyFollowupScore } from './diabetic_retinopathy_followup.ts';
import { duplicateImagingScore } from './duplicate_imaging.ts';
import { findriscScore } from './findrisc.ts';
import { fleischner2017Score } from './fleischner2017.ts';
import { hasbledScore } from './hasbled.ts';
import { heartScore } from './heart.ts';
import { imagingPregnancyScore } from './imaging_pregnancy.ts';
import { kdigoAkiScore } from './kdigo_aki.ts';
import { lungRadsV2022Score } from './lung_rads_v2022.ts';
import { metforminEgfrScore } from './metformin_egfr.ts';
import { news2Score } from './news2.ts';
import { percScore } from './perc.ts';
import { qsofaScore } from './qsofa.ts';
import { qtcScore } from './qtc.ts';
import type { Score } from './score.ts';
import { score2Score } from './score2.ts';
import { wellsDvtScore } from './wells_dvt.ts';
import { wellsPeScore } from './wells_pe.ts';
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
  allergy_betalactam: allergyBetalactamScore,
  birads: biradsScore,
  contrast_egfr: contrastEgfrScore,
  ddi_onc_high_priority: ddiOncHighPriorityScore,
  diabetic_retinopathy_followup: diabeticRetinopathyFollowupScore,
  fleischner2017: fleischner2017Score,
  imaging_pregnancy: imagingPregnancyScore,
  lung_rads_v2022: lungRadsV2022Score,
  news2: news2Score,
  qsofa: qsofaScore,
  kdigo_aki: kdigoAkiScore,
  qtc: qtcScore,
  cha2ds2vasc: cha2ds2vascScore,
  hasbled: hasbledScore,
  cockcroft_gault: cockcroftGaultScore,
  score2: score2Score,
  crb65: crb65Score,
  wells_pe: wellsPeScore,
  wells_dvt: wellsDvtScore,
  perc: percScore,
  heart: heartScore,
  findrisc: findriscScore,
};
