import type { WayEvent } from '../../domain/delivery/way/events.ts';
import { toldVersion } from '../../domain/delivery/way/states.ts';
import { axesOf } from '../../domain/desk/axes.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import { bodyOf } from '../../platform/handlers/body.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { holdReadBack } from '../../platform/read-back.ts';
import { takeStep } from '../../platform/way.ts';
import type { World } from '../../platform/world.ts';
import { AcknowledgeBody, type ActAnswer, ActedBody, ReadBody } from '../../schemas/api/desk-acts.ts';
import type { Delivery, ReadBack } from '../../schemas/delivery.ts';
import { OkaError } from '../../schemas/errors.ts';
import { namesFor } from './reader.ts';
import { isOvertaken, overtaken, standingResult } from './standing.ts';

/** A version was on somebody's screen. Of an older one that is known too: he is told that there is a newer. */
export async function noteRead(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { version } = bodyOf(ReadBody, request.body);
  const result = await standingResult(request, world);
  if (version > result.version) throw new OkaError('not-found', 'version of this result');
  return done(request, world, { type: 'read', version });
}

/**
 * A human takes note, by the region's clock. The first acknowledgement of what people were told of stands; said again, or
 * after a colleague, it changes nothing and answers whose it is.
 * @throws OkaError `read-back-missing` where the region asks for it, `read-back-mismatch` for another value or patient
 */
export async function acknowledge(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { version, readBack } = bodyOf(AcknowledgeBody, request.body);
  const [result, delivery] = await Promise.all([standingResult(request, world), deliveryOf(request, world)]);
  if (isOvertaken(version, result, delivery)) return overtaken(version, result, request, world);
  if (version >= toldVersion(delivery)) await holdReadBack(delivery, readBack, world);
  return done(request, world, { type: 'acknowledged', version, readBack });
}

export async function noteActed(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { version, what } = bodyOf(ActedBody, request.body);
  const [result, delivery] = await Promise.all([standingResult(request, world), deliveryOf(request, world)]);
  if (isOvertaken(version, result, delivery)) return overtaken(version, result, request, world);
  return done(request, world, { type: 'acted', version, what });
}

/** Whoever takes the alarm answers for it; the result is still to be acknowledged. */
export async function takeAlarm(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const delivery = await deliveryOf(request, world);
  if (delivery.alarm === undefined) throw new OkaError('not-found', 'alarm of this result');
  return done(request, world, { type: 'alarm-taken', version: toldVersion(delivery) });
}

/** @throws OkaError `not-found` for what was never sent */
async function deliveryOf({ path }: ApiRequest, { chart }: World): Promise<Delivery> {
  const delivery = await chart.delivery(path.record ?? '', path.resultId ?? '');
  if (delivery === undefined) throw new OkaError('not-found', 'delivery of this result');
  return delivery;
}

type Act =
  | { readonly type: 'read' | 'alarm-taken'; readonly version: number }
  | { readonly type: 'acknowledged'; readonly version: number; readonly readBack: ReadBack | undefined }
  | { readonly type: 'acted'; readonly version: number; readonly what: string };

/** One step of the delivery's machine, of the signed-in human and now. */
async function done({ path, principal, traceparent }: ApiRequest, world: World, act: Act): Promise<ApiAnswer> {
  const { record = '', resultId = '' } = path;
  const event: WayEvent = { ...act, by: principal.id, at: world.clock().toISOString() };
  const { before, after } = await takeStep(world, { record, resultId }, event, { traceparent });
  if (after === undefined) throw new OkaError('not-found', 'delivery of this result');
  const json: ActAnswer = {
    delivery: axesOf(after, namesFor(principal, world)),
    ...(isSame(before, after) ? { repeat: true as const } : {}),
  };
  return { status: 200, json, alsoAbout: [`result/${resultId}`] };
}

const isSame = (before: Delivery | undefined, after: Delivery): boolean =>
  JSON.stringify(before) === JSON.stringify(after);
