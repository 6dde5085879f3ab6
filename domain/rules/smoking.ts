import type { Bilingual, CitedFact } from '../../schemas/result.ts';
import { observationFacet } from '../fhir/facets.ts';
import { LOINC, SNOMED } from '../fhir/systems.ts';
import { SMOKES, SMOKING_STATUS } from './bedside-codes.ts';
import { cite, type Facts, isSince, type Lookup, observationsOf } from './facts.ts';
import type { Need } from './rule.ts';

export const SMOKING_NEEDS: readonly Need[] = [{ facet: observationFacet(LOINC, SMOKING_STATUS), newest: 3 }];
const TITLE: Bilingual = { en: 'Smoking', ru: 'Курение' };

/** Whether the person smokes now, by the newest coded status since `since` (milliseconds). */
export function newestSmoking(facts: Facts, since: number): Lookup<{ smokes: boolean; cited: CitedFact }> {
  for (const fact of observationsOf(facts, [SMOKING_STATUS])) {
    const { code, valueCodeableConcept } = fact.resource;
    if (!code.coding?.some((one) => one.system === LOINC && one.code === SMOKING_STATUS)) continue;
    if (fact.doubtful || !isSince(fact, since)) continue;
    const answer = valueCodeableConcept?.coding?.find((one) => one.system === SNOMED && one.code && one.code in SMOKES);
    const smokes = SMOKES[answer?.code ?? ''];
    if (smokes === undefined) continue;
    const shown = valueCodeableConcept?.text ?? answer?.display ?? (smokes ? 'present' : 'absent');
    return { found: { smokes, cited: cite(fact, TITLE, shown) } };
  }
  return { missing: TITLE };
}
