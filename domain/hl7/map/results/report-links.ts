import { type FieldGroup, RANK } from '../../../../schemas/chart.ts';
import { resourceId } from '../../../fhir/identifiers.ts';
import type { Draft } from '../draft.ts';
import { parentObservationKey } from '../keys.ts';
import type { OrderBlock } from '../orders/orders.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import type { Told } from './observation.ts';

/** What an OBX of a report became: an observation, or a document with its files; and when its sender said so. */
export type Fact = Told & { readonly attachments?: readonly fhir4.Attachment[]; readonly said: string | undefined };

/**
 * One reference of a list as a group of its own, named so that the list comes out in one order: a message that repeats
 * only one result of a report leaves the others in it, and one that withdraws a result takes it out.
 */
function linkTo(
  list: 'result' | 'member' | 'form',
  member: string,
  { reference, name, gone, attachments, said }: Fact,
  draft: Draft,
): [string, FieldGroup] {
  const value = attachments ?? [{ reference }];
  const group = draft.group(gone ? {} : { [member]: value }, {
    time: said,
    ...(gone && { rank: RANK.cancelled, deleted: true }),
  });
  return [`${list}:${name.replace(/[^\p{L}\p{N}|.-]/gu, '_')}:${reference.split('/')[1]}`, group];
}

/** The observations of a report, and its files as forms of it, each as a group. */
export const reportLinks = (facts: readonly Fact[], draft: Draft): Record<string, FieldGroup> =>
  Object.fromEntries(
    facts.map((fact) =>
      fact.attachments === undefined
        ? linkTo('result', 'result', fact, draft)
        : linkTo('form', 'presentedForm', fact, draft),
    ),
  );

/** OBR-26 and OBR-29: what goes on with a finding is a member of it. Said on the parent, whether it has come or not. */
export function joinParent(block: OrderBlock, facts: readonly Fact[], patient: RecordOfPatient, draft: Draft): void {
  const key = block.obr && parentObservationKey(block.obr, patient, draft);
  const id = key && resourceId(draft.context.idKey, 'Observation', key);
  const members = facts.filter(
    ({ attachments, reference }) => attachments === undefined && reference !== `Observation/${id}`,
  );
  if (id === undefined || members.length === 0) return;
  const groups = members.map((fact) => linkTo('member', 'hasMember', fact, draft));
  draft.put(patient, 'Observation', id, Object.fromEntries(groups));
}
