import { type Diagnosis, diagnosesOf } from './diagnoses.ts';
import type { Facts } from './facts.ts';
import { type Medicine, medicinesOf } from './medicines.ts';

/** ICD-10 I48: atrial fibrillation and flutter. */
export const fibrillationOf = (facts: Facts): Diagnosis[] => diagnosesOf(facts, { icd10: ['I48'], since: 0 });

/** Rheumatic mitral stenosis and a mechanical valve: anticoagulation is indicated without a score. */
export const valvularOf = (facts: Facts): Diagnosis[] => diagnosesOf(facts, { icd10: ['I05.0', 'I05.2', 'Z95.2'] });

/** Vitamin K antagonists, thrombin and factor Xa inhibitors, heparins. */
export const anticoagulantsOf = (facts: Facts): Medicine[] => medicinesOf(facts, ['B01AA', 'B01AE', 'B01AF', 'B01AB']);
