import { dayPatient } from '../../domain/clinic-day/patient.ts';
import { groundsOf } from '../../domain/delivery/results.ts';
import { orderItem, orderName, type Signature } from '../../domain/desk/signed-order.ts';
import {
  DECLINED_GROUP,
  type Declined,
  declinedGroup,
  declinedIn,
  statusGroup,
} from '../../domain/followups/decision.ts';
import { followUpsOf, type Standing } from '../../domain/followups/derive.ts';
import { followUpOrder } from '../../domain/followups/order.ts';
import { afterDecision } from '../../domain/reconcile/decision.ts';
import { settingsOf } from '../../domain/rules/decisions.ts';
import { makeFacts } from '../../domain/rules/facts.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import { neededFacets, readPerson } from '../../platform/chart/person-facts.ts';
import type { World } from '../../platform/world.ts';
import type { FollowUp, FollowUpAct, FollowUpBody, FollowUpList, FollowUpQuery } from '../../schemas/api/followups.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Principal } from '../../schemas/principal.ts';

/** Records of one answer: each is derived from its person's whole chart. */
const PAGE = 25;

/** Follow-ups of a clinic by the day they are due, a few patients at a time. */
export async function listFollowUps(
  clinic: string,
  { cursor, state, mine }: FollowUpQuery,
  reader: Principal,
  world: World,
): Promise<FollowUpList> {
  const above = cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString('utf8');
  const rows = await world.chart.followUpRecords(clinic, above, PAGE);
  const found = await inBatches(rows, ({ record }) => followUpsAt(record, clinic, world));
  const wanted = found.flat().filter((one) => fits(one, state) && (mine === undefined || isOf(one, reader)));
  const last = rows.length === PAGE ? rows.at(-1)?.place : undefined;
  return {
    asOf: world.clock().toISOString(),
    clinic,
    items: wanted.map(({ followUp }) => followUp).sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)),
    ...(last === undefined ? {} : { cursor: Buffer.from(last, 'utf8').toString('base64url') }),
  };
}

type Found = { readonly followUp: FollowUp; readonly standing: Standing };

const fits = ({ followUp }: Found, state: FollowUpQuery['state']): boolean =>
  state === undefined || (state === 'due' ? followUp.isDueSoon : followUp.state === state);

/** He signed or declined it, or the order is his by his number at the clinic. */
const isOf = ({ followUp: { signed, declined }, standing }: Found, { id, staff = [] }: Principal): boolean =>
  signed?.by === id || declined?.by === id || (standing.staff !== undefined && staff.includes(standing.staff));

/** The follow-ups of one record as its person's chart stands now. */
async function followUpsAt(record: string, clinic: string, world: World): Promise<Found[]> {
  const { chart, region, clock } = world;
  const { entries, elsewhere, survivors, passed } = await readPerson(chart, record, neededFacets(region));
  const decisions = Object.keys(region.models).length > 0 ? await chart.models.decisions() : [];
  const { trusted: _, ...grounds } = groundsOf({ entries, elsewhere, survivors, passed, region, decisions });
  const asOf = clock().toISOString();
  const facts = makeFacts({ asOf, zone: region.zone, ...grounds, settings: settingsOf(region) });
  const own = followUpsOf(facts).filter((one) => one.record === record);
  const declined = new Map<string, Declined>();
  for (const one of own) {
    const word = declinedIn(await chart.get(record, 'ServiceRequest', itemId(one)));
    if (word !== undefined) declined.set(one.id, word);
  }
  const stands = declined.size === 0 ? own : followUpsOf(facts, declined).filter((one) => one.record === record);
  const patient = (await chart.get(record, 'Patient', record))?.resource as fhir4.Patient | undefined;
  const owner = (await chart.head(record))?.clinic ?? clinic;
  return stands.map((standing) => ({ standing, followUp: shown(standing, owner, patient) }));
}

const itemId = (one: Pick<Standing, 'id' | 'record'>): string =>
  orderName(one.record, { id: one.id, does: 'order' }).id;

