import { OkaError } from '../../../schemas/errors.ts';
import { orderedEdge } from '../../fhir/merge.ts';
import type { Draft } from './draft.ts';
import { patientOf, recordOf } from './identity.ts';
import { mapPatient, ownsDemographics } from './patient.ts';

/**
 * ADT^A40 (HL7 v2.5.1 ch. 3.3.40): each PID survives, the MRG behind it names the record that goes on under it. Nothing is
 * moved: a stamped edge says that the two records are one person (ARCHITECTURE, Storage).
 */
export function mapMerges(draft: Draft): void {
  let survivor: ReturnType<typeof patientOf> | undefined;
  let merged = 0;
  for (const segment of draft.message.segments) {
    if (segment.name === 'PID') {
      survivor = patientOf(draft, segment);
      mapPatient(segment, survivor, draft);
    }
    if (segment.name !== 'MRG') continue;
    if (survivor === undefined) throw new OkaError('hl7-structure', 'PID');
    const prior = recordOf(segment.repetitions(1), draft, 'MRG-1');
    // Who is who is the affair of the clinic that keeps both records: no laboratory and no other clinic joins them.
    if (!ownsDemographics(draft, survivor) || prior.owner.clinic.id !== survivor.owner.clinic.id)
      throw new OkaError('forbidden', 'MRG-1');
    if (prior.record === survivor.record) throw new OkaError('hl7-structure', 'MRG-1');
    draft.own(prior);
    const said = { kind: 'merge', state: 'joined', survivor: survivor.record } as const;
    const records: [string, string] = [survivor.record, prior.record];
    draft.edges.push(orderedEdge({ records, ...said, stamp: draft.stamp(said) }));
    merged += 1;
  }
  if (merged === 0) throw new OkaError('hl7-structure', 'MRG');
}
