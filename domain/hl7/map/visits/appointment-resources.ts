import type { FieldGroup } from '../../../../schemas/chart.ts';
import { canonicalHash } from '../../../fhir/canonical.ts';
import type { Segment } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { postOf, staffOf } from '../people.ts';
import { termOf } from '../terms.ts';
import { locationOf } from './visit-details.ts';

/** S18 and S22 name what is added, S19–S21 what is taken away (HL7 v2.5.1 ch. 10.3.7–10.3.11); other events name all. */
const ADDING = new Set(['SIU^S18', 'SIU^S22']);
const REMOVING = new Set(['SIU^S19', 'SIU^S20', 'SIU^S21']);

type Resource = { readonly actor: fhir4.Reference; readonly period?: fhir4.Period; readonly removed: boolean };

/** The patient comes first among the participants. */
export const selfGroup = ({ record }: RecordOfPatient, draft: Draft): Record<string, FieldGroup> => ({
  'participant:0': draft.group({ participant: [{ actor: { reference: `Patient/${record}` }, status: 'accepted' }] }),
});

/**
 * The services (AIS), people (AIP), places (AIL) and things (AIG) of an appointment. An event about single resources says
 * each as a group of its own, one taken away as declined, and leaves the others; any other event replaces the list, but
 * not by nothing.
 */
export function resourceGroups(draft: Draft): Record<string, FieldGroup> {
  const { type } = draft.message;
  const services = servicesOf(draft);
  const said = services.length > 0 ? { serviceType: draft.group({ serviceType: services }) } : {};
  const resources = resourcesOf(draft);
  if (ADDING.has(type) || REMOVING.has(type)) {
    const single = resources.map((resource) => {
      const name = `participant:2:${canonicalHash(resource.actor).slice(0, 16)}`;
      return [name, draft.group({ participant: [participantOf(resource)] })] as const;
    });
    return { ...said, ...Object.fromEntries(single) };
  }
  const staying = resources.filter(({ removed }) => !removed);
  if (staying.length === 0) return said;
  return { ...said, 'participant:1': draft.group({ participant: staying.map(participantOf) }) };
}

const participantOf = ({ actor, period, removed }: Resource): fhir4.AppointmentParticipant => ({
  actor,
  status: removed ? 'declined' : 'accepted',
  ...(period && { period }),
});

/** What was ordered: AIS-3; a service that is taken away is left out. */
const servicesOf = (draft: Draft): fhir4.CodeableConcept[] =>
  draft.message
    .all('AIS')
    .filter((ais) => !isRemoved(ais, draft))
    .flatMap((ais) => termOf(ais.first(3), draft)?.concept ?? []);

function resourcesOf(draft: Draft): Resource[] {
  const { message } = draft;
  const at = (segment: Segment, actor: fhir4.Reference, field: number): Resource => {
    const start = draft.time(segment.text(field))?.dateTime;
    return { actor, ...(start?.includes('T') && { period: { start } }), removed: isRemoved(segment, draft) };
  };
  const people = message.all('AIP').flatMap((aip) =>
    aip.repetitions(3).flatMap((one) => {
      const person = staffOf(one, { post: postOf(aip, [4]) });
      return person === undefined ? [] : [at(aip, person, 6)];
    }),
  );
  const places = message.all('AIL').flatMap((ail) =>
    ail.repetitions(3).flatMap((one) => {
      const place = locationOf(one);
      return place === undefined ? [] : [at(ail, place, 6)];
    }),
  );
  const things = message.all('AIG').flatMap((aig) => {
    const name = termOf(aig.first(3), draft)?.concept.text ?? termOf(aig.first(4), draft)?.concept.text;
    return name === undefined ? [] : [at(aig, { type: 'Device', display: name }, 8)];
  });
  return [...people, ...places, ...things];
}

/** AIx-2, HL7 table 0206: D deletes, X is unchanged. */
const isRemoved = (segment: Segment, { message }: Draft): boolean =>
  segment.text(2)?.toUpperCase() === 'D' || (REMOVING.has(message.type) && !/^[AUX]$/i.test(segment.text(2) ?? ''));
