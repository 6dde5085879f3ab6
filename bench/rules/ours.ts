import { RULES } from '../../domain/rules/catalogue.ts';
import { type ChartEntry, makeFacts } from '../../domain/rules/facts.ts';
import { stageOf } from '../../domain/rules/library/ckdepi2021.ts';
import { curb65 } from '../../domain/rules/library/curb65.ts';
import { warfarinNsaidAdvice } from '../../domain/rules/library/ddi_warfarin_nsaid.ts';
import { metforminAnswer } from '../../domain/rules/library/metformin_egfr.ts';
import { qsofa, qsofaPositive } from '../../domain/rules/library/qsofa.ts';
import { ckdEpi2021 } from '../../domain/rules/renal.ts';
import { type Outcome, type Rule, runRule } from '../../domain/rules/rule.ts';
import type { ChartResourceType } from '../../schemas/chart.ts';
import { AS_OF, type Chart } from './charts.ts';
import { type Decisions, FIVE } from './five.ts';
import type { Flat } from './flat.ts';

const RULES_OF_FIVE = FIVE.map((id) => {
  const rule = RULES.find((one) => one.id === id);
  if (!rule) throw new Error(`the library has no rule ${id}`);
  return rule;
});

const entriesOf = ({ resources }: Chart): ChartEntry[] =>
  resources.map((resource) => ({
    record: 'chart',
    resourceType: resource.resourceType as ChartResourceType,
    id: resource.id ?? '',
    groups: {},
    resource,
  }));

/** From the resources of a chart to what each rule says, texts in two languages and citations included. */
const judge = (chart: Chart, rules: readonly Rule[]): Outcome[] => {
  const facts = makeFacts({ asOf: AS_OF, zone: 'UTC', entries: entriesOf(chart), findings: [] });
  return rules.map((rule) => runRule(rule, facts));
};

export const wholeLibrary = (chart: Chart): Outcome[] => judge(chart, RULES);
export const RULES_IN_LIBRARY = RULES.length;

export function ourDecisions(chart: Chart): Decisions {
  const scores = judge(chart, RULES_OF_FIVE).map((outcome) =>
    outcome.state === 'said' ? outcome.conclusions[0]?.advice.score : undefined,
  );
  const [ckd, metformin, qsofa, curb65, pair] = scores;
  return {
    ckdepi2021: ckd?.stage as string | undefined,
    metformin_egfr: metformin?.result as string | undefined,
    qsofa: qsofa && 'positive',
    curb65: curb65?.total as number | undefined,
    ddi_warfarin_nsaid: pair?.recommendation as string | undefined,
  };
}

/** The bare formulas of the same five rules over flat facts, as a general rule engine is given them. */
export function bareDecisions(flat: Flat): Decisions {
  const { age, sex, medicines, diagnoses } = flat;
  const figure = (code: string): number => flat[code] as number;
  const takes = (prefix: string): boolean => medicines.some((code) => code.startsWith(prefix));
  const [breaths, systolic] = [figure('9279-1'), figure('8480-6')];
  const egfr = ckdEpi2021(figure('2160-0'), age, sex === 'female' ? 'female' : 'male');
  const answer = takes('A10BA02') ? metforminAnswer(egfr, 'continue') : 'ok';
  const septic = qsofa({ rrGe22: breaths >= 22, alteredMentation: figure('9269-2') < 15, sbpLe100: systolic <= 100 });
  const severity = curb65({
    confusion: flat.confusion === true,
    ureaGt7: figure('22664-7') > 7,
    rrGe30: breaths >= 30,
    lowBP: systolic < 90 || figure('8462-4') <= 60,
    ageGe65: age >= 65,
  });
  const bleeding = warfarinNsaidAdvice({
    local: false,
    gastroprotected: takes('A02BC'),
    bleedingHistory: diagnoses.includes('K25.9'),
    over65: age > 65,
    corticosteroid: takes('H02A'),
    aldosteroneAntagonist: takes('C03DA'),
    severalNsaids: false,
  });
  const pneumonia = diagnoses.includes('J18.9');
  return {
    ckdepi2021: egfr < 60 ? stageOf(egfr) : undefined,
    metformin_egfr: answer === 'ok' ? undefined : answer,
    qsofa: (pneumonia || diagnoses.includes('N10')) && qsofaPositive(septic.least) ? 'positive' : undefined,
    curb65: pneumonia ? severity.least : undefined,
    ddi_warfarin_nsaid: takes('B01AA03') && takes('M01AE') ? bleeding : undefined,
  };
}
