import { resourceId } from '../../../fhir/identifiers.ts';
import { LOINC } from '../../../fhir/systems.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { encounterReference, subjectReference, visitNumber } from '../keys.ts';
import { noteText } from '../orders/orders.ts';
import type { RecordOfPatient } from '../patients/identity.ts';

/** LOINC: a remark that is no answer to any question. */
const REMARK = { system: LOINC, code: '48767-8', display: 'Annotation comment [Interpretation] Narrative' };

/**
 * NTE behind a PID → Observation: FHIR's Patient has no place for a remark, and who orders or answers does not own the
 * demographics. The same words about the same patient and visit are one remark however often they are sent.
 */
export function mapPatientNotes(notes: readonly Segment[], patient: RecordOfPatient, draft: Draft): void {
  const text = noteText(notes);
  if (text === undefined) return;
  const { owner, identifier } = patient;
  const key = [owner.domain.oid, 'visit', identifier, visitNumber(draft) ?? '', 'NTE', text];
  const said = draft.time(draft.message.first('MSH')?.text(7))?.dateTime;
  draft.put(patient, 'Observation', resourceId(draft.context.idKey, 'Observation', key), {
    base: draft.group({
      status: 'final',
      code: { coding: [REMARK], text: 'NTE' },
      ...subjectReference(patient),
      ...encounterReference(draft, patient),
      ...(said !== undefined && { effectiveDateTime: said }),
      valueString: text,
    }),
  });
}
