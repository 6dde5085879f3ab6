import type { Delivery } from '../../schemas/delivery.ts';
import { calledBefore, isOpen, toldVersion } from '../delivery/way/states.ts';

/**
 * How pressing an open result is, the first before the others: critical and unacknowledged (unread, then read), then what
 * nobody of the circle has opened, by severity. Sort keys of the work lists begin with it.
 */
export const RANKS = { criticalUnread: '0', criticalRead: '1', warning: '2', info: '3' } as const;
export type Rank = (typeof RANKS)[keyof typeof RANKS];

/** Whose list: everybody's at the clinic, or one person's. */
export type Circle = { readonly person?: string | undefined };

/** Somebody of the circle has opened what people were last told of. */
export function isReadBy(delivery: Delivery, { person }: Circle): boolean {
  const told = toldVersion(delivery);
  const { reads, acknowledged } = delivery;
  const isHis = (by: string): boolean => person === undefined || by === person;
  return (
    reads.some(({ by, version }) => isHis(by) && version >= told) ||
    (acknowledged !== undefined && isHis(acknowledged.by))
  );
}

/** What was taken back concerns only those who saw it, or heard it by telephone. */
const sawEarlier = (delivery: Delivery, { person }: Circle): boolean => {
  const { reads, version } = delivery;
  const knew = [
    ...reads.filter((one) => one.version < version).map(({ by }) => by),
    ...calledBefore(delivery, version),
  ];
  return knew.some((by) => person === undefined || by === person);
};

/** Where it stands on the list of what asks for somebody; undefined: it asks nobody of this circle any more. */
export function rankOf(delivery: Delivery, circle: Circle): Rank | undefined {
  const isRead = isReadBy(delivery, circle);
  if (isOpen(delivery)) return isRead ? RANKS.criticalRead : RANKS.criticalUnread;
  if (isRead) return undefined;
  if (delivery.state === 'withdrawn') return sawEarlier(delivery, circle) ? RANKS.warning : undefined;
  // What a colleague has acknowledged is done for all.
  if (delivery.acknowledged !== undefined) return undefined;
  return delivery.severity === 'info' ? RANKS.info : RANKS.warning;
}

/** Everybody who is told of it: its recipients, whom the escalation asked since, and who read an earlier version. */
export const peopleOf = ({ recipients, notices, reads }: Delivery): string[] => [
  ...new Set([...recipients.map(({ person }) => person), ...notices.map(({ to }) => to), ...reads.map(({ by }) => by)]),
];
