import { clinicById } from '../../domain/region.ts';
import type { World } from '../../platform/world.ts';
import type { ReconcileItem } from '../../schemas/api/reconcile.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { InputKey } from '../../schemas/input.ts';
import { InputKind } from '../../schemas/input.ts';
import { inputItem } from './inputs.ts';
import { identityItem } from './list.ts';
import { ORDER_TYPE } from './names.ts';
import { orderItem } from './order-item.ts';
import { inputsIn, type ListedStudy, readStudy, studyItem } from './study-item.ts';

/**
 * One matter as it stands now, decided or not, with all candidates.
 * @throws OkaError `not-found` for what is not this clinic's: nothing is told of whether it exists elsewhere
 */
export async function readItem(clinic: string, id: string, world: World): Promise<ReconcileItem> {
  const [kind = '', one = '', other = ''] = id.split('~');
  const { chart } = world;
  if (one === '' || other === '') throw new OkaError('not-found', 'item');
  if (kind === 'study' || kind === 'conflict') {
    const listed = await ownStudy(clinic, one, other, world);
    const since = sinceOf(listed, world);
    return studyItem(kind, listed, { clinic, since, inputs: inputsIn(listed.item).length, wide: true }, world);
  }
  if (kind === 'identity') {
    const heads = [await chart.head(one), await chart.head(other)];
    if (!heads.some((head) => head?.clinic === clinic) || one === other) throw new OkaError('not-found', 'item');
    const pair = await chart.identityPair(one, other);
    // Two records that nothing brings together are no matter: whoever names a foreign one beside his own learns nothing of it.
    if (!pair.together && pair.shared.length === 0 && pair.decision === undefined)
      throw new OkaError('not-found', 'item');
    return identityItem(pair, pair.since ?? world.clock().toISOString(), clinic, world);
  }
  const type = Object.hasOwn(ORDER_TYPE, kind) ? ORDER_TYPE[kind] : undefined;
  if (type !== undefined) {
    const said = await chart.saidOfOrder({ type, id: one });
    const isOurs = said.some((of) => of.input?.clinic === clinic || of.listed.some((input) => input.clinic === clinic));
    if (!isOurs || !said.some(({ record }) => record === other)) throw new OkaError('not-found', 'item');
    const since = world.clock().toISOString();
    return orderItem({ type, id: one }, other, { since, inputs: said.length, clinic }, world);
  }
  if (kind === 'input') {
    const named = InputKind.safeParse(one);
    if (!named.success) throw new OkaError('not-found', 'item');
    const state = await chart.input({ kind: named.data, clinic, sha256: other } satisfies InputKey);
    if (state === undefined) throw new OkaError('not-found', 'item');
    return inputItem(
      state.end?.state === 'quarantined' ? 'refusal' : 'notice',
      state,
      state.end?.at ?? state.receivedAt,
    );
  }
  throw new OkaError('not-found', 'item');
}

/** A study that the clinic has sent something of. @throws OkaError `not-found` */
export async function ownStudy(clinic: string, record: string, study: string, world: World): Promise<ListedStudy> {
  const listed = clinicById(world.region, clinic) && (await readStudy(record, study, world));
  const isOurs = listed && inputsIn(listed.item).some((input) => input.split('/')[1] === clinic);
  if (!listed || !isOurs) throw new OkaError('not-found', 'item');
  return listed;
}

/** When the first of its images was made, for want of the place on the list that a decided one no longer has. */
const sinceOf = ({ item }: ListedStudy, { clock }: World): string =>
  Object.entries(item.groups)
    .filter(([name]) => name.startsWith('input:'))
    .map(([, { stamp }]) => stamp.time)
    .sort()[0] ?? clock().toISOString();
