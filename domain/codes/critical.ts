import type { Bilingual } from '../../schemas/result.ts';
import { observationFacet } from '../fhir/facets.ts';
import { LOINC } from '../fhir/systems.ts';
import type { Region } from '../region.ts';
import { RULES } from '../rules/catalogue.ts';
import { ANALYTES, type Analyte } from '../rules/codes.ts';
import { stateOf } from '../rules/decisions.ts';
import { criticalLabsRule } from '../rules/library/critical_labs.ts';
import type { Rule } from '../rules/rule.ts';

/** Rules whose silence may cost a life: they tell a physician of a value at once (contract 11). */
const CRITICAL_RULES: readonly Rule[] = [criticalLabsRule];

/** Without this a laboratory is called blind (red): a critical value of it kills within hours, and every laboratory measures it. */
const ESSENTIAL: ReadonlySet<Bilingual> = new Set([ANALYTES.potassium.title]);

/** An analyte that a rule asks for, with the LOINC codes under which it finds it. */
export type NeededAnalyte = { readonly title: Bilingual; readonly loinc: readonly string[] };

/** What a rule asks of the laboratory and the bedside, by what it declares (`needs`). */
function analytesOf({ needs }: Rule): NeededAnalyte[] {
  const facets = new Set(needs.map(({ facet }) => facet));
  return Object.values(ANALYTES).flatMap(({ title, codes }: Analyte) => {
    const loinc = Object.keys(codes).filter((code) => facets.has(observationFacet(LOINC, code)));
    return loinc.length === 0 ? [] : [{ title, loinc }];
  });
}

const isActive = (region: Region, rule: Rule): boolean => stateOf(rule, region) === 'active';

/** The essential analytes of the active critical rules. */
export const criticalAnalytes = (region: Region): NeededAnalyte[] =>
  distinct(CRITICAL_RULES, region).filter(({ title }) => ESSENTIAL.has(title));

/** The analytes of the other active rules. */
export const otherAnalytes = (region: Region): NeededAnalyte[] => {
  const critical = new Set(criticalAnalytes(region).map(({ title }) => title));
  return distinct(RULES, region).filter(({ title }) => !critical.has(title));
};

const distinct = (rules: readonly Rule[], region: Region): NeededAnalyte[] => {
  const analytes = rules.filter((rule) => isActive(region, rule)).flatMap(analytesOf);
  return [...new Map(analytes.map((analyte) => [analyte.title, analyte])).values()];
};

/** LOINC codes worth remembering that they came: those of any rule, active or not. */
export const REMEMBERED: ReadonlySet<string> = new Set(RULES.flatMap(analytesOf).flatMap(({ loinc }) => loinc));
