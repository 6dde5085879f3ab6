import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { observationFacet } from '../fhir/facets.ts';
import { LOINC, SNOMED } from '../fhir/systems.ts';
import { ACVPU, RESPONSIVENESS } from './bedside-codes.ts';
import { cite, type Facts, isSince, type Lookup, observationsOf } from './facts.ts';
import type { Consciousness } from './library/tables/news2-points.ts';
import type { Need } from './rule.ts';
import { newestSign, signNeeds } from './signs.ts';

/** Consciousness on the ACVPU scale, with the fact that says so. */
export type Responsiveness = { readonly level: Consciousness; readonly cited: CitedFact };

export const CONSCIOUSNESS_TITLE: Bilingual = { en: 'Consciousness (ACVPU)', ru: 'Уровень сознания (ACVPU)' };

export const consciousnessNeeds = (): Need[] => [
  ...RESPONSIVENESS.map((code) => ({ facet: observationFacet(LOINC, code), newest: 3 })),
  ...signNeeds('confusion'),
];

/**
 * The newest charted level since `since` (milliseconds). New confusion is C, whatever else is charted; that confusion was
 * looked for and not found does not yet say that the patient is alert.
 */
export function newestConsciousness(facts: Facts, since: number): Lookup<Responsiveness> {
  const confusion = newestSign(facts, 'confusion', since);
  if ('found' in confusion && confusion.found.present) return { found: { level: 'C', cited: confusion.found.cited } };
  for (const fact of observationsOf(facts, RESPONSIVENESS)) {
    if (fact.doubtful || !isSince(fact, since)) continue;
    const { code, valueCodeableConcept } = fact.resource;
    if (!code.coding?.some((one) => one.system === LOINC && isResponsiveness(one.code))) continue;
    const answer = valueCodeableConcept?.coding?.find((one) => one.system === SNOMED && one.code && one.code in ACVPU);
    const level = ACVPU[answer?.code ?? ''];
    if (level) return { found: { level, cited: cite(fact, CONSCIOUSNESS_TITLE, level) } };
  }
  return { missing: CONSCIOUSNESS_TITLE };
}

const isResponsiveness = (code: string | undefined): boolean => RESPONSIVENESS.some((one) => one === code);
