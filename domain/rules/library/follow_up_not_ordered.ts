import { assessmentsOf } from '../assessments.ts';
import { examinedOf, isPast } from '../examinations.ts';
import { cite, type Fact, type Facts } from '../facts.ts';
import { ORDERS, STUDIES } from '../imaging.ts';
import { examinationOf, type Modality, type Region } from '../imaging-orders.ts';
import { type Recommendation, recommendationsIn } from '../recommendations.ts';
import { type Conclusion, conclude, type Rule } from '../rule.ts';
import { REPORTS, signedReports } from '../statements.ts';

/** What is two years old and was never asked for again is no longer waited for. */
const MONTHS = 24;
/** An order may be late by this much before the follow-up is called late. */
const GRACE_MONTHS = 1;

type Waiting = {
  readonly report: Fact<fhir4.DiagnosticReport>;
  readonly recommendation: Recommendation;
  readonly regions: readonly Region[];
  /** How the reported examination itself was made. */
  readonly own: Modality | undefined;
};
/** Films of one sitting may lie hours apart: the second view is not the follow-up. */
const SAME_SITTING_MS = 12 * 3_600_000;

/** CT answers for a film and PET for CT: the more telling examination stands for the simpler one. */
const ANSWERED_BY: Readonly<Partial<Record<Modality, readonly Modality[]>>> = {
  XR: ['XR', 'CT', 'PET'],
  CT: ['CT', 'PET'],
};

/** Where the sentence names no region it is that of the report. */
function waitingOf(report: Fact<fhir4.DiagnosticReport>, facts: Facts): Waiting[] {
  const { conclusion = '', code } = report.resource;
  const own = examinationOf([code?.text, ...(code?.coding ?? []).map(({ display }) => display)].join('; '));
  return recommendationsIn(conclusion).flatMap((recommendation) => {
    const regions = recommendation.regions.length ? recommendation.regions : own.regions;
    const waiting = { report, recommendation, regions, own: own.modality };
    return isAnswered(waiting, facts) ? [] : [waiting];
  });
}

function isAnswered({ report, recommendation, regions, own }: Waiting, facts: Facts): boolean {
  const reported = report.when?.latest ?? Number.POSITIVE_INFINITY;
  const ways = ANSWERED_BY[recommendation.modality] ?? [recommendation.modality];
  return examinedOf(facts).some(
    (one) =>
      ways.includes(one.modality) &&
      (!regions.length || one.regions.some((region) => regions.includes(region))) &&
      one.when !== undefined &&
      one.when.latest > reported + (one.is === 'study' && one.modality === own ? SAME_SITTING_MS : 0),
  );
}

/** BI-RADS and Lung-RADS have rules of their own for what is to follow. */
function openFollowUps(facts: Facts): Waiting[] {
  const graded = new Set(
    (['bi-rads', 'lung-rads'] as const).flatMap((scale) =>
      assessmentsOf(facts, scale).map(({ reference }) => reference),
    ),
  );
  return signedReports(facts)
    .filter(
      ({ reference, when, doubtful }) => !graded.has(reference) && !doubtful && when && !isPast(facts, when, MONTHS),
    )
    .flatMap((report) => waitingOf(report, facts).slice(0, 1));
}

export const followUpNotOrderedRule: Rule = {
  id: 'follow_up_not_ordered',
  version: '1.0.2',
  title: { en: 'Recommended follow-up was never ordered', ru: 'Рекомендованный контроль не назначен' },
  population: {},
  hooks: ['patient-view', 'appointment-book'],
  needs: [...REPORTS, ORDERS, STUDIES],
  sources: [{ cite: 'Oka: the recommendation of a signed report with the orders and studies that came after it' }],
  limits: [
    {
      en: 'Only a sentence that asks for an examination by name is read; one recommendation a report.',
      ru: 'Читается только предложение, где исследование названо; одна рекомендация на заключение.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    openFollowUps(facts).length
      ? undefined
      : { en: 'no recommended follow-up is open', ru: 'нет невыполненных рекомендаций по контролю' },
  evaluate: (facts) => openFollowUps(facts).map((waiting) => conclusionOf(waiting, facts)),
};

const TITLE = { en: 'Recommendation of the report', ru: 'Рекомендация заключения' };

function conclusionOf({ report, recommendation }: Waiting, facts: Facts): Conclusion {
  const { sentence, modality, months } = recommendation;
  const late = isPast(facts, report.when, (months ?? 0) + GRACE_MONTHS);
  const short = sentence.length > 80 ? `${sentence.slice(0, 79)}…` : sentence;
  return conclude(followUpNotOrderedRule, {
    matter: `follow_up_not_ordered:${report.reference}`,
    severity: late ? 'warning' : 'info',
    summary: {
      en: `${late ? 'Overdue and never ordered' : 'Not ordered yet'}: “${short}”`,
      ru: `${late ? 'Срок прошёл, не назначено' : 'Ещё не назначено'}: «${short}»`,
    },
    detail: {
      en: 'No later order or study of this kind and region is in the chart.',
      ru: 'Более позднего направления или исследования этого вида и области в карте нет.',
    },
    action: {
      en: 'Order the follow-up, or note why it is not needed.',
      ru: 'Назначьте контроль или отметьте, почему он не нужен.',
    },
    score: { modality, late, ...(months === undefined ? {} : { months }) },
    cited: [cite(report, TITLE, sentence)],
  });
}
