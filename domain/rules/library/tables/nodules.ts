import type { CitedFact } from '../../../../schemas/result.ts';
import { observationFacet } from '../../../fhir/facets.ts';
import { ASSESSMENT_SYSTEM } from '../../assessments.ts';
import { cite, type Facts, factsOf } from '../../facts.ts';
import type { Readings } from '../../precision.ts';
import type { Need } from '../../rule.ts';
import type { NoduleType } from '../fleischner2017.ts';

/**
 * A pulmonary nodule on CT as a radiologist described it: an observation `lung-nodule` with components `nodule-type`
 * (solid, part-solid, ground-glass, subsolid), `nodule-size` (mean of two axes) and `nodule-number` (single, multiple).
 * Text of a report is not read for it.
 */
export const NODULES: Need = { facet: observationFacet(ASSESSMENT_SYSTEM, 'lung-nodule'), newest: 20 };

export type DescribedNodule = {
  readonly type: NoduleType | undefined;
  readonly number: 'single' | 'multiple' | undefined;
  readonly sizeMm: number | undefined;
  readonly when: Readings | undefined;
  readonly cited: CitedFact;
};

const TITLE = { en: 'Lung nodule', ru: 'Очаг в лёгком' };
const FINAL = new Set(['final', 'amended', 'corrected', 'unknown']);
const MILLIMETRES: Readonly<Record<string, number>> = { mm: 1, cm: 10 };

/** Nodules of final observations, newest first. */
export const nodulesOf = (facts: Facts): DescribedNodule[] =>
  factsOf(facts, 'Observation').flatMap((fact) => {
    const { code, status, component = [] } = fact.resource;
    const isNodule = code.coding?.some((one) => one.system === ASSESSMENT_SYSTEM && one.code === 'lung-nodule');
    if (!isNodule || !FINAL.has(status) || fact.doubtful) return [];
    const part = (name: string): fhir4.ObservationComponent | undefined =>
      component.find((one) =>
        one.code.coding?.some((coding) => coding.system === ASSESSMENT_SYSTEM && coding.code === name),
      );
    const said = (name: string): string | undefined => {
      const { valueCodeableConcept, valueString } = part(name) ?? {};
      return (valueCodeableConcept?.coding?.[0]?.code ?? valueCodeableConcept?.text ?? valueString)?.toLowerCase();
    };
    const type = TYPES.find((one) => one === said('nodule-type'));
    const number = NUMBERS.find((one) => one === said('nodule-number'));
    const size = part('nodule-size')?.valueQuantity;
    const factor = MILLIMETRES[size?.code ?? size?.unit ?? ''];
    const sizeMm = size?.value === undefined || factor === undefined ? undefined : size.value * factor;
    const shown = [said('nodule-type'), sizeMm === undefined ? undefined : `${sizeMm} mm`, said('nodule-number')];
    return [
      { type, number, sizeMm, when: fact.when, cited: cite(fact, TITLE, shown.filter(Boolean).join(', ') || '?') },
    ];
  });

const TYPES: readonly NoduleType[] = ['solid', 'part-solid', 'ground-glass', 'subsolid'];
const NUMBERS = ['single', 'multiple'] as const;
