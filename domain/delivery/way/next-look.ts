import type { Delivery } from '../../../schemas/delivery.ts';

/** When the region looks at a delivery next: the deadline while nobody has acknowledged, or the next step of the escalation. */
export function nextLookOf({ dueAt, askAt, acknowledged }: Delivery): string | undefined {
  const deadline = acknowledged === undefined ? dueAt : undefined;
  if (deadline === undefined || askAt === undefined) return deadline ?? askAt;
  const isBefore = askAt < deadline;
  return isBefore ? askAt : deadline;
}
