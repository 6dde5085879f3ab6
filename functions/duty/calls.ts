import { isOpen, toldVersion } from '../../domain/delivery/way/states.ts';
import { personById } from '../../domain/duty/absence.ts';
import type { StoredCall } from '../../domain/duty/calls.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import { variableOf } from '../../platform/environment.ts';
import { bodyOf } from '../../platform/handlers/body.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { makeEvent } from '../../platform/queues.ts';
import type { World } from '../../platform/world.ts';
import { type DutyCall, type DutyCallsAnswer, TellCall } from '../../schemas/api/duty.ts';
import type { Delivery } from '../../schemas/delivery.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Clinic } from '../../schemas/region.ts';

const AT_ONCE = 8;
const DAY_MS = 24 * 3600_000;

/** Whom the desk is to call, the oldest first, then what was done today and yesterday (UTC). */
export async function listCalls(_: ApiRequest, { id: clinic }: Clinic, world: World): Promise<DutyCallsAnswer> {
  const { chart, clock } = world;
  const now = clock();
  const days = [now, new Date(now.getTime() - DAY_MS)].map((at) => at.toISOString().slice(0, 10));
  const found = [
    await chart.calls.open(clinic),
    ...(await Promise.all(days.map((day) => chart.calls.ofDay(clinic, day)))),
  ];
  const calls = new Map(found.flat().map((call) => [call.id, call]));
  const shown = await inBatches([...calls.values()], (call) => shownCall(call, world), AT_ONCE);
  const rank = ({ state, askedAt }: DutyCall): string => `${state === 'open' ? 0 : 1}#${askedAt}`;
  return { clinic, asOf: now.toISOString(), calls: shown.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)) };
}

/**
 * What became of a call. Who was not reached has failed as a way: the delivery asks the next one at once.
 * @throws OkaError `not-found` for a call that this clinic has not
 */
export async function answerCall(
  { principal, path, body, traceparent }: ApiRequest,
  { id: clinic }: Clinic,
  world: World,
): Promise<{ call: DutyCall }> {
  const { key, outcome } = bodyOf(TellCall, body);
  const { chart, queues, env, clock } = world;
  const found = await chart.calls.get(clinic, path.call ?? '');
  if (found === undefined) throw new OkaError('not-found', 'call');
  const at = clock().toISOString();
  const tried = [{ key, by: principal.id, at, outcome }];
  const call = await chart.calls.note({ ...found, tried });
  if (outcome !== 'reached') {
    const { record, resultId, version, to } = call.ask;
    const data = {
      record,
      resultId,
      version,
      to,
      channel: 'phone' as const,
      outcome: 'failed' as const,
      why: outcome,
      at,
    };
    await queues.send(
      variableOf(env, 'OKA_QUEUE_ACKNOWLEDGEMENTS'),
      makeEvent('oka.notice.answered', 'duty', data, { traceparent, time: clock() }),
    );
  }
  return { call: await shownCall(call, world) };
}

/** A call as the desk sees it. One about which nobody need be called any more leaves the list as it is looked at. */
async function shownCall(call: StoredCall, world: World): Promise<DutyCall> {
  const { chart, region } = world;
  const { ask } = call;
  const delivery = await chart.delivery(ask.record, ask.resultId);
  const isOver = delivery === undefined || !isStillAsked(delivery, call);
  const kept = isOver && call.ended === undefined ? await chart.calls.note({ ...call, ended: 'over' }) : call;
  const person = personById(region, ask.to);
  const as = delivery?.recipients.find((one) => one.person === ask.to)?.as;
  const { record, resultId, version, clinic, reason, rung, askedAt, level } = ask;
  return {
    ...{ id: kept.id, record, resultId, version, clinic, reason, rung, askedAt },
    ...{ person: ask.to, name: person?.name ?? ask.to },
    ...(as === undefined ? {} : { as }),
    numbers: numbersOf(person),
    ...(level === undefined ? {} : { level }),
    ...(isOver || delivery?.dueAt === undefined ? {} : { dueAt: delivery.dueAt }),
    calls: kept.tried.map(({ by, at, outcome }) => ({ by, at, outcome })),
    state: kept.ended === undefined ? 'open' : kept.ended === 'reached' ? 'done' : 'over',
  };
}

const isStillAsked = (delivery: Delivery, { ask }: StoredCall): boolean =>
  toldVersion(delivery) <= ask.version && (isOpen(delivery) || ask.reason !== 'critical');

/** Telephones first; a number for SMS rings as well. */
const numbersOf = (person: ReturnType<typeof personById>): string[] => {
  const of = (kind: 'phone' | 'sms') =>
    (person?.channels ?? []).flatMap((one) => (one.kind === kind ? [one.address] : []));
  return [...new Set([...of('phone'), ...of('sms')])];
};
