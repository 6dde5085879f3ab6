import type { Bilingual } from '../../schemas/result.ts';
import { assessmentNeeds, assessmentsOf, newestAssessment } from '../rules/assessments.ts';
import { isPast } from '../rules/examinations.ts';
import { type Fact, type Facts, factsOf } from '../rules/facts.ts';
import { examinationOf, type Modality, type Region } from '../rules/imaging-orders.ts';
import { diabeticRetinopathyFollowupRule } from '../rules/library/diabetic_retinopathy_followup.ts';
import { fleischner2017Rule } from '../rules/library/fleischner2017.ts';
import type { Readings } from '../rules/precision.ts';
import { recommendationsIn } from '../rules/recommendations.ts';
import { type Need, type Rule, runRule } from '../rules/rule.ts';
import { signedReports } from '../rules/statements.ts';
import { askedBy } from './asked.ts';
import { BIOPSY_WORDS, EYE_WORDS, examinationWords, LDCT_WORDS, RECALL_WORDS } from './words.ts';

/** What a report or a rule asks for, and what would answer it. */
export type Source = {
  readonly record: string;
  /** `ResourceType/id` it was read from. */
  readonly reference: string;
  readonly reportedAt: string;
  readonly when: Readings;
  /** The sentence of the report, or the category; with reference and `by` it names the follow-up for ever. */
  readonly sentence: string;
  readonly by: string;
  readonly what: Bilingual;
  readonly reason: Bilingual;
  /** Months until it is due; undefined: as soon as can be. */
  readonly months: number | undefined;
  /** Ways of imaging that answer it, where in the body, and how the reported examination itself was made. */
  readonly ways: readonly Modality[];
  readonly regions: readonly Region[];
  readonly own: Modality | undefined;
  /** What else answers it. */
  readonly visit?: Visit;
};

/** Visits and procedures that answer it, by the words of an order, an appointment or a procedure. */
export type Visit = 'biopsy' | 'eye';
export const VISITS: Readonly<Record<Visit, RegExp>> = {
  biopsy: /биопс|biops|трепан|пункц|хирург|онколог|маммолог|oncolog|торакальн/i,
  eye: /офтальмолог|окулист|глазн|ophthalm|retin|fundus/i,
};

/** What is two years old and was never asked for again is no longer waited for. */
const MONTHS = 24;
/** CT answers for a film and PET for CT: the more telling examination stands for the simpler one. */
const ANSWERED_BY: Readonly<Partial<Record<Modality, readonly Modality[]>>> = {
  XR: ['XR', 'CT', 'PET'],
  CT: ['CT', 'PET'],
};

/** Facets that are read for them beside reports, orders and studies, which are always read. */
export const FOLLOW_UP_NEEDS: readonly Need[] = [
  { facet: 'Appointment', newest: 50 },
  { facet: 'Procedure', newest: 50 },
  ...assessmentNeeds('bi-rads'),
  ...assessmentNeeds('lung-rads'),
];

/** All follow-ups that are recommended in a chart, answered ones too. Pure; equal facts give equal sources. */
export function sourcesOf(facts: Facts): Source[] {
  const graded = new Set(
    (['bi-rads', 'lung-rads'] as const).flatMap((scale) =>
      assessmentsOf(facts, scale).map(({ reference }) => reference),
    ),
  );
  const reports = signedReports(facts).filter(
    ({ when, doubtful }) => when !== undefined && !doubtful && !isPast(facts, when, MONTHS),
  );
  const recommended = reports.filter(({ reference }) => !graded.has(reference)).flatMap(ofReport);
  const said = [
    ...recommended,
    ...ofBirads(facts),
    ...ofLungRads(facts),
    ...RULES.flatMap((one) => ofRule(one, facts)),
  ];
  // A rule falls silent once its examination is ordered: what was signed for says itself what it waits for.
  return [...factsOf(facts, 'ServiceRequest').flatMap(({ resource }) => askedBy(resource) ?? []), ...said];
}

function ofReport(report: Fact<fhir4.DiagnosticReport>): Source[] {
  const { conclusion = '', code } = report.resource;
  const own = examinationOf([code?.text, ...(code?.coding ?? []).map(({ display }) => display)].join('; '));
  return recommendationsIn(conclusion).flatMap(({ sentence, modality, regions, months }) => {
    const where = regions.length > 0 ? regions : own.regions;
    const { when, time } = report;
    if (when === undefined || time === undefined) return [];
    return [
      {
        ...{ record: report.record, reference: report.reference, reportedAt: time, when, sentence, months },
        by: 'report',
        what: examinationWords(modality, where),
        reason: { ru: 'Рекомендовано в заключении', en: 'Recommended in the report' },
        ways: ANSWERED_BY[modality] ?? [modality],
        regions: where,
        own: own.modality,
      },
    ];
  });
}

