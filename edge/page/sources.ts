import type { Bilingual } from '../../schemas/result.ts';

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

/** One planned examination as the page shows it. */
export type WorklistLine = {
  readonly id: string;
  /** Instant. */
  readonly start?: string;
  readonly name?: string;
  readonly birthDate?: string;
  readonly number?: string;
  readonly accession?: string;
  readonly modality?: string;
  readonly station?: string;
  readonly service?: string;
  readonly status: 'planned' | 'in-progress' | 'done' | 'discontinued' | 'cancelled';
  readonly urgent: boolean;
  /** Entered at this page, before any system knew of it. */
  readonly provisional: boolean;
};

export type WalkIn = {
  readonly family: string;
  readonly given?: string;
  readonly middle?: string;
  readonly birthDate?: string;
  readonly sex?: 'M' | 'F' | 'O';
  readonly number?: string;
  readonly modality: string;
  readonly service: string;
  readonly urgent: boolean;
  /** Who entered it. */
  readonly by: string;
};

/** What the page asks the other parts of the edge for; a part that is off is left out. */
export type PageSources = {
  readonly worklist?: {
    readonly lines: () => readonly WorklistLine[];
    /** Modalities that can be chosen, as DICOM codes (CR, DX, CT…). */
    readonly modalities: () => readonly string[];
    readonly addWalkIn?: (walkIn: WalkIn) => Promise<void>;
  };
  readonly waiting: () => readonly Waiting[] | Promise<readonly Waiting[]>;
  readonly consult?: {
    /** Until when the line gives way to a session; undefined: it does not. */
    readonly until: () => string | undefined;
    /** Undefined ends it. */
    readonly set: (until: Date | undefined) => void | Promise<void>;
  };
};
