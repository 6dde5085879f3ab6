import type { WhyLine } from '../../schemas/api/appointments.ts';
import { clipTo, conceptText, type Fact, factsOfType, referenceOf, whenOf } from './facts.ts';
import type { PageInput } from './page.ts';

const MOST_CHARACTERS = 140;
const UNKNOWN = { en: 'The reason is not stated', ru: 'Причина не указана' };
const REFERRED = { en: 'order', ru: 'направление' };
/** A visit of so long before the appointment may be what he comes back for. */
const SAME_MATTER_DAYS = 14;
const DAY_MS = 24 * 3600_000;

/**
 * Why he comes: what the booking says (SCH-7, its comment, its service), else the order that the booking is based on, else
 * what he complained of, or was diagnosed with, at his last visit to this clinic of the past fortnight.
 */
export function whyOf(input: PageInput): WhyLine {
  const { appointment, language } = input;
  const { reasonCode = [], comment, description, serviceType = [], appointmentType } = appointment.resource;
  const said = unique([...reasonCode.map(conceptText), description, comment, ...serviceType.map(conceptText)]);
  const booked = said.length > 0 ? said : unique([conceptText(appointmentType)]);
  const from = [...orders(input), ...(said.length > 0 ? [] : complaints(input))];
  const words = unique([...booked, ...from.map(({ text }) => text)]);
  if (words.length === 0) return { known: false, text: UNKNOWN[language], references: [referenceOf(appointment)] };
  return {
    known: true,
    text: clipTo(words.join('; '), MOST_CHARACTERS),
    references: [referenceOf(appointment), ...from.map(({ reference }) => reference)],
  };
}

type Reason = { readonly text: string; readonly reference: string };

function orders({ appointment, facts, language }: PageInput): Reason[] {
  const named = new Set((appointment.resource.basedOn ?? []).map(({ reference }) => reference));
  return factsOfType(facts, 'ServiceRequest').flatMap((fact) => {
    if (!named.has(referenceOf(fact))) return [];
    const { code, reasonCode = [] } = fact.resource;
    const text = unique([conceptText(code), ...reasonCode.map(conceptText)]).join(', ');
    return text ? [{ text: `${REFERRED[language]}: ${text}`, reference: referenceOf(fact) }] : [];
  });
}

function complaints(input: PageInput): Reason[] {
  const { appointment, facts, clinic } = input;
  const start = Date.parse(appointment.resource.start ?? input.asOf);
  const near = (time: string | undefined): boolean => {
    const at = whenOf(time)?.latest;
    return at !== undefined && at <= start + DAY_MS && at >= start - SAME_MATTER_DAYS * DAY_MS;
  };
  const reasons = factsOfType(facts, 'Encounter')
    .filter((one) => one.clinic === clinic && near(one.resource.period?.start))
    .flatMap((one) => spoken(one, one.resource.reasonCode ?? []));
  const diagnoses = factsOfType(facts, 'Condition')
    .filter((one) => one.clinic === clinic && near(one.resource.recordedDate ?? one.saidAt))
    .flatMap((one) => spoken(one, one.resource.code ? [one.resource.code] : []));
  return (reasons.length > 0 ? reasons : diagnoses).slice(0, 2);
}

const spoken = (fact: Fact, concepts: readonly fhir4.CodeableConcept[]): Reason[] =>
  concepts.flatMap((one) => {
    const text = conceptText(one);
    return text ? [{ text, reference: referenceOf(fact) }] : [];
  });

const unique = (texts: readonly (string | undefined)[]): string[] => [
  ...new Set(texts.flatMap((one) => one?.trim() || [])),
];