type Graded = Pick<Source, 'what' | 'months' | 'ways' | 'regions' | 'own'> & { readonly visit?: Visit };

const TISSUE: Graded = {
  what: BIOPSY_WORDS,
  months: undefined,
  ways: [],
  regions: [],
  own: undefined,
  visit: 'biopsy',
};
const BREAST: Readonly<Record<string, Graded>> = {
  '0': { what: RECALL_WORDS, months: 1, ways: ['MG', 'US', 'MR'], regions: ['breast'], own: 'MG', visit: 'biopsy' },
  '3': {
    ...{ what: examinationWords('MG', ['breast']), months: 6, visit: 'biopsy' },
    ...{ ways: ['MG', 'US', 'MR'], regions: ['breast'], own: 'MG' },
  },
  '4': TISSUE,
  '4A': TISSUE,
  '4B': TISSUE,
  '4C': TISSUE,
  '5': TISSUE,
};
const lung = (months: number): Graded => ({
  ...{ what: LDCT_WORDS, months, ways: ['CT', 'PET'], regions: ['chest'], own: 'CT' },
});
/** ACR Lung-RADS v2022, management; 1 and 2 ask for the screening of the next year alone. */
const LUNG: Readonly<Record<string, Graded>> = {
  '0': lung(3),
  '3': lung(6),
  '4A': lung(3),
  '4B': { ...TISSUE, ways: ['CT', 'PET'], regions: ['chest'], own: 'CT' },
  '4X': { ...TISSUE, ways: ['CT', 'PET'], regions: ['chest'], own: 'CT' },
};

const ofBirads = (facts: Facts): Source[] => ofScale(facts, 'bi-rads', 'BI-RADS', BREAST, 'birads');
const ofLungRads = (facts: Facts): Source[] => ofScale(facts, 'lung-rads', 'Lung-RADS', LUNG, 'lung_rads_v2022');

function ofScale(
  facts: Facts,
  scale: 'bi-rads' | 'lung-rads',
  title: string,
  asks: Readonly<Record<string, Graded>>,
  by: string,
): Source[] {
  const newest = newestAssessment(facts, scale);
  const graded = newest === undefined ? undefined : asks[newest.category];
  if (newest?.when === undefined || newest.time === undefined || graded === undefined) return [];
  if (isPast(facts, newest.when, MONTHS)) return [];
  const { when, time, reference, category } = newest;
  const report = factsOf(facts, 'DiagnosticReport').find((one) => one.reference === reference);
  const of = report?.record ?? factsOf(facts, 'Observation').find((one) => one.reference === reference)?.record;
  if (of === undefined) return [];
  const shown = `${title} ${category}`;
  const sentences = (report?.resource.conclusion ?? '').split(/(?<=[.;!?])\s+|\n/);
  const sentence = sentences.find((one) => SCALE_NAME[scale].test(one))?.trim() ?? shown;
  const reason = { ru: shown, en: shown };
  return [{ ...graded, record: of, reference, reportedAt: time, when, sentence, by, reason }];
}

const SCALE_NAME = { 'bi-rads': /bi-?\s?rads/i, 'lung-rads': /lung-?\s?rads/i } as const;

type RuleSource = {
  readonly rule: Rule;
  readonly graded: Graded;
  readonly monthsOf: (score: Score) => number | undefined;
};
type Score = Readonly<Record<string, string | number | boolean>>;

/** Rules that ask for an examination by a published table, as long as they say so. */
const RULES: readonly RuleSource[] = [
  {
    rule: fleischner2017Rule,
    graded: { ...lung(12), what: examinationWords('CT', ['chest']) },
    monthsOf: ({ toMonths }) => Number(toMonths),
  },
  {
    rule: diabeticRetinopathyFollowupRule,
    graded: { what: EYE_WORDS, months: 6, ways: [], regions: ['eye'], own: undefined, visit: 'eye' },
    monthsOf: () => 6,
  },
];

function ofRule({ rule, graded, monthsOf }: RuleSource, facts: Facts): Source[] {
  const outcome = runRule(rule, facts);
  if (outcome.state !== 'said') return [];
  return outcome.conclusions.flatMap(({ advice, cited }) => {
    const [first] = cited;
    const fact = facts.entries.find((one) => `${one.resourceType}/${one.id}` === first?.reference);
    const time = first?.time;
    const at = time === undefined ? Number.NaN : Date.parse(time);
    const months = monthsOf(advice.score ?? {});
    if (fact === undefined || time === undefined || Number.isNaN(at) || advice.missing.length > 0) return [];
    if (months === undefined || Number.isNaN(months)) return [];
    const { reference } = first as { reference: string };
    return [
      {
        ...{ ...graded, months, record: fact.record, reference, reportedAt: time, by: rule.id },
        ...{ when: { earliest: at, latest: at }, sentence: rule.title.ru, reason: advice.summary },
      },
    ];
  });
}
