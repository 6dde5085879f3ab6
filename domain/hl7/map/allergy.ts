import { resourceId } from '../../fhir/identifiers.ts';
import type { Segment } from '../message.ts';
import { lookUp } from '../table.ts';
import type { Draft } from './draft.ts';
import { ownsVisits } from './encounter.ts';
import type { RecordOfPatient } from './identity.ts';
import { termOf } from './terms.ts';

/** AL1-2, HL7 table 0127 → FHIR category. */
const CATEGORIES: Readonly<Record<string, 'food' | 'medication' | 'environment' | 'biologic'>> = {
  DA: 'medication',
  FA: 'food',
  EA: 'environment',
  AA: 'environment',
  PA: 'environment',
  LA: 'environment',
};
/** AL1-4, HL7 table 0128 → severity of the reaction. */
const SEVERITIES: Readonly<Record<string, 'mild' | 'moderate' | 'severe'>> = {
  SV: 'severe',
  MO: 'moderate',
  MI: 'mild',
};

/** AL1 → AllergyIntolerance, named by patient and AL1-3. */
export function mapAllergies(draft: Draft, patient: RecordOfPatient): void {
  if (!ownsVisits(draft)) return;
  for (const al1 of draft.message.all('AL1')) mapAllergy(al1, draft, patient);
}

function mapAllergy(al1: Segment, draft: Draft, patient: RecordOfPatient): void {
  const category = lookUp(CATEGORIES, al1.text(2)?.toUpperCase());
  const term = termOf(al1.first(3), draft, category === 'medication' ? 'medication' : undefined);
  if (term === undefined) {
    draft.warn('AL1-3 is empty: no allergy');
    return;
  }
  const manifestation = al1.repetitions(5).flatMap((repetition) => repetition.text() ?? []);
  const severity = lookUp(SEVERITIES, al1.text(4)?.toUpperCase());
  const onset = draft.time(al1.text(6));
  const base = draft.group({
    patient: { reference: `Patient/${patient.record}` },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
    },
    code: term.concept,
    ...(category && { category: [category] }),
    ...(onset && { onsetDateTime: onset.dateTime }),
    ...(manifestation.length > 0 && {
      reaction: [{ manifestation: manifestation.map((text) => ({ text })), ...(severity && { severity }) }],
    }),
    ...(manifestation.length === 0 && severity === 'severe' && { criticality: 'high' }),
  });
  const id = resourceId(draft.context.idKey, 'AllergyIntolerance', [
    patient.owner.domain.oid,
    patient.identifier,
    ...term.key,
  ]);
  draft.put(patient, 'AllergyIntolerance', id, { base });
}
