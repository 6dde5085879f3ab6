import type { CitedFact } from '../../schemas/result.ts';
import { before, cite, type Fact, type Facts, factsOf } from './facts.ts';
import { examinationOf, imagingOrdersOf, type Modality, type Region } from './imaging-orders.ts';
import { perChart } from './per-chart.ts';
import type { Readings } from './precision.ts';

/** An imaging examination that was made or is ordered, as far as its words and codes tell. */
export type Examined = {
  readonly is: 'study' | 'order';
  readonly fact: Fact<fhir4.ImagingStudy> | Fact<fhir4.ServiceRequest>;
  readonly modality: Modality;
  readonly regions: readonly Region[];
  readonly when: Readings | undefined;
  readonly cited: CitedFact;
};

const TITLE = { en: 'Study', ru: 'Исследование' };
/** DICOM PS3.3 C.7.3.1.1.1 → our modality; projection radiography has several. */
const OF_DICOM: Readonly<Record<string, Modality>> = {
  CR: 'XR',
  DX: 'XR',
  RG: 'XR',
  DR: 'XR',
  CT: 'CT',
  MR: 'MR',
  US: 'US',
  NM: 'NM',
  PT: 'PET',
  MG: 'MG',
  XA: 'XA',
  RF: 'RF',
};

const studiesWithModality = (facts: Facts): Examined[] =>
  factsOf(facts, 'ImagingStudy').flatMap((fact) => {
    const { modality = [], series = [], description, procedureCode = [] } = fact.resource;
    const codes = [...modality, ...series.map((one) => one.modality)].map((one) => one?.code ?? '');
    const known = codes.map((code) => OF_DICOM[code]).find((one) => one !== undefined);
    const concepts = procedureCode.flatMap(({ text, coding = [] }) => [text, ...coding.map(({ display }) => display)]);
    const parts = series.flatMap((one) => [one.bodySite?.code, one.bodySite?.display, one.description]);
    const words = [description, ...concepts, ...parts].filter((one) => one !== undefined);
    const told = examinationOf(words.join('; '));
    const is = known ?? told.modality;
    if (!is) return [];
    const regions = is === 'MG' ? [...new Set<Region>([...told.regions, 'breast'])] : told.regions;
    const shown = words[0] ?? is;
    return [{ is: 'study', fact, modality: is, regions, when: fact.when, cited: cite(fact, TITLE, shown) } as const];
  });

/** Studies and orders, newest first within each. */
export const examinedOf = perChart((facts): readonly Examined[] => [
  ...studiesWithModality(facts),
  ...imagingOrdersOf(facts).map(
    ({ fact, modality, regions, cited }) => ({ is: 'order', fact, modality, regions, when: fact.when, cited }) as const,
  ),
]);

/** Examinations of a region by one of the ways that lie after an instant (milliseconds) in every reading. */
export const examinedAfter = (facts: Facts, after: number, region: Region, ways: readonly Modality[]): Examined[] =>
  examinedOf(facts).filter(
    ({ modality, regions, when }) =>
      ways.includes(modality) && regions.includes(region) && when !== undefined && when.earliest > after,
  );

/** Said of an appointment by its status: he came. */
const KEPT = new Set(['arrived', 'checked-in', 'fulfilled']);
/**
 * Whether an appointment still stands for care: it was kept, or its time has not passed by more than so many days. One that
 * passed and of which nobody says that he came is no care: few record systems tell who stayed away.
 */
export const isKeptOrAhead = ({ resource, when }: Fact<fhir4.Appointment>, facts: Facts, days: number): boolean =>
  KEPT.has(resource.status) || (when !== undefined && when.latest >= before(facts, { days }));

/** By then what an appointment led to has come into the chart. */
const APPOINTMENT_DAYS = 30;

/** Orders, visits and procedures after an instant whose words fit: a biopsy, an ophthalmologist. */
export const arrangedAfter = (facts: Facts, after: number, words: RegExp): boolean => {
  const says = (...texts: readonly (string | undefined)[]): boolean => texts.some((text) => words.test(text ?? ''));
  const wordsOf = (concept: fhir4.CodeableConcept | undefined): (string | undefined)[] => [
    concept?.text,
    ...(concept?.coding ?? []).map(({ display }) => display),
  ];
  const isLater = ({ when }: Fact<fhir4.FhirResource>): boolean => when !== undefined && when.earliest > after;
  return (
    factsOf(facts, 'ServiceRequest').some((fact) => isLater(fact) && says(...wordsOf(fact.resource.code))) ||
    factsOf(facts, 'Appointment').some(
      (fact) =>
        isLater(fact) &&
        isKeptOrAhead(fact, facts, APPOINTMENT_DAYS) &&
        says(
          fact.resource.description,
          ...(fact.resource.serviceType ?? []).flatMap(wordsOf),
          ...(fact.resource.specialty ?? []).flatMap(wordsOf),
          ...wordsOf(fact.resource.appointmentType),
          ...fact.resource.participant.map(({ actor }) => actor?.display),
        ),
    ) ||
    factsOf(facts, 'Procedure').some((fact) => says(...wordsOf(fact.resource.code)) && isSinceDay(fact.resource, after))
  );
};

const isSinceDay = ({ performedDateTime, performedPeriod }: fhir4.Procedure, after: number): boolean =>
  Date.parse(performedDateTime ?? performedPeriod?.start ?? '') > after;

const DAY_MS = 86_400_000;
/** Whether more than so many months (of 30.44 days) have passed since the earliest reading of a time. */
export const isPast = (facts: Facts, when: Readings | undefined, months: number): boolean =>
  when !== undefined && Date.parse(facts.asOf) - when.earliest > months * 30.44 * DAY_MS;

/** Of the last so many days in some reading. */
export const isOfLast = (facts: Facts, when: Readings | undefined, days: number): boolean =>
  when !== undefined && when.latest >= before(facts, { days });
