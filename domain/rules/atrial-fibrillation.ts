import { type Diagnosis, diagnosesOf } from './diagnoses.ts';
import type { Facts } from './facts.ts';
import { type Medicine, medicinesOf } from './medicines.ts';

export const FIBRILLATION_ICD10 = ['I48'];
export const VALVULAR_ICD10 = ['I05.0', 'I05.2', 'Z95.2'];
export const ANTICOAGULANTS_ATC = ['B01AA', 'B01AE', 'B01AF', 'B01AB'];

/** ICD-10 I48: atrial fibrillation and flutter. */
export const fibrillationOf = (facts: Facts): Diagnosis[] =>
  diagnosesOf(facts, { icd10: FIBRILLATION_ICD10, since: 0 });

/** Rheumatic mitral stenosis and a mechanical valve: anticoagulation is indicated without a score. */
export const valvularOf = (facts: Facts): Diagnosis[] => diagnosesOf(facts, { icd10: VALVULAR_ICD10 });

/** Vitamin K antagonists, thrombin and factor Xa inhibitors, heparins. */
export const anticoagulantsOf = (facts: Facts): Medicine[] => medicinesOf(facts, ANTICOAGULANTS_ATC);
