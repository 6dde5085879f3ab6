import { type InputKey, parseInputId } from '../../schemas/input.ts';
import { BORN, born, type InputRow } from './inputs.ts';
import { awaitKey, inputKey } from './keys.ts';
import type { Store } from './store.ts';

/** False once the input has its end; an input that nobody opened is open. */
export async function isOpen(store: Store, input: InputKey): Promise<boolean> {
  const row = (await store.get(inputKey(input))) as InputRow | undefined;
  return row?.endState === undefined;
}

/**
 * Lets an open input wait for the advice on `record` that has read at least `revision`. The input first learns where it
 * waits, so that its end finds the wait however this is cut short.
 */
export async function awaitAdvice(store: Store, now: Date, input: InputKey, record: string, revision: number) {
  const open = await store.update(inputKey(input), {
    update: `SET ${BORN}, ofRecord = :record ADD waits :records`,
    condition: 'attribute_not_exists(endState)',
    values: { ...born(input, now.toISOString()), ':record': record, ':records': new Set([record]) },
  });
  if (open) await store.put({ ...awaitKey(record, input), revision });
}

/** The inputs that the advice on `record` brings to their end when it has read `revision`. */
export async function awaitingInputs(store: Store, record: string, revision: number): Promise<InputKey[]> {
  const rows = await store.query({ partition: record, beginsWith: 'Await#' });
  return rows
    .filter((row) => Number(row.revision) <= revision)
    .map(({ sk }) => parseInputId(sk.slice('Await#'.length)));
}
