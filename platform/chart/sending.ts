import type { GuessedSender, ReadByGuess } from './charsets.ts';
import { readByGuessPartition, senderKey } from './keys.ts';
import type { Row, Store } from './store.ts';

/**
 * How far a sender's inputs have been sent through again for a reading. One worker at a time sends a part: every message
 * that comes meanwhile would else begin the whole list anew. Who dies loses his part to the next after `LEASE_MS`.
 */
export type Sending = {
  readonly sendingReading?: number;
  /** Nobody else begins before this instant. */
  readonly sendingUntil?: string;
  /** `<reading>#<sha256>`: the last input of the parts that are sent. */
  readonly sendingUpTo?: string;
};

export type Part = {
  readonly inputs: readonly ReadByGuess[];
  /** The last input of this part; undefined when the list ends with it. */
  readonly upTo: string | undefined;
};

const LEASE_MS = 60_000;

/** The next part of the list, for the caller alone; undefined when all is sent, or somebody else is sending. */
export async function claimPart(
  store: Store,
  now: Date,
  { clinic, id, reading }: GuessedSender,
  limit: number,
): Promise<Part | undefined> {
  const row = (await store.update(senderKey(clinic, id), {
    update: 'SET sendingReading = :reading, sendingUntil = :until',
    condition:
      '#reading = :reading AND sentAgain < :reading AND ' +
      '(attribute_not_exists(sendingUntil) OR sendingReading < :reading OR sendingUntil < :now)',
    names: { '#reading': 'reading' },
    values: {
      ':reading': reading,
      ':until': new Date(now.getTime() + LEASE_MS).toISOString(),
      ':now': now.toISOString(),
    },
  })) as Sending | undefined;
  if (row === undefined) return undefined;
  const [of, sha256] = (row.sendingUpTo ?? '').split('#');
  const above = Number(of) === reading && sha256 !== undefined ? { above: sha256 } : {};
  const rows = await store.query({ partition: readByGuessPartition(clinic, id), ...above, limit });
  return { inputs: rows.map(inputOf), upTo: rows.length < limit ? undefined : rows.at(-1)?.sk };
}

/** The part has been sent; the next may be begun, or all is done. */
export async function finishPart(store: Store, { clinic, id, reading }: GuessedSender, { upTo }: Part): Promise<void> {
  await store.update(senderKey(clinic, id), {
    update:
      upTo === undefined
        ? 'SET sentAgain = :reading REMOVE sendingReading, sendingUntil, sendingUpTo'
        : 'SET sendingUpTo = :upTo REMOVE sendingUntil',
    condition: 'sentAgain < :reading AND sendingReading = :reading',
    values: { ':reading': reading, ...(upTo === undefined ? {} : { ':upTo': `${reading}#${upTo}` }) },
  });
}

/** An entry of the list of a sender's inputs. */
export const inputOf = (row: Row): ReadByGuess => ({
  sha256: row.sk,
  receivedAt: String(row.receivedAt),
  length: Number(row.length),
  readAs: (row.readAs as ReadonlySet<string> | undefined) ?? new Set(),
  reading: Number(row.reading),
});
