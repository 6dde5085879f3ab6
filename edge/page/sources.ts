import type { Bilingual } from '../../schemas/result.ts';
import type { Worklist } from '../worklist/seam.ts';

/** One line of "what waits": a lane, a link, a list. Counts and times only, never a patient. */
export type Waiting = {
  /** Stable name: `lane-urgent`, `hl7`, `ehr`, `pacs`, `commitment`, `refused`… */
  readonly id: string;
  readonly title: Bilingual;
  readonly state: 'good' | 'waits' | 'trouble' | 'off';
  readonly count?: number;
  readonly bytes?: number;
  /** Since when the oldest of it waits. */
  readonly since?: string;
  /** What is the matter, and what the reader can do about it. */
  readonly says?: Bilingual;
  readonly whatToDo?: Bilingual;
};

/** What the page asks the other parts of the edge for; a part that is off is left out. */
export type PageSources = {
  readonly worklist?: Pick<Worklist, 'items' | 'knows' | 'addWalkIn' | 'join' | 'dropWalkIn'> | undefined;
  /** Modalities that can be chosen for a walk-in, as DICOM codes. */
  readonly modalities?: readonly string[];
  readonly waiting: () => readonly Waiting[] | Promise<readonly Waiting[]>;
  readonly consult?: {
    /** Until when the line gives way to a session; undefined: it does not. */
    readonly until: () => string | undefined;
    /** Undefined ends it. */
    readonly set: (until: Date | undefined) => void | Promise<void>;
  };
};
