import { type Facts, openFacts } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import { PacsObject } from './facts.ts';
import type { NamedForm } from './forms.ts';

export type LedgerOptions = {
  readonly folder: string;
  readonly files?: EdgeFiles | undefined;
  readonly key?: EdgeKey | undefined;
};

/** What the PACS has been given, is to be given, and would not take; durable, by SOP Instance UID. */
export async function openPacsLedger({ folder, files, key }: LedgerOptions) {
  const facts: Facts<PacsObject> = await openFacts({ folder, schema: PacsObject, key, ...(files ? { files } : {}) });
  let place = 0;
  const due = new Map<string, PacsObject>();
  for (const [uid, object] of facts.entries()) {
    place = Math.max(place, object.place + 1);
    if (object.state === 'due') due.set(uid, object);
  }

  async function put(uid: string, object: PacsObject): Promise<void> {
    await facts.put(uid, object);
    if (object.state === 'due') due.set(uid, object);
    else due.delete(uid);
  }

  return {
    /** Resolved means durable. An object that is known already stays as it is: storing it once is enough. */
    async add(form: NamedForm, result: { resultId: string; version: number; takenAt: string }): Promise<boolean> {
      const { sopInstanceUid, studyInstanceUid, ...rest } = form;
      if (facts.get(sopInstanceUid) !== undefined) return false;
      const { resultId, version, takenAt } = result;
      const study = studyInstanceUid === undefined ? {} : { studyInstanceUid };
      const turn = place++;
      await put(sopInstanceUid, { ...rest, ...study, resultId, version, takenAt, place: turn, state: 'due' });
      return true;
    },
    /**
     * What is to be stored now, in its order. A note waits until what came before it of the same result is stored or refused: a
     * PACS that hears of a withdrawal before it has what is withdrawn would show that afterwards as if it held.
     */
    due(): [string, PacsObject][] {
      const all = [...due].sort(([, a], [, b]) => a.place - b.place);
      const first = new Map<string, number>();
      for (const [, { resultId, place: turn }] of all) if (!first.has(resultId)) first.set(resultId, turn);
      return all.filter(([, { kind, resultId, place: turn }]) => kind !== 'note' || first.get(resultId) === turn);
    },
    async end(
      uid: string,
      how: { state: 'stored' | 'refused'; at: string; code?: string; why?: string },
    ): Promise<void> {
      const object = facts.get(uid);
      if (object !== undefined) await put(uid, { ...object, ...how });
    },
    refused: (): [string, PacsObject][] => [...facts.entries()].filter(([, { state }]) => state === 'refused'),
    /**
     * Puts what was refused into the line again, as the PACS may take it now; gives how many. What a later version has taken
     * back stays out: its note may have been stored already.
     */
    async again(): Promise<number> {
      const takenBack = new Map<string, number>();
      for (const [, { kind, resultId, version }] of facts.entries())
        if (kind === 'note') takenBack.set(resultId, Math.max(version, takenBack.get(resultId) ?? 0));
      const stands = ({ kind, resultId, version }: PacsObject): boolean =>
        kind === 'note' || version >= (takenBack.get(resultId) ?? 0);
      const refused = [...facts.entries()].filter(([, one]) => one.state === 'refused' && stands(one));
      for (const [uid, { at: _at, code: _code, why: _why, ...object }] of refused)
        await put(uid, { ...object, state: 'due' });
      return refused.length;
    },
    /** Forgets what was stored before this instant. */
    async clean(before: string): Promise<void> {
      for (const [uid, { state, at = '' }] of [...facts.entries()])
        if (state === 'stored' && at < before) await facts.remove(uid);
    },
    close: () => facts.close(),
  };
}
export type PacsLedger = Awaited<ReturnType<typeof openPacsLedger>>;
