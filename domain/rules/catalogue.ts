import { allergyBetalactamRule } from './allergy_betalactam.ts';
import { biradsRule } from './birads.ts';
import { cha2ds2vascRule } from './cha2ds2vasc.ts';
import { ckdepi2021Rule } from './ckdepi2021.ts';
import { cockcroftGaultRule } from './cockcroft_gault.ts';
import { contrastEgfrRule } from './contrast_egfr.ts';
import { crb65Rule } from './crb65.ts';
import { criticalFindingWithoutAppointmentRule } from './critical_finding_without_appointment.ts';
import { criticalLabsRule } from './critical_labs.ts';
import { curb65Rule } from './curb65.ts';
import { ddiOncHighPriorityRule } from './ddi_onc_high_priority.ts';
import { ddiWarfarinNsaidRule } from './ddi_warfarin_nsaid.ts';
import { diabeticRetinopathyFollowupRule } from './diabetic_retinopathy_followup.ts';
import { duplicateImagingRule } from './duplicate_imaging.ts';
import { findingVsQuestionRule } from './finding_vs_question.ts';
import { findriscRule } from './findrisc.ts';
import { fleischner2017Rule } from './fleischner2017.ts';
import { followUpNotOrderedRule } from './follow_up_not_ordered.ts';
import { hasbledRule } from './hasbled.ts';
import { heartRule } from './heart.ts';
import { ORDERS, STUDIES } from './imaging.ts';
import { imagingPregnancyRule } from './imaging_pregnancy.ts';
import { kdigoAkiRule } from './kdigo_aki.ts';
import { lungRadsV2022Rule } from './lung_rads_v2022.ts';
import { metforminEgfrRule } from './metformin_egfr.ts';
import { news2Rule } from './news2.ts';
import { percRule } from './perc.ts';
import { priorImageRule } from './prior_image.ts';
import { qsofaRule } from './qsofa.ts';
import { qtcRule } from './qtc.ts';
import { type Need, populationNeeds, type Rule } from './rule.ts';
import { score2Rule } from './score2.ts';
import { REPORTS } from './statements.ts';
import { wellsDvtRule } from './wells_dvt.ts';
import { wellsPeRule } from './wells_pe.ts';
import { whoChildPneumoniaRule } from './who_child_pneumonia.ts';

/** Every rule, in the order in which they are listed to people. */
export const RULES: readonly Rule[] = [
  whoChildPneumoniaRule,
  curb65Rule,
  ckdepi2021Rule,
  metforminEgfrRule,
  criticalLabsRule,
  duplicateImagingRule,
  ddiWarfarinNsaidRule,
  ddiOncHighPriorityRule,
  allergyBetalactamRule,
  contrastEgfrRule,
  imagingPregnancyRule,
  fleischner2017Rule,
  biradsRule,
  lungRadsV2022Rule,
  diabeticRetinopathyFollowupRule,
  findingVsQuestionRule,
  criticalFindingWithoutAppointmentRule,
  followUpNotOrderedRule,
  priorImageRule,
  news2Rule,
  qsofaRule,
  kdigoAkiRule,
  qtcRule,
  cha2ds2vascRule,
  hasbledRule,
  cockcroftGaultRule,
  score2Rule,
  crb65Rule,
  wellsPeRule,
  wellsDvtRule,
  percRule,
  heartRule,
  findriscRule,
];

/** What must be read of each record before the rules run: each facet once, with the greatest number any rule wants. */
export function needsOfRules(rules: readonly Rule[]): Need[] {
  const always: Need[] = [{ facet: 'Patient', newest: 10 }, ORDERS, STUDIES, ...REPORTS];
  const newest = new Map<string, number>();
  for (const need of [...always, ...rules.flatMap((rule) => [...populationNeeds(rule.population), ...rule.needs])])
    newest.set(need.facet, Math.max(newest.get(need.facet) ?? 0, need.newest));
  return [...newest].map(([facet, count]) => ({ facet, newest: count }));
}
