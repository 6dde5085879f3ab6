import { afterDecision } from '../../domain/reconcile/decision.ts';
import { decideIdentity } from '../../platform/identities/decide.ts';
import type { World } from '../../platform/world.ts';
import type { ReconcileBody, ReconcileDecision, ReconcileItem } from '../../schemas/api/reconcile.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { StudyDecision } from '../../schemas/reconciled.ts';
import { decideConflict, decideStudy, type Word } from './decide-study.ts';
import { ORDER_TYPE } from './names.ts';
import { ownStudy, readItem } from './read-item.ts';

const STATES = {
  link: 'linked',
  apart: 'apart',
  'wrong-patient': 'wrong-patient',
  undo: 'open',
} as const satisfies Record<ReconcileDecision, StudyDecision['state']>;

export type Deciding = {
  readonly clinic: string;
  readonly item: string;
  readonly decision: ReconcileDecision;
  readonly body: ReconcileBody;
  readonly by: { readonly id: string; readonly name?: string | undefined };
  readonly traceparent: string;
};

/**
 * One step of a human: what he says of one matter of the list, and all that follows from it. The answer is the matter as it
 * stands then.
 * @throws OkaError `not-found` for what is not this clinic's or a record that was not proposed; `malformed-request` for a link
 * without a record, or a decision that the matter does not offer
 */
export async function decide(deciding: Deciding, world: World): Promise<ReconcileItem> {
  const { clinic, item: id, decision, body, by, traceparent } = deciding;
  const [kind = '', one = '', other = ''] = id.split('~');
  const state = STATES[decision];
  if (kind === 'identity') {
    if (decision === 'wrong-patient') throw new OkaError('malformed-request', 'decision');
    await decideIdentity({ clinic, pair: `${one}~${other}`, decision, by: by.id }, world);
    return readItem(clinic, id, world);
  }
  const before = await readItem(clinic, id, world);
  const repeated = before.decided?.decision === decision && before.decided.record === body.record;
  if (!repeated && decision !== 'undo' && !before.decisions.includes(decision) && before.decided === undefined)
    throw new OkaError('malformed-request', 'decision');
  const record = decision === 'link' ? await targetOf(body.record, before, clinic, world) : undefined;
  const word: Word = { state, record, note: body.note, by, traceparent };
  if (kind === 'study' || kind === 'conflict') {
    const listed = await ownStudy(clinic, one, other, world);
    if (decision === 'undo' && before.decided === undefined) throw new OkaError('not-found', 'decision');
    const isOfImages =
      kind === 'conflict' && (decision === 'apart' || (decision === 'undo' && before.decided?.decision === 'apart'));
    if (isOfImages) await decideConflict(listed, decision === 'apart' ? 'apart' : 'open', { by, traceparent }, world);
    else await decideStudy(listed, word, world);
    return readItem(clinic, id, world);
  }
  const type = Object.hasOwn(ORDER_TYPE, kind) ? ORDER_TYPE[kind] : undefined;
  if (type === undefined) throw new OkaError('malformed-request', 'decision');
  const order = { type, id: one };
  const known = await world.chart.orderDecision(order);
  if (decision === 'undo' && known === undefined) return before;
  const isSaid = known?.state === state && known.record === record;
  await world.chart.decideOrder(
    order,
    isSaid
      ? known
      : {
          state,
          ...(record === undefined ? {} : { record }),
          by: by.id,
          ...(by.name === undefined ? {} : { name: by.name }),
          at: afterDecision(known, world.clock()),
          ...(body.note === undefined ? {} : { note: body.note }),
        },
  );
  return readItem(clinic, id, world);
}

/** A record that was proposed, or that the clinic owns: nobody links a study into a chart that he may not see. */
async function targetOf(
  record: string | undefined,
  { candidates }: ReconcileItem,
  clinic: string,
  { chart }: World,
): Promise<string> {
  if (record === undefined) throw new OkaError('malformed-request', 'body.record');
  const head = await chart.head(record);
  const isKnown = head !== undefined && (head.clinic === clinic || candidates.some((one) => one.record === record));
  if (!isKnown) throw new OkaError('not-found', 'record');
  return record;
}
