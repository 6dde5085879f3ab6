import type { MppsSettings } from '../../schemas/edge/mpps.ts';
import type { DicomServices } from '../dicom/services.ts';
import type { FactsEvent } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import type { Spool } from '../spool/spool.ts';
import type { Performed } from '../worklist/seam.ts';

export type MppsOptions = {
  /** A folder for procedure steps alone. */
  readonly folder: string;
  readonly files?: EdgeFiles;
  readonly key?: EdgeKey | undefined;
  /** Where the final state of each step goes, on its way to the region. */
  readonly spool: Pick<Spool, 'begin'>;
  /** The worklist, which hears what was done. */
  readonly performed?: (step: Performed) => Promise<void>;
  readonly settings?: MppsSettings;
  readonly clock?: () => Date;
  readonly onEvent?: (event: MppsEvent) => void;
};

export type MppsEvent =
  | FactsEvent
  | { readonly what: 'refused'; readonly callingAe: string; readonly status: number; readonly why: string }
  | { readonly what: 'step'; readonly callingAe: string; readonly status: Performed['status'] }
  | { readonly what: 'not-passed-on'; readonly cause: unknown };

/** The MPPS service of the edge: what DICOM's server calls, and its end. */
export type Mpps = NonNullable<DicomServices['mpps']> & {
  /** Studies of which a modality says that it is still working on them; the rest of a study has come when it is none. */
  readonly underWay: () => ReadonlySet<string>;
  /** Whether a modality has said that no more images of the study come. */
  readonly isClosed: (studyInstanceUid: string) => boolean;
  readonly onEnd: (listener: (studyInstanceUid: string, status: 'COMPLETED' | 'DISCONTINUED') => void) => void;
  readonly clean: () => Promise<void>;
  readonly close: () => Promise<void>;
};
