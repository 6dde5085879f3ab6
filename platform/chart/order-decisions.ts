import { newerGroup } from '../../domain/fhir/merge.ts';
import { decisionGroup } from '../../domain/reconcile/decision.ts';
import { FieldGroup } from '../../schemas/chart.ts';
import { StudyDecision } from '../../schemas/reconciled.ts';
import { untilUnchanged } from './again.ts';
import { inBatches } from './batches.ts';
import { orderDecisionKey } from './keys.ts';
import { type OrderName, saidOfOrder } from './orders.ts';
import type { Row, Store } from './store.ts';

/** What a human has said of whose an order is; a word that he took back is none. */
export async function orderDecision(store: Store, order: OrderName): Promise<StudyDecision | undefined> {
  const row = await store.get(orderDecisionKey(order));
  const decision = row && wordOf(groupIn(row));
  return decision?.state === 'open' ? undefined : decision;
}

/**
 * Of two words the one with the higher stamp holds, whichever came first. Everybody of whom the order is said is judged again
 * also where nothing was written: who died in between comes again.
 */
export async function decideOrder(
  store: Store,
  order: OrderName,
  decision: StudyDecision,
  renew: (record: string) => Promise<void>,
): Promise<void> {
  const said = decisionGroup(decision);
  await untilUnchanged(async () => {
    const row = await store.get(orderDecisionKey(order));
    const group = row === undefined ? said : newerGroup(groupIn(row), said);
    const rev = Number(row?.rev ?? 0);
    const next = { ...orderDecisionKey(order), group: JSON.stringify(group), rev: rev + 1 };
    const condition =
      row === undefined
        ? { condition: 'attribute_not_exists(pk)' }
        : { condition: 'rev = :rev', values: { ':rev': rev } };
    return (await store.put(next, condition)) ? { value: undefined } : undefined;
  });
  await inBatches(await saidOfOrder(store, order), ({ record }) => renew(record));
}

const groupIn = (row: Row): FieldGroup => FieldGroup.parse(JSON.parse(String(row.group)));

function wordOf({ value }: FieldGroup): StudyDecision {
  const [extension] = (value.extension ?? []) as fhir4.Extension[];
  return StudyDecision.parse(JSON.parse(extension?.valueString ?? '{}'));
}
