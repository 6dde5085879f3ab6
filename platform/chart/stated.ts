import type { StatedPatient } from '../../domain/hl7/map/stated.ts';
import { type InputKey, parseInputId } from '../../schemas/input.ts';
import { inBatches } from './batches.ts';
import { statedInputKey, statedInputsPartition, statedKey } from './keys.ts';
import type { Store } from './store.ts';

/** What inputs said of a patient whose demographics are not theirs to say. `key` names the words and hides them. */
export type Statement = { readonly record: string; readonly key: string; readonly said: StatedPatient };

export type KeptStatement = Statement & {
  /** Some of its inputs have been on a list because of it. */
  readonly hasListed: boolean;
};

export type StatingInput = {
  readonly input: InputKey;
  /** Why it was last brought on its clinic's list for this statement; empty: it was not, or was taken off. */
  readonly listedFor: string;
};

/** A note alone is no statement. */
const IF_THERE = 'attribute_exists(pk)';
const UNLESS_THERE = { condition: 'attribute_not_exists(pk)' };

/** Keeps what an input said of patients, set-like: many inputs say the same, so the words stand once for each record. */
export async function writeStated(store: Store, input: InputKey, statements: readonly Statement[]): Promise<void> {
  await inBatches(statements, async ({ record, key, said }) => {
    await store.put({ ...statedInputKey(record, key, input), listedFor: '' }, UNLESS_THERE);
    await store.put({ ...statedKey(record, key), said: JSON.stringify(said) }, UNLESS_THERE);
  });
}

export async function statementsOn(store: Store, record: string): Promise<KeptStatement[]> {
  const rows = await store.query({ partition: record, beginsWith: statedKey(record, '').sk });
  return rows.map(({ sk, said, hasListed }) => ({
    record,
    key: sk.slice(statedKey(record, '').sk.length),
    said: JSON.parse(String(said)) as StatedPatient,
    hasListed: hasListed === true,
  }));
}

export async function inputsStating(store: Store, { record, key }: Statement): Promise<StatingInput[]> {
  const rows = await store.query({ partition: statedInputsPartition(record, key) });
  return rows.map(({ sk, listedFor }) => ({ input: parseInputId(sk), listedFor: String(listedFor ?? '') }));
}

/** Before any input of the statement is listed: so that who settles it later looks for them. */
export async function noteStatementListed(store: Store, { record, key }: Statement): Promise<void> {
  await store.update(statedKey(record, key), {
    update: 'SET hasListed = :yes',
    condition: IF_THERE,
    values: { ':yes': true },
  });
}

export async function noteInputListed(
  store: Store,
  { record, key }: Statement,
  input: InputKey,
  listedFor: string,
): Promise<void> {
  const values = { ':for': listedFor };
  await store.update(statedInputKey(record, key, input), {
    update: 'SET listedFor = :for',
    condition: IF_THERE,
    values,
  });
}
