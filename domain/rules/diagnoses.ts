import type { CitedFact } from '../../schemas/result.ts';
import { SNOMED } from '../fhir/systems.ts';
import { cite, type Facts, factsOf } from './facts.ts';
import type { Readings } from './precision.ts';
import type { Need } from './rule.ts';

export const DIAGNOSES: Need = { facet: 'Condition', newest: 200 };

/** Diagnoses with the codes (ICD-10 categories, SNOMED CT) that a rule looks for. */
export const diagnosesNeed = (...codes: readonly string[]): Need => ({ ...DIAGNOSES, codes });

export type Diagnosis = { readonly code: string; readonly when: Readings | undefined; readonly cited: CitedFact };
export type DiagnosisQuery = {
  /** ICD-10 categories or codes; `J18` takes J18.9 too. */
  readonly icd10: readonly string[];
  readonly snomed?: readonly string[];
  /** Diagnoses that in every reading are older than this instant (milliseconds) are left out. */
  readonly since?: number;
};

const REFUTED = new Set(['refuted', 'entered-in-error']);
const PAST = new Set(['inactive', 'remission', 'resolved']);
const TITLE = { en: 'Diagnosis', ru: 'Диагноз' };

/** Diagnoses that physicians stated and did not take back, newest first. */
export const diagnosesOf = (facts: Facts, { icd10, snomed = [], since }: DiagnosisQuery): Diagnosis[] =>
  factsOf(facts, 'Condition').flatMap((fact) => {
    const { resource, when } = fact;
    if (resource.verificationStatus?.coding?.some(({ code }) => code !== undefined && REFUTED.has(code))) return [];
    if (since !== undefined) {
      if (resource.clinicalStatus?.coding?.some(({ code }) => code !== undefined && PAST.has(code))) return [];
      if (when !== undefined && when.latest < since) return [];
    }
    const coding = resource.code?.coding?.find(({ system, code }) =>
      system === SNOMED ? snomed.includes(code ?? '') : isIcd10(code ?? '', icd10),
    );
    if (!coding?.code) return [];
    const name = resource.code?.text ?? coding.display;
    const shown = name === undefined || name === coding.code ? coding.code : `${coding.code} ${name}`;
    return [{ code: coding.code, when, cited: cite(fact, TITLE, shown) }];
  });

/** Whether one of these was stated at the time of something or after it, in some reading; a diagnosis without a time was not. */
export const isDiagnosedSince = (facts: Facts, icd10: readonly string[], of: Readings | undefined): boolean =>
  diagnosesOf(facts, { icd10 }).some(({ when }) => when !== undefined && when.latest >= (of?.earliest ?? 0));

export const isIcd10 = (code: string, wanted: readonly string[]): boolean =>
  wanted.some((one) => code === one || (code.startsWith(one) && (one.includes('.') || code[one.length] === '.')));
