import { ORDERS, STUDIES } from './imaging.ts';
import { allergyBetalactamRule } from './library/allergy_betalactam.ts';
import { biradsRule } from './library/birads.ts';
import { cha2ds2vascRule } from './library/cha2ds2vasc.ts';
import { ckdepi2021Rule } from './library/ckdepi2021.ts';
import { cockcroftGaultRule } from './library/cockcroft_gault.ts';
import { contrastEgfrRule } from './library/contrast_egfr.ts';
import { crb65Rule } from './library/crb65.ts';
import { criticalFindingWithoutAppointmentRule } from './library/critical_finding_without_appointment.ts';
import { criticalLabsRule } from './library/critical_labs.ts';
import { curb65Rule } from './library/curb65.ts';
import { ddiOncHighPriorityRule } from './library/ddi_onc_high_priority.ts';
import { ddiWarfarinNsaidRule } from './library/ddi_warfarin_nsaid.ts';
import { diabeticRetinopathyFollowupRule } from './library/diabetic_retinopathy_followup.ts';
import { duplicateImagingRule } from './library/duplicate_imaging.ts';
import { findingVsQuestionRule } from './library/finding_vs_question.ts';
import { findriscRule } from './library/findrisc.ts';
import { fleischner2017Rule } from './library/fleischner2017.ts';
import { followUpNotOrderedRule } from './library/follow_up_not_ordered.ts';
import { hasbledRule } from './library/hasbled.ts';
import { heartRule } from './library/heart.ts';
import { imagingPregnancyRule } from './library/imaging_pregnancy.ts';
import { kdigoAkiRule } from './library/kdigo_aki.ts';
import { lungRadsV2022Rule } from './library/lung_rads_v2022.ts';
import { metforminEgfrRule } from './library/metformin_egfr.ts';
import { news2Rule } from './library/news2.ts';
import { percRule } from './library/perc.ts';
import { priorImageRule } from './library/prior_image.ts';
import { qsofaRule } from './library/qsofa.ts';
import { qtcRule } from './library/qtc.ts';
import { score2Rule } from './library/score2.ts';
import { wellsDvtRule } from './library/wells_dvt.ts';
import { wellsPeRule } from './library/wells_pe.ts';
import { whoChildPneumoniaRule } from './library/who_child_pneumonia.ts';
import { type Need, populationNeeds, type Rule } from './rule.ts';
import { REPORTS } from './statements.ts';

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
