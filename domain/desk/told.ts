import type { DeskRecipient } from '../../schemas/api/desk-parts.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import type { NamePerson } from './people.ts';

/** Who is told of a result: those it is for, and whoever was asked in his turn because they did not answer or are unknown. */
export function toldOf({ recipients, notices }: Pick<Delivery, 'recipients' | 'notices'>, nameOf: NamePerson) {
  const known = new Set(recipients.map(({ person }) => person));
  const asked = [...new Set(notices.map(({ to }) => to))].filter((to) => !known.has(to));
  return [
    ...recipients.map(({ person, as }): DeskRecipient => ({ ...nameOf(person), as })),
    ...asked.map((to): DeskRecipient => ({ ...nameOf(to), as: 'asked' })),
  ];
}
