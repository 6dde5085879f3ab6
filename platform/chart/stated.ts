import type { StatedPatient } from '../../domain/hl7/map/patients/stated.ts';
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

/** What an input says of patients. */
export type SaidOfPatients = {
  readonly input: InputKey;
  readonly statements: readonly Statement[];
  /** What earlier readings of the same bytes said and this one does not. */
  readonly unsaid?: readonly Statement[];
  /** The number of the reading, where the character set may change; the higher one decides whether a thing is said. */
  readonly reading?: number | undefined;
};

/** Keeps what an input said of patients, set-like: many inputs say the same, so the words stand once for each record. */
export async function writeStated(
  store: Store,
  { input, statements, unsaid = [], reading }: SaidOfPatients,
): Promise<void> {
  await inBatches(statements, async ({ record, key, said }) => {
    const row = statedInputKey(record, key, input);
    if (reading === undefined) await store.put({ ...row, listedFor: '' }, UNLESS_THERE);
    else
      await store.update(row, {
        update: 'SET listedFor = if_not_exists(listedFor, :none), ofReading = :reading REMOVE unsaid',
        condition: 'attribute_not_exists(ofReading) OR ofReading < :reading',
        values: { ':none': '', ':reading': reading },
      });
    await store.put({ ...statedKey(record, key), said: JSON.stringify(said) }, UNLESS_THERE);
  });
  // A note that stays: a slower worker with the earlier reading finds it.
  await inBatches(unsaid, ({ record, key }) =>
    store.update(statedInputKey(record, key, input), {
      update: 'SET listedFor = :none, ofReading = :reading, unsaid = :yes',
      condition: 'attribute_not_exists(ofReading) OR ofReading < :reading',
      values: { ':none': '', ':reading': reading ?? 0, ':yes': true },
    }),
  );
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
  const said = rows.filter(({ unsaid }) => unsaid !== true);
  return said.map(({ sk, listedFor }) => ({ input: parseInputId(sk), listedFor: String(listedFor ?? '') }));
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
