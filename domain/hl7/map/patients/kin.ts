import type { FieldGroup } from '../../../../schemas/chart.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import { organisationOf } from '../people.ts';
import { termOf } from '../terms.ts';
import { addressOf, telecomsOf } from './contacts.ts';
import { nameOf } from './names.ts';
import { genderOf } from './sex.ts';

/** NK1 (HL7 v2.5.1 ch. 3.4.5) → Patient.contact. All NK1 of a message are one list, which the next message with NK1 replaces. */
export function kinGroups(draft: Draft): Record<string, FieldGroup> {
  const segments = draft.message.all('NK1');
  if (segments.length === 0) return {};
  const contact = segments.flatMap((nk1) => kinOf(nk1, draft) ?? []);
  return { 'demographics:contact': draft.group(contact.length > 0 ? { contact } : {}) };
}

function kinOf(nk1: Segment, draft: Draft): fhir4.PatientContact | undefined {
  const name = nk1.repetitions(2).flatMap((one) => nameOf(one) ?? [])[0];
  const address = nk1.repetitions(4).flatMap((one) => addressOf(one) ?? [])[0];
  const telecom = [...telecomsOf(nk1, 5, 'home'), ...telecomsOf(nk1, 6, 'work')];
  const organization = organisationOf(nk1.first(13));
  // FHIR R4 pat-1: a contact without any of these is none.
  if (!name && !address && telecom.length === 0 && !organization) return undefined;
  const relationship = [nk1.first(3), nk1.first(7)].flatMap((one) => termOf(one, draft)?.concept ?? []);
  const gender = genderOf(nk1.text(15));
  const [start, end] = [draft.time(nk1.text(8))?.dateTime, draft.time(nk1.text(9))?.dateTime];
  return {
    ...(relationship.length > 0 && { relationship }),
    ...(name && { name }),
    ...(telecom.length > 0 && { telecom }),
    ...(address && { address }),
    ...(gender && { gender }),
    ...(organization && { organization }),
    ...((start ?? end) && { period: { ...(start && { start }), ...(end && { end }) } }),
  };
}
