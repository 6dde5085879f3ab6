import type { Bilingual, CitedFact } from '../../../schemas/result.ts';
import { assessmentNeeds, newestAssessment } from '../assessments.ts';
import { isKeptOrAhead, isOfLast } from '../examinations.ts';
import { cite, type Facts, factsOf, type StatedFinding } from '../facts.ts';
import { PERSON_NEEDS, personOf } from '../person.ts';
import { type Readings, readingsOf } from '../precision.ts';
import { type Conclusion, conclude, type Rule } from '../rule.ts';
import { REPORTS, statementsOn } from '../statements.ts';

/** A grave finding on images: what it is, since when, and what it stands on. */
type Grave = {
  readonly id: string;
  readonly name: Bilingual;
  readonly when: Readings;
  readonly cited: CitedFact;
};

/** After this a finding that nobody acted on belongs to other rules. */
const DAYS = 30;

/** Present by an active model and not denied by a signed report on the same matter since. */
const ofModels = (facts: Facts): Grave[] =>
  facts.findings.flatMap((stated) => {
    const { finding, reference, time } = stated;
    const when = readingsOf(time);
    if (finding.state !== 'present' || !when || isDenied(stated, facts)) return [];
    const { en, ru } = finding.label.title;
    const name = { en: `AI: ${en}`, ru: `ИИ: ${ru}` };
    return [{ id: finding.label.id, name, when, cited: cite({ reference, time }, name, finding.state) }];
  });

const isDenied = ({ finding, time }: StatedFinding, facts: Facts): boolean => {
  const [newest] = statementsOn(finding.label, facts);
  return newest !== undefined && !newest.positive && (newest.when?.latest ?? 0) >= (readingsOf(time)?.earliest ?? 0);
};

const GRAVE: Readonly<Record<'bi-rads' | 'lung-rads', readonly string[]>> = {
  'bi-rads': ['4', '4A', '4B', '4C', '5'],
  'lung-rads': ['4B', '4X'],
};

const ofCategories = (facts: Facts): Grave[] =>
  (['bi-rads', 'lung-rads'] as const).flatMap((scale) => {
    const newest = newestAssessment(facts, scale);
    if (!newest?.when || !GRAVE[scale].includes(newest.category)) return [];
    const shown = `${scale === 'bi-rads' ? 'BI-RADS' : 'Lung-RADS'} ${newest.category}`;
    return [{ id: scale, name: { en: shown, ru: shown }, when: newest.when, cited: newest.cited }];
  });

const graveOf = (facts: Facts): Grave[] =>
  [...ofModels(facts), ...ofCategories(facts)].filter(({ when }) => isOfLast(facts, when, DAYS));

const EXPECTED = new Set(['proposed', 'pending', 'booked', 'arrived', 'checked-in', 'waitlist', 'fulfilled']);
/** A visit that nobody closed is no care for ever: outside a ward it is believed for this long. */
const VISIT_DAYS = 2;
/** So long after its time an appointment of which nobody says that he came is still believed. */
const APPOINTMENT_DAYS = 1;

/** The patient lies in hospital, or is being seen today. */
const isUnderCare = (facts: Facts): boolean => {
  const { setting } = personOf(facts);
  if (setting === undefined || setting === 'inpatient') return setting !== undefined;
  return factsOf(facts, 'Encounter').some(({ when, doubtful }) => !doubtful && isOfLast(facts, when, VISIT_DAYS));
};

/** The patient is being seen, is booked from now on, or was seen after the finding. */
function isCaredFor({ when }: Grave, facts: Facts): boolean {
  if (isUnderCare(facts)) return true;
  const after = Math.min(when.latest, Date.parse(facts.asOf));
  return (
    factsOf(facts, 'Appointment').some(
      (fact) =>
        EXPECTED.has(fact.resource.status) &&
        fact.when !== undefined &&
        fact.when.latest >= after &&
        isKeptOrAhead(fact, facts, APPOINTMENT_DAYS),
    ) ||
    factsOf(facts, 'Encounter').some(
      (fact) =>
        fact.when !== undefined &&
        fact.when.earliest > after &&
        // A visit that was planned and whose day has passed was none.
        (fact.resource.status !== 'planned' || fact.when.latest >= Date.parse(facts.asOf)),
    )
  );
}

export const criticalFindingWithoutAppointmentRule: Rule = {
  id: 'critical_finding_without_appointment',
  version: '1.0.1',
  title: { en: 'Grave finding without an appointment', ru: 'Опасная находка без записи на приём' },
  population: {},
  hooks: ['patient-view', 'appointment-book'],
  needs: [
    ...REPORTS,
    ...assessmentNeeds('bi-rads'),
    ...assessmentNeeds('lung-rads'),
    PERSON_NEEDS.visits,
    { facet: 'Appointment', newest: 50 },
  ],
  sources: [{ cite: 'Oka: combination of findings with the visits and appointments of the chart' }],
  limits: [
    {
      en: 'Only appointments that this region’s systems have sent are known.',
      ru: 'Известны только записи, переданные системами региона.',
    },
  ],
  form: 'GuidanceResponse',
  idle: (facts) =>
    graveOf(facts).length
      ? undefined
      : { en: 'no grave finding of the last 30 days', ru: 'нет опасных находок за последние 30 дней' },
  evaluate: (facts) => graveOf(facts).flatMap((grave) => (isCaredFor(grave, facts) ? [] : [conclusionOf(grave)])),
};

const conclusionOf = ({ id, name, cited }: Grave): Conclusion =>
  conclude(criticalFindingWithoutAppointmentRule, {
    matter: `critical_finding_without_appointment:${id}`,
    severity: 'warning',
    summary: {
      en: `${name.en}: no visit or appointment since`,
      ru: `${name.ru}: после находки нет ни приёма, ни записи`,
    },
    detail: {
      en: 'The patient is not under care now, was not seen after the finding, and is not booked.',
      ru: 'Пациент сейчас не на лечении, после находки не осмотрен и не записан.',
    },
    action: {
      en: 'Call the patient and book an appointment.',
      ru: 'Свяжитесь с пациентом и запишите на приём.',
    },
    score: { appointment: false },
    cited: [cited],
  });
