import { z } from 'zod';
import { type ChartItem, type FieldGroup, RANK } from '../../schemas/chart.ts';
import { Instant } from '../../schemas/input.ts';
import { makeGroup } from '../fhir/groups.ts';

/** Extension that carries who declined a follow-up and why, as JSON. */
const DECLINED_EXTENSION = 'https://oka.health/fhir/follow-up-declined';
/** Group of the order's item that says so; alone it makes no order (domain/fhir/assemble.ts). */
export const DECLINED_GROUP = 'declined';

/** A physician said that it is not needed, with his reason; `open` takes it back. */
export const Declined = z.strictObject({
  state: z.enum(['declined', 'open']),
  by: z.string().min(1),
  name: z.string().optional(),
  at: Instant,
  reason: z.string().min(1).optional(),
});
export type Declined = z.infer<typeof Declined>;

export const declinedGroup = (declined: Declined): FieldGroup =>
  makeGroup(
    { extension: [{ url: DECLINED_EXTENSION, valueString: JSON.stringify(declined) }] },
    { time: declined.at, rank: RANK.final, receivedAt: declined.at },
  );

export function declinedIn(item: Pick<ChartItem, 'groups'> | undefined): Declined | undefined {
  const [extension] = (item?.groups[DECLINED_GROUP]?.value.extension ?? []) as fhir4.Extension[];
  if (extension?.valueString === undefined) return undefined;
  const declined = Declined.parse(JSON.parse(extension.valueString));
  return declined.state === 'open' ? undefined : declined;
}

/** Whether a signed order stands: signed again after it was withdrawn it does. */
export const statusGroup = (status: 'active' | 'revoked', at: string): FieldGroup =>
  makeGroup({ status }, { time: at, rank: RANK.final, receivedAt: at });
