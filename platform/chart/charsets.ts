import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { guessOf, mergeEvidence, type SenderName, senderId, type Telling } from '../../domain/hl7/charset/sender.ts';
import type { SenderCharset } from '../../domain/hl7/map/sender-charset.ts';
import type { SenderCharsetName } from '../../schemas/charset.ts';
import { OkaError } from '../../schemas/errors.ts';
import { charsetsPartition, readByGuessKey, readByGuessPartition, senderKey } from './keys.ts';
import { type MergedRow, mergeRow } from './merged-row.ts';
import { claimPart, finishPart, inputOf, type Part, type Sending } from './sending.ts';
import type { Row, Store } from './store.ts';

/** A sender whose character set is, or was, no certain one. */
export type GuessedSender = SenderName & {
  readonly id: string;
  readonly evidence: readonly Telling[];
  /** What a human decided, or what the region file says since. */
  readonly confirmed?: { readonly charset: SenderCharsetName; readonly by: string; readonly at: string };
  readonly registered?: SenderCharsetName;
  /** How his messages are read: `sender/koi8-r` is a guess, `confirmed/koi8-r` and `registered/koi8-r` are certain. */
  readonly mode: string;
  /** Rises whenever `mode` changes; what an earlier reading wrote, a later one replaces. */
  readonly reading: number;
  /** The last reading for which all inputs have been sent through again. */
  readonly sentAgain: number;
};

/** An input that was read in a set that may change; keys and times only. */
export type ReadByGuess = {
  readonly sha256: string;
  readonly receivedAt: string;
  readonly length: number;
  /** The modes in which it has been read, also where nobody knows whether it was written. */
  readonly readAs: ReadonlySet<string>;
  /** The last reading that is wholly written; 0: none yet. */
  readonly reading: number;
};

type SenderRow = MergedRow & Omit<GuessedSender, 'id' | 'clinic'> & Sending;

/** What the character sets of senders need of the table; the access patterns stand in `README.md`. */
export type Charsets = {
  /**
   * Adds what an input speaks for, and the input to the list of those to read again. Then says under which set it is to
   * be read; before the caller writes a thing, the list knows that it has been read so.
   */
  begin(sender: SenderName, input: Omit<ReadByGuess, 'readAs' | 'reading'>, telling: Telling): Promise<Begun>;
  /** The same for a sender who is registered by now; undefined where none of his inputs was ever read by guess. */
  beginRegistered(sender: SenderName, sha256: string, charset: SenderCharsetName): Promise<Begun | undefined>;
  /** Everything that this reading of the input says is written. */
  finish(sender: GuessedSender, sha256: string): Promise<void>;
  /** All inputs that were read in a set that may change. */
  inputs(clinic: string, id: string): Promise<ReadByGuess[]>;
  /** Inputs to be sent through again, for the caller alone for a minute; undefined: none, or another worker is at it. */
  claimPart(sender: GuessedSender, now: Date, limit: number): Promise<Part | undefined>;
  /** Says that they have been sent. */
  finishPart(sender: GuessedSender, part: Part): Promise<void>;
  /** @throws OkaError `not-found` for a sender who was never guessed */
  confirm(clinic: string, id: string, decision: NonNullable<GuessedSender['confirmed']>): Promise<GuessedSender>;
  senders(clinic: string): Promise<GuessedSender[]>;
};

/** A reading that has begun: of which sender, and in which modes the same input was read before. */
export type Begun = { readonly sender: GuessedSender; readonly before: readonly string[] };

export const makeCharsets = (store: Store): Charsets => ({
  async begin(name, input, telling) {
    const id = senderId(name);
    const { receivedAt, length, sha256 } = input;
    // On the list first: whoever changes the set after this finds the input there.
    await store.update(readByGuessKey(name.clinic, id, sha256), {
      update: 'SET receivedAt = :receivedAt, #length = :length, #reading = if_not_exists(#reading, :zero)',
      names: { '#length': 'length', '#reading': 'reading' },
      values: { ':receivedAt': receivedAt, ':length': length, ':zero': 0 },
    });
    const sender = await change(store, name, (stored) => ({
      evidence: mergeEvidence(stored?.evidence ?? [], [telling]),
    }));
    return listed(store, sender, sha256);
  },

  async beginRegistered(name, sha256, charset) {
    const id = senderId(name);
    const stored = await readSender(store, name.clinic, id);
    if (stored === undefined) return undefined;
    const sender = stored.registered === charset ? stored : await change(store, name, () => ({ registered: charset }));
    const input = await store.get(readByGuessKey(name.clinic, id, sha256));
    return input === undefined ? { sender, before: [] } : listed(store, sender, sha256);
  },

  async finish({ clinic, id, reading }, sha256) {
    await store.update(readByGuessKey(clinic, id, sha256), {
      update: 'SET #reading = :reading',
      condition: '#reading < :reading',
      names: { '#reading': 'reading' },
      values: { ':reading': reading },
    });
  },

  async inputs(clinic, id) {
    const rows = await store.query({ partition: readByGuessPartition(clinic, id) });
    return rows.map(inputOf);
  },

  claimPart: (sender, now, limit) => claimPart(store, now, sender, limit),
  finishPart: (sender, part) => finishPart(store, sender, part),

  async confirm(clinic, id, decision) {
    const stored = await readSender(store, clinic, id);
    if (stored === undefined) throw new OkaError('not-found', `charsets/${clinic}/${id}`);
    return change(store, stored, (now) =>
      now?.confirmed?.charset === decision.charset ? {} : { confirmed: decision },
    );
  },

  async senders(clinic) {
    const rows = await store.query({ partition: charsetsPartition(clinic) });
    return rows.map((row) => senderOf(clinic, row));
  },
});

