import type { CommitmentReport, Outcome } from '../dicom/client.ts';
import type { Mark } from '../spool/meta.ts';
import { stateOf, withMark } from '../spool/meta.ts';
import type { SpoolEntry } from '../spool/spool.ts';

export const CLASS = '1.2.840.10008.5.1.4.1.1.1.1';
export const object = (sopInstanceUid: string, sopClassUid = CLASS) => ({ sopClassUid, sopInstanceUid });
export const CALLER = { callingAe: 'XRAY', calledAe: 'OKA', address: '127.0.0.1' } as const;

/** A spool that holds what it is told to, with marks. */
export function spoolOf() {
  const entries = new Map<string, SpoolEntry>();
  const [marked, taken]: ((...one: never[]) => void)[][] = [[], []];
  return {
    bySopInstance: (uid: string) => [entries.get(uid)].filter((entry) => entry !== undefined),
    onMark: (listener: (entry: SpoolEntry, mark: Mark) => void) => void marked?.push(listener as never),
    onTaken: (listener: (entry: SpoolEntry) => void) => void taken?.push(listener as never),
    take(uid: string, sopClassUid = CLASS) {
      const about = {
        acceptedAt: '2026-02-03T05:00:00.000Z',
        by: 'dicom',
        address: '',
        lane: 'routine',
        sopClassUid,
      } as const;
      const entry: SpoolEntry = {
        sha256: uid,
        bytes: 1,
        about: { ...about, sopInstanceUid: uid },
        marks: [],
        state: 'waiting',
      };
      entries.set(uid, entry);
      for (const listener of taken ?? []) listener(entry as never);
    },
    mark(uid: string, what: Mark['what']) {
      const entry = entries.get(uid);
      if (entry === undefined) throw new Error('no such object');
      const marks = withMark(entry.marks, { at: '2026-02-03T06:00:00.000Z', what });
      entries.set(uid, { ...entry, marks, state: stateOf(marks) });
      for (const listener of marked ?? []) listener(entry as never, { at: '', what } as never);
    },
  };
}

/** A modality that takes reports, or is away. */
export function modality() {
  const heard: CommitmentReport[] = [];
  const state: { answer: Outcome } = { answer: { class: 'done' } };
  return {
    heard,
    state,
    async report(_: string, what: CommitmentReport): Promise<Outcome> {
      if (state.answer.class === 'done') heard.push(what);
      return state.answer;
    },
  };
}
