import { join } from 'node:path';
import type { ResultPublished } from '../../schemas/messages.ts';
import { type Facts, openFacts } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { isNewer } from './bundle.ts';
import { type Answer, LedgerRow, Letter, letterKey } from './letter.ts';
import { makeLine } from './line.ts';
import { oneByOne } from './one-by-one.ts';

export type BookOptions = {
  readonly folder: string;
  readonly files?: EdgeFiles | undefined;
  readonly key?: EdgeKey | undefined;
  /** Parts of the edge that take every result, by their lasting names. */
  readonly consumers: readonly string[];
};

/** How the way of a letter to the record system ended. */
export type End = Pick<Answer, 'code' | 'text' | 'at'>;

export type Book = Awaited<ReturnType<typeof openBook>>;

/**
 * Everything the connector may not lose: the letters that were taken, and the ledger of versions with the answers that are
 * owed to the region. Each method is one durable step; a power cut between two of them is put right when the book is opened.
 */
export async function openBook({ folder, files, key, consumers }: BookOptions) {
  const store = { ...(files === undefined ? {} : { files }), key };
  const letters: Facts<Letter> = await openFacts({ ...store, folder: join(folder, 'letters'), schema: Letter });
  const rows: Facts<LedgerRow> = await openFacts({ ...store, folder: join(folder, 'ledger'), schema: LedgerRow });
  const line = makeLine();
  const inTurn = oneByOne();
  const names = new Set(consumers);
  const untold = new Map(consumers.map((name): [string, Set<string>] => [name, new Set()]));
  const owing = new Set<string>();

  const inOrder = [...letters.entries()].map(([, letter]) => letter).sort((a, b) => a.place - b.place);
  let place =
    1 + Math.max(-1, ...inOrder.map((letter) => letter.place), ...[...rows.entries()].map(([, r]) => r.place));
  for (const [resultId, { owed }] of rows.entries()) if (owed.length > 0) owing.add(resultId);
  /** Its row is in the ledger and the power went before the letter was put away. */
  function isSettled({ data, place: own, human }: Letter): boolean {
    const row = rows.get(data.resultId);
    if (row === undefined || human !== undefined) return false;
    return row.place === own || (data.state !== 'withdrawn' && data.version < row.settled && own < row.place);
  }

  function keepFor(letter: Letter): void {
    for (const [name, keys] of untold) if (!letter.told.includes(name)) keys.add(letterKey(letter.data));
  }
  const isTold = ({ told }: Letter): boolean => [...names].every((name) => told.includes(name));

  /** Its way to the record system has ended: it leaves the line, and the disk once every consumer has it. */
  const close = ({ data }: Letter): Promise<void> =>
    inTurn(letterKey(data), async () => {
      const letter = letters.get(letterKey(data));
      if (letter === undefined) return;
      line.remove(letter);
      if (isTold(letter) || letter.data.bundle === undefined) await forget(letter);
      else await letters.put(letterKey(data), { ...letter, ended: true, wire: undefined, human: undefined });
    });

  async function forget({ data }: Letter): Promise<void> {
    for (const keys of untold.values()) keys.delete(letterKey(data));
    await letters.remove(letterKey(data));
  }

  const changeRow = (letter: Letter, change: (row: LedgerRow) => LedgerRow): Promise<void> =>
    inTurn(letter.data.resultId, async () => {
      const { resultId, record, clinic, severity, state } = letter.data;
      const none = { applied: 0, settled: 0, place: 0, told: 0, at: letter.takenAt, owed: [] };
      const row = change(rows.get(resultId) ?? { ...none, record, clinic, severity, state });
      if (row.owed.length > 0) owing.add(resultId);
      await rows.put(resultId, row);
    });

  const answerOf = ({ data, traceparent }: Letter, { code, text, at }: End): Answer => ({
    ...{ version: data.version, code, at, traceparent },
    ...(text === undefined ? {} : { text }),
  });

  /** Changes a letter that is still here; durable when resolved. */
  const change = ({ data }: Letter, to: Partial<Omit<Letter, 'place' | 'told'>>): Promise<Letter | undefined> =>
    inTurn(letterKey(data), async () => {
      const stored = letters.get(letterKey(data));
      if (stored === undefined) return undefined;
      const letter: Letter = { ...stored, ...to };
      await letters.put(letterKey(data), letter);
      if (!letter.ended) line.put(letter);
      return letter;
    });

  async function oweRefusal(letter: Letter): Promise<void> {
    const { human, data } = letter;
    if (human?.answer === undefined) return;
    const { since: at, why, answer: code } = human;
    const older = line.olderThan(letter);
    const said = { code, text: `superseded by version ${data.version}, which was refused`, at };
    await changeRow(letter, (row) => ({
      ...row,
      told: Math.max(row.told, data.version),
      owed: [
        ...row.owed,
        ...older.filter(isUntold).map((one) => answerOf(one, said)),
        answerOf(letter, { code, text: why, at }),
      ],
    }));
    for (const one of older) await close(one);
  }
  // What a power cut left half done.
  for (const letter of inOrder) {
    keepFor(letter);
    if (!letter.ended) line.put(letter);
  }
  for (const letter of inOrder) if (letter.ended || isSettled(letter)) await close(letter);
  for (const letter of inOrder)
    if (letter.human?.answer !== undefined && (rows.get(letter.data.resultId)?.told ?? 0) < letter.data.version)
      await oweRefusal(letter);

  return {
    line,
    change,
    /** Takes a message; resolved means durable. `repeat`: this version or a higher one is known here already. */
    take: ({ data, traceparent }: ResultPublished, takenAt: string): Promise<'taken' | 'repeat'> =>
      inTurn(letterKey(data), async () => {
        const row = rows.get(data.resultId);
        if (row && (!isNewer(data.version, row.applied) || data.version < row.settled)) return 'repeat';
        const before = letters.get(letterKey(data));
        // What was refused may come again, mended; what still waits is the same message.
        if (before !== undefined && !before.ended && before.human === undefined) return 'repeat';
        if (before?.human?.code === 'ehr-silent' || data.version < line.newestOf(data)) return 'repeat';
        const told = before?.told ?? [];
        const letter: Letter = { data, traceparent, takenAt, place, refusals: 0, ended: false, told };
        place += 1;
        await letters.put(letterKey(data), letter);
        keepFor(letter);
        line.put(letter);
        return 'taken';
      }),
    letter: (of: { readonly resultId: string; readonly version: number }): Letter | undefined =>
      letters.get(letterKey(of)),
    /**
     * The record system has it (`applied`), or it will never go: ledger first, then the letter. Older versions of the same
     * result end with it, and are told as what they are.
     */
    async settle(letter: Letter, end: End, applied: boolean): Promise<Letter[]> {
      const { version } = letter.data;
      const older = line.olderThan(letter);
      const said: End = {
        code: applied ? 'AA' : end.code,
        text: `superseded by version ${version}${applied ? '' : ', which was refused'}`,
        at: end.at,
      };
      await changeRow(letter, (row) => ({
        ...row,
        ...{ severity: letter.data.severity, state: letter.data.state, at: end.at, place: letter.place },
        applied: applied ? Math.max(row.applied, version) : row.applied,
        settled: Math.max(row.settled, version),
        told: Math.max(row.told, version),
        owed: [...row.owed, ...older.filter(isUntold).map((one) => answerOf(one, said)), answerOf(letter, end)],
      }));
      for (const one of [...older, letter]) await close(one);
      return older;
    },
    /**
     * Puts a letter on the list for a human; with an answer the region is told that the record system does not have it,
     * and the older versions end with it.
     */
    async putAside(letter: Letter, human: NonNullable<Letter['human']>): Promise<void> {
      const aside = await change(letter, { human, leftAt: undefined });
      if (aside !== undefined) await oweRefusal(aside);
    },
    close,
    /** Results with answers that the region has not got yet. */
    owing: (): string[] => [...owing],
    row: (resultId: string): LedgerRow | undefined => rows.get(resultId),
    /** The region has the first of the answers that were owed. */
    answered: (resultId: string): Promise<void> =>
      inTurn(resultId, async () => {
        const row = rows.get(resultId);
        if (row === undefined) return;
        const owed = row.owed.slice(1);
        await rows.put(resultId, { ...row, owed });
        if (owed.length === 0) owing.delete(resultId);
      }),
    /** Adds a consumer while the edge runs: it gets what has not left yet, and everything from now on. */
    addConsumer(name: string): void {
      if (names.has(name)) return;
      names.add(name);
      untold.set(name, new Set());
      for (const [, letter] of letters.entries()) keepFor(letter);
    },
    /** The oldest letter that a consumer has not taken and whose bundle is here. */
    untold(name: string): Letter | undefined {
      for (const key of untold.get(name) ?? []) {
        const letter = letters.get(key);
        if (letter?.data.bundle !== undefined) return letter;
      }
      return undefined;
    },
    behind: (name: string): number => untold.get(name)?.size ?? 0,
    /** A consumer has it, durably. */
    told: ({ data }: Letter, name: string): Promise<void> =>
      inTurn(letterKey(data), async () => {
        const letter = letters.get(letterKey(data));
        untold.get(name)?.delete(letterKey(data));
        if (letter === undefined) return;
        const next: Letter = { ...letter, told: [...letter.told, name] };
        if (next.ended && isTold(next)) await forget(next);
        else {
          await letters.put(letterKey(data), next);
          if (!next.ended) line.put(next);
        }
      }),
    /** Forgets results of which nothing is owed and nothing waits since then: the queue keeps nothing as long. */
    async clean(before: string): Promise<void> {
      const waiting = new Set([...letters.entries()].map(([, { data }]) => data.resultId));
      for (const [resultId, row] of [...rows.entries()])
        if (row.at < before && row.owed.length === 0 && !waiting.has(resultId))
          await inTurn(resultId, () => rows.remove(resultId));
    },
    async shut(): Promise<void> {
      await letters.close();
      await rows.close();
    },
  };
}

/** The region has been told nothing of it yet. */
const isUntold = ({ human }: Letter): boolean => human === undefined || human.code === 'ehr-silent';