/**
 * Notes that the input is read in the sender's present mode, and asks again whether it still is: whoever changes it later
 * sees the note. So no reading is ever written that the next one does not know of.
 */
async function listed(store: Store, known: GuessedSender, sha256: string): Promise<Begun> {
  let sender = known;
  for (;;) {
    const { clinic, id, mode } = sender;
    const row = await store.update(readByGuessKey(clinic, id, sha256), {
      update: 'ADD readAs :mode',
      values: { ':mode': new Set([mode]) },
    });
    const now = await readSender(store, clinic, id);
    if (now === undefined || now.reading === sender.reading)
      return { sender, before: [...(row === undefined ? [] : inputOf(row).readAs)].filter((one) => one !== mode) };
    sender = now;
  }
}

type Change = Partial<Pick<GuessedSender, 'evidence' | 'confirmed' | 'registered'>>;

/** Merges what is said of a sender; his mode follows from it, and each new mode is a new reading. */
async function change(
  store: Store,
  { clinic, application, facility }: SenderName,
  said: (stored: SenderRow | undefined) => Change,
): Promise<GuessedSender> {
  const id = senderId({ clinic, application, facility });
  let after: (Omit<GuessedSender, 'id' | 'clinic'> & Sending) | undefined;
  await mergeRow(store, senderKey(clinic, id), async (row) => {
    const stored = row as SenderRow | undefined;
    const { evidence = [], confirmed, registered } = { ...known(stored), ...said(stored) };
    const mode = modeOf({ evidence, confirmed, registered });
    const changed = mode !== stored?.mode;
    const reading = (stored?.reading ?? 0) + Number(changed);
    after = {
      ...{ application: stored?.application ?? application, facility: stored?.facility ?? facility },
      ...{ evidence, mode, reading, sentAgain: stored?.sentAgain ?? reading },
      ...(confirmed && { confirmed }),
      ...(registered && { registered }),
      ...(!changed && sendingOf(stored)),
    };
    return stored !== undefined && canonicalJson(known(stored)) === canonicalJson(known(after)) ? undefined : after;
  });
  if (after === undefined) throw new OkaError('conflict');
  return { id, clinic, ...after };
}

const sendingOf = ({ sendingReading, sendingUntil, sendingUpTo }: Sending = {}): Sending => ({
  ...(sendingReading !== undefined && { sendingReading }),
  ...(sendingUntil !== undefined && { sendingUntil }),
  ...(sendingUpTo !== undefined && { sendingUpTo }),
});

const known = (sender: Change | undefined): Change => ({
  evidence: sender?.evidence ?? [],
  ...(sender?.confirmed && { confirmed: sender.confirmed }),
  ...(sender?.registered && { registered: sender.registered }),
});

const modeOf = ({ evidence, confirmed, registered }: { [K in keyof Change]: Change[K] | undefined }): string =>
  registered !== undefined
    ? `registered/${registered}`
    : confirmed !== undefined
      ? `confirmed/${confirmed.charset}`
      : `sender/${guessOf(evidence ?? []).charset}`;

/** A mode as the mapping takes it. What was read as registered is certain: it lies in no slot. */
export function charsetOfMode(mode: string, { id, reading }: GuessedSender): SenderCharset | undefined {
  const [by, charset] = mode.split('/');
  if (charset === undefined || (by !== 'sender' && by !== 'confirmed' && by !== 'registered')) return undefined;
  // A worker whose region file does not say it yet takes a registration as a confirmation.
  return { charset, by: by === 'registered' ? 'confirmed' : by, slot: id, reading };
}

async function readSender(store: Store, clinic: string, id: string): Promise<GuessedSender | undefined> {
  const row = await store.get(senderKey(clinic, id));
  return row && senderOf(clinic, row);
}

function senderOf(clinic: string, row: Row): GuessedSender {
  const { application, facility, evidence, confirmed, registered, mode, reading, sentAgain, sk } = row as SenderRow;
  return {
    ...{ id: sk, clinic, application, facility, evidence, mode, reading, sentAgain },
    ...(confirmed && { confirmed }),
    ...(registered && { registered }),
  };
}
