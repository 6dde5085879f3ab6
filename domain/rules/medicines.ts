import type { CitedFact } from '../../schemas/result.ts';
import { ATC } from '../fhir/systems.ts';
import { cite, type Facts, factsOf } from './facts.ts';
import { perChart } from './per-chart.ts';
import { readingsOf } from './precision.ts';
import type { Need } from './rule.ts';

export const MEDICINES: Need = { facet: 'MedicationRequest', newest: 200 };

/** Medicines with the beginnings of the ATC codes that a rule looks for. */
export const medicinesNeed = (...codes: readonly string[]): Need => ({ ...MEDICINES, codes });

export type Medicine = {
  readonly atc: string;
  /** Being ordered now, or already ordered. */
  readonly stage: 'starting' | 'taken';
  /** Given on the skin or into the eye: by its ATC group (M02A, S01BC) or by the route of the order. */
  readonly local: boolean;
  readonly cited: CitedFact;
};

const TITLE = { en: 'Medicine', ru: 'Препарат' };
/** SNOMED CT routes: topical, cutaneous, ophthalmic. */
const LOCAL_ROUTES = new Set(['6064005', '448598008', '54485002']);
const LOCAL_WORDS = /topical|cutaneous|ophthalmic|наружн|местно|накожн|глазн/i;

const currentOrders = perChart((facts) =>
  factsOf(facts, 'MedicationRequest').filter(
    ({ resource }) => ['active', 'draft'].includes(resource.status) && !hasEnded(resource, facts.asOf),
  ),
);

/** Medicines ordered or taken now that are known by their text alone: no rule by ATC sees them. */
export const uncodedMedicines = (facts: Facts): CitedFact[] =>
  currentOrders(facts).flatMap((fact) => {
    const { text, coding } = fact.resource.medicationCodeableConcept ?? {};
    if (coding?.some(({ system, code }) => system === ATC && code)) return [];
    return [cite(fact, TITLE, text ?? coding?.[0]?.display ?? '?')];
  });

/** Medicines ordered or taken now whose ATC code begins with one of the prefixes, newest order first. */
export const medicinesOf = (facts: Facts, prefixes: readonly string[]): Medicine[] =>
  currentOrders(facts).flatMap((fact) => {
    const { resource } = fact;
    const coding = resource.medicationCodeableConcept?.coding?.find(
      ({ system, code }) => system === ATC && prefixes.some((prefix) => code?.startsWith(prefix)),
    );
    if (!coding?.code) return [];
    const starting = resource.status === 'draft' || ['proposal', 'plan'].includes(resource.intent);
    const local = /^(M02A|S01BC)/.test(coding.code) || isLocalRoute(resource);
    const name = resource.medicationCodeableConcept?.text ?? coding.display;
    const shown = name === undefined ? coding.code : `${name} (${coding.code})`;
    return [{ atc: coding.code, stage: starting ? 'starting' : 'taken', local, cited: cite(fact, TITLE, shown) }];
  });

const hasEnded = ({ dispenseRequest }: fhir4.MedicationRequest, asOf: string): boolean => {
  // "Until 5 March" is taken on 5 March too: only when every reading of the end has passed is it over.
  const end = readingsOf(dispenseRequest?.validityPeriod?.end);
  return end !== undefined && end.latest < Date.parse(asOf);
};

const isLocalRoute = ({ dosageInstruction }: fhir4.MedicationRequest): boolean =>
  (dosageInstruction ?? []).some(
    ({ route }) =>
      LOCAL_WORDS.test(route?.text ?? '') ||
      route?.coding?.some(({ code, display }) => LOCAL_ROUTES.has(code ?? '') || LOCAL_WORDS.test(display ?? '')),
  );
