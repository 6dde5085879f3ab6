import { wayContext } from '../domain/delivery/ladder.ts';
import type { WayContext } from '../domain/delivery/way/context.ts';
import type { Sending, WayEvent } from '../domain/delivery/way/events.ts';
import { isObliged } from '../domain/delivery/way/states.ts';
import { stepDelivery } from '../domain/delivery/way/step.ts';
import { hasEdge, silenceOf } from '../domain/duty/silence.ts';
import type { Delivery } from '../schemas/delivery.ts';
import { sendAsks } from './notices.ts';
import type { World } from './world.ts';

/** The region as it stands at an instant: who is on duty and absent, and which clinics are offline. */
export async function wayContextOf({ chart, region, clock }: World, at = clock().toISOString()): Promise<WayContext> {
  const [changes, contacts] = await Promise.all([chart.duty.changes(at), chart.contacts.all()]);
  const offline = region.clinics.filter(
    (clinic) => hasEdge(clinic) && silenceOf(contacts.get(clinic.id) ?? {}, region, at).offlineSince !== undefined,
  );
  return wayContext({ region, changes, offline: new Set(offline.map(({ id }) => id)), now: at });
}

/** Of what is not critical and never was nobody is asked: most results need neither the rota nor the clinics' contacts. */
async function groundOf(world: World, { record, resultId }: Named, event: unknown): Promise<WayContext> {
  const stored = await world.chart.delivery(record, resultId);
  const isLoud =
    (stored !== undefined && (stored.level !== undefined || isObliged(stored))) ||
    (isSending(event) && event.result.severity === 'critical');
  if (isLoud) return wayContextOf(world);
  const now = world.clock().toISOString();
  return wayContext({ region: world.region, changes: [], offline: new Set(), now });
}

const isSending = (event: unknown): event is Sending =>
  typeof event === 'object' && event !== null && 'result' in event;

type Moved = { readonly before: Delivery | undefined; readonly after: Delivery | undefined };

type Named = { readonly record: string; readonly resultId: string };

/**
 * Takes one step of a delivery: reads, steps, writes if nobody else did, then hands out what is to be asked. Written first: a
 * crash before the asks are out leaves them in the delivery, and the region's minute sends them. `event` may be chosen by what
 * is stored; undefined leaves all as it is.
 */
export async function takeStep(
  world: World,
  { record, resultId }: Named,
  event: WayEvent | ((stored: Delivery | undefined) => WayEvent | undefined),
  { traceparent, context }: { readonly traceparent?: string; readonly context?: WayContext } = {},
): Promise<Moved> {
  const ground = context ?? (await groundOf(world, { record, resultId }, event));
  let before: Delivery | undefined;
  let step: ReturnType<typeof stepDelivery>;
  const after = await world.chart.changeDelivery(record, resultId, (stored) => {
    before = stored;
    const happened = typeof event === 'function' ? event(stored) : event;
    step = happened && stepDelivery(stored, happened, ground);
    return step?.delivery;
  });
  await sendAsks(world, step?.asks ?? [], traceparent);
  return { before, after };
}