function shown(standing: Standing, clinic: string, patient: fhir4.Patient | undefined): FollowUp {
  const { asked: _, staff: __, ...rest } = standing;
  const { name, birthDate, sex, number } = dayPatient(standing.record, patient);
  const telephone = patient?.telecom?.find(
    ({ system, value }) => value && (system === undefined || system === 'phone'),
  )?.value;
  return {
    ...rest,
    clinic,
    patient: {
      ...(name ? { name } : {}),
      ...(birthDate ? { birthDate } : {}),
      ...(sex === 'male' || sex === 'female' ? { sex } : {}),
      ...(number ? { number } : {}),
      ...(telephone ? { telephone } : {}),
    },
    ...(standing.state === 'proposed' || (standing.state === 'overdue' && standing.signed === undefined)
      ? { order: followUpOrder(standing).resource }
      : {}),
  };
}

export type ActingOn = {
  readonly clinic: string;
  /** `<record>~<follow-up>` */
  readonly id: string;
  readonly act: FollowUpAct;
  readonly body: FollowUpBody;
  readonly by: Principal;
};

/**
 * One signature, one reason, or either taken back. What is signed is made anew from the chart, never taken from the caller;
 * signed again it is the same order with its first signer.
 * @throws OkaError `not-found` for another clinic's or none; `malformed-request` for a decline without a reason or a signature
 * on what is done
 */
export async function actOnFollowUp({ clinic, id, act, body, by }: ActingOn, world: World): Promise<FollowUp> {
  const [record = '', followUp = ''] = id.split('~');
  const { chart, clock } = world;
  if ((await chart.head(record))?.clinic !== clinic) throw new OkaError('not-found', 'follow-up');
  const read = async (): Promise<Found> => {
    const found = (await followUpsAt(record, clinic, world)).find(({ standing }) => standing.id === followUp);
    if (found === undefined) throw new OkaError('not-found', 'follow-up');
    return found;
  };
  const { standing } = await read();
  const item = await chart.get(record, 'ServiceRequest', itemId(standing));
  const last = Object.values(item?.groups ?? {})
    .map(({ stamp }) => stamp.time)
    .sort()
    .at(-1);
  const at = afterDecision(last === undefined ? undefined : { at: last }, clock());
  const word = (state: Declined['state']) =>
    declinedGroup({
      ...{ state, by: by.id, at },
      ...(by.name ? { name: by.name } : {}),
      ...(state === 'declined' && body.reason ? { reason: body.reason } : {}),
    });
  const put = (groups: NonNullable<typeof item>['groups']) =>
    chart.write({
      items: [{ record, resourceType: 'ServiceRequest', id: itemId(standing), groups }],
      owners: { [record]: clinic },
    });
  if (act === 'sign') {
    if (standing.state === 'done') throw new OkaError('malformed-request', 'follow-up');
    if (standing.signed === undefined) {
      const { groups } = orderItem(record, followUpOrder(standing, body.dueOn), signatureOf(by, at));
      await put({
        ...groups,
        status: statusGroup('active', at),
        ...(declinedIn(item) ? { [DECLINED_GROUP]: word('open') } : {}),
      });
    }
  } else if (act === 'decline') {
    if (body.reason === undefined) throw new OkaError('malformed-request', 'body.reason');
    if (standing.state === 'done') throw new OkaError('malformed-request', 'follow-up');
    await put({
      [DECLINED_GROUP]: word('declined'),
      ...(standing.signed ? { status: statusGroup('revoked', at) } : {}),
    });
  } else {
    if (standing.signed !== undefined) await put({ status: statusGroup('revoked', at) });
    if (declinedIn(item) !== undefined) await put({ [DECLINED_GROUP]: word('open') });
  }
  return (await read()).followUp;
}

function signatureOf({ id, name, staff }: Principal, at: string): Signature {
  const [number] = staff ?? [];
  return { by: id, ...(name ? { name } : {}), ...(number ? { staff: number } : {}), at };
}
