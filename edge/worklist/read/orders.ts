import type { Draft } from '../../../domain/hl7/map/draft.ts';
import { numberedOrderKey } from '../../../domain/hl7/map/keys.ts';
import { contentGroup, isEnd, statedState } from '../../../domain/hl7/map/orders/control.ts';
import { type OrderBlock, orderBlocks } from '../../../domain/hl7/map/orders/orders.ts';
import { isImaging } from '../../../domain/hl7/map/orders/service.ts';
import { recordOf } from '../../../domain/hl7/map/patients/identity.ts';
import { RANK } from '../../../schemas/chart.ts';
import { OkaError } from '../../../schemas/errors.ts';
import type { WorklistFact } from '../facts.ts';
import { keyedName } from '../names.ts';
import type { Reading } from './context.ts';
import { contentOfOrder } from './order-content.ts';
import { namesOfOrder } from './order-names.ts';
import { whoseIs } from './persons.ts';

/**
 * ORM, OMG, OMI, OML → orders: what is wanted, of whom, and how the order stands, each a group of its own, so that an
 * order, its change and its cancellation may come in any order.
 * @throws OkaError `no-identity`, `hl7-structure`
 */
export function factsOfOrders(draft: Draft, reading: Reading, acceptedAt: string): WorklistFact[] {
  const { blocks } = orderBlocks(draft.message);
  const own = blocks.filter(({ prior, obr, orc }) => !prior && (obr ?? orc) !== undefined);
  if (own.length === 0) return [];
  const pid = draft.need('PID');
  const patient = recordOf(pid.repetitions(3), draft, 'PID-3');
  const byKey = Map.groupBy(own, (block) => numberedOrderKey(block, patient, draft)?.join('\u0000') ?? '');
  return [...byKey].map(([key, together]): WorklistFact => {
    const [block] = together as [OrderBlock];
    if (key === '') throw new OkaError('no-identity', 'OBR-3');
    const groups: WorklistFact['groups'] = {};
    const state = statedState(block);
    if (state !== undefined)
      groups.state = draft.group({ state }, { rank: isEnd(state) ? RANK.cancelled : RANK.final });
    const described = together.filter(({ obr }) => obr);
    if (described.length > 0) {
      // What only changes the state restates the order in part, and takes nothing away from what was said of it.
      const suffix = contentGroup(block) === 'about' ? ':about' : '';
      groups[`content${suffix}`] = draft.group(contentOfOrder(described, draft, reading));
      groups.whose = draft.group(whoseIs(pid, draft));
    }
    const id = keyedName(reading.idKey, 'order', ...key.split('\u0000'));
    return { kind: 'order', id, groups, names: namesOfOrder(block, patient, draft, reading), at: acceptedAt };
  });
}

/** OBR-25, HL7 table 0123: the examination was made, and somebody has written of it. */
const REPORTED = new Set(['F', 'C', 'P', 'R', 'A']);

/** ORU of radiology: there is a report, so nobody waits for the examination any more. */
export function factsOfReports(draft: Draft, reading: Reading, acceptedAt: string): WorklistFact[] {
  const { blocks } = orderBlocks(draft.message);
  const pid = draft.message.first('PID');
  const made = blocks.filter(
    (block) => isImaging(block, draft) === true && REPORTED.has(block.obr?.text(25)?.toUpperCase() ?? ''),
  );
  if (pid === undefined || made.length === 0) return [];
  const patient = recordOf(pid.repetitions(3), draft, 'PID-3');
  return made.flatMap((block): WorklistFact[] => {
    const key = numberedOrderKey(block, patient, draft);
    if (key === undefined) return [];
    const time = draft.time(block.obr?.text(22))?.earliest;
    const groups = { reported: draft.group({ state: 'completed' }, { time }) };
    const names = namesOfOrder(block, patient, draft, reading);
    return [{ kind: 'order', id: keyedName(reading.idKey, 'order', ...key), groups, names, at: acceptedAt }];
  });
}
