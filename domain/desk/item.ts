import type { DeskPatient } from '../../schemas/api/desk-parts.ts';
import type { DeskStanding, WorkItem } from '../../schemas/api/desk-worklist.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import type { Result } from '../../schemas/result.ts';
import { present } from '../delivery/way/ask.ts';
import { escalationOf, readingOf, wayOf } from '../delivery/way/states.ts';
import type { NamePerson } from './people.ts';
import { isReadBy } from './rank.ts';
import { isOfAi, sentenceOf } from './sentence.ts';
import { toldOf } from './told.ts';

type Shown = {
  readonly result: Result;
  readonly delivery: Delivery;
  readonly patient: DeskPatient;
  /** `sub` of who reads. */
  readonly reader: string;
  readonly nameOf: NamePerson;
};

/** A line of a work list. Waiting is counted by the page from `asOf` of the answer, never from its own clock. */
export function workItem({ result, delivery, patient, reader, nameOf }: Shown): WorkItem {
  const { record, resultId, state, severity, content } = result;
  const { version, clinic, dueAt, overdueSince, level } = delivery;
  return {
    ...{ record, resultId, version, clinic, state, severity, kind: content.kind },
    ...(content.kind === 'finding' ? { finding: content.state, basis: content.basis } : {}),
    patient,
    sentence: sentenceOf(result),
    ai: isOfAi(result),
    standing: standingOf(delivery),
    unread: !isReadBy(delivery, { person: reader }),
    waitingSince: waitingSince(delivery),
    ...(dueAt ? { dueAt } : {}),
    ...(overdueSince ? { overdueSince } : {}),
    ...(level ? { level } : {}),
    recipients: toldOf(delivery, nameOf),
  };
}

/** Of what people were asked about: since the first was; what only confirms it does not begin the wait anew. */
const waitingSince = (delivery: Delivery): string =>
  [delivery.sentAt, ...present(delivery).map(({ askedAt }) => askedAt)].sort()[0] ?? delivery.sentAt;

/** The one axis that a line names: an alarm before a deadline, a human before a system. */
export function standingOf(delivery: Delivery): DeskStanding {
  const escalation = escalationOf(delivery);
  if (escalation === 'alarm' || escalation === 'taken') return escalation;
  const reading = readingOf(delivery);
  if (reading === 'acted-on') return 'acted';
  if (reading === 'acknowledged') return 'acknowledged';
  if (delivery.overdueSince !== undefined) return 'overdue';
  if (reading === 'read') return 'read';
  return wayOf(delivery) === 'refused' ? 'refused' : 'unread';
}
