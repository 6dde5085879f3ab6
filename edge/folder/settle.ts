import type { OkaError } from '../../schemas/errors.ts';
import type { Facts } from '../facts/facts.ts';
import type { Aside, Moved } from './aside.ts';
import type { FolderFact } from './facts.ts';
import { noteText } from './notes.ts';
import type { Outcome } from './take-file.ts';
import type { Found } from './watch.ts';

/** What a person can set right in the folder; the rest is refused. */
const FOR_A_PERSON: ReadonlySet<OkaError['code']> = new Set([
  'photo-without-patient',
  'photo-without-domain',
  'photo-two-patients',
  'photo-without-time',
  'photo-format',
  'sidecar-malformed',
  'medium-incomplete',
  'batch-incomplete',
]);

/** One thing of the folder: a file, a photo with what lies beside it, a medium. */
export type Unit = {
  /** What is moved, with the note beside it: a file, or the folder of a medium. */
  readonly path: string;
  /** What is not in `path` and goes the same way, before it. */
  readonly others: readonly string[];
  /** All files of it, to be remembered where they cannot be moved. */
  readonly files: readonly Found[];
};

export type SettleOptions = {
  readonly aside: Aside;
  readonly facts: Facts<FolderFact>;
  readonly clock: () => Date;
};

export type Settled = 'taken' | 'refused' | 'attention';

/** Puts a unit out of the way by its outcome; remembers it where the folder does not let us. */
export function makeSettle({ aside, facts, clock }: SettleOptions) {
  async function remember({ files }: Unit, outcome: Settled, code?: OkaError['code']): Promise<void> {
    const at = clock().toISOString();
    for (const { path, facts: of } of files)
      await facts.put(path, {
        size: of.size,
        mtimeMs: of.mtimeMs,
        at,
        outcome,
        ...(code === undefined ? {} : { code }),
      });
  }

  async function moveAll(paths: readonly string[], move: (path: string) => Promise<Moved>): Promise<Moved> {
    let all: Moved = 'gone';
    for (const path of paths) if ((await move(path)) === 'stays') all = 'stays';
    return all;
  }

  return async (unit: Unit, outcome: Exclude<Outcome, { what: 'waits' }>): Promise<Settled> => {
    const { path, others } = unit;
    if (outcome.what === 'taken') {
      if ((await moveAll([...others, path], aside.taken)) === 'stays') await remember(unit, 'taken');
      return 'taken';
    }
    const { code, detail } = outcome.fault;
    const where = FOR_A_PERSON.has(code) ? 'attention' : 'refused';
    const note = noteText(code, clock().toISOString(), detail, outcome.lines);
    const [along, main] = [
      await moveAll(others, (one) => aside.along(where, one)),
      await aside.withNote(where, path, note),
    ];
    if (along === 'stays' || main === 'stays') await remember(unit, where, code);
    return where;
  };
}
