import type { DayOrder } from '../../schemas/api/clinic-day.ts';
import type { WorklistSettings } from '../../schemas/edge/worklist.ts';
import type { ErrorCode } from '../../schemas/errors.ts';
import type { Caller, Dataset } from '../dicom/services.ts';
import type { FactsEvent } from '../facts/facts.ts';
import type { EdgeFiles } from '../files/files.ts';
import type { EdgeKey } from '../files/key.ts';
import type { WorklistItem } from './item.ts';
import type { Visit } from './list/visits.ts';
import type { WalkIn } from './walk-in.ts';

/** A system that sends HL7, as far as the worklist must know it; the words of the region file. */
export type WorklistSender = {
  readonly application: string;
  readonly facility: string;
  readonly charset?: string | undefined;
  /** Default `his`. */
  readonly role?: 'his' | 'lis' | 'ris' | 'post' | undefined;
  /** Which number names its orders; default `filler`, and `placer` where there is none. */
  readonly orderKey?: 'filler' | 'placer' | 'patient-service-time' | undefined;
  readonly defaultDomain?: string | undefined;
};

export type WorklistOptions = {
  /** A folder for the worklist alone. */
  readonly folder: string;
  readonly files?: EdgeFiles;
  readonly key?: EdgeKey | undefined;
  readonly clinic: { readonly id: string; readonly oid: string };
  /** IANA zone of the clinic. */
  readonly zone: string;
  /** Hexadecimal, 32 bytes or more: names of items follow from it (contract 2). See `worklistIdKey`. */
  readonly idKey: string;
  readonly settings?: WorklistSettings;
  readonly senders?: readonly WorklistSender[];
  readonly clock?: () => Date;
  /** Puts a message of our own into the journal, on its way to the region: that a walk-in has his number now. */
  readonly tell?: (message: Buffer, acceptedAt: string) => Promise<void>;
  readonly onEvent?: (event: WorklistEvent) => void;
};

export type WorklistEvent =
  | FactsEvent
  /** A message that says nothing the worklist can read; it goes to the region all the same. */
  | { readonly what: 'not-understood'; readonly code: ErrorCode; readonly detail?: string | undefined }
  /** Orders of the region for patients whose name, or whose number in a domain of the clinic, is not known: nobody is offered them. */
  | { readonly what: 'not-offered'; readonly orders: number }
  /** The region has not heard of a walk-in's number yet; it is told at the next start. */
  | { readonly what: 'not-told'; readonly cause: unknown };

/** What an MPPS says of the steps of the worklist. */
export type Performed = {
  readonly uid: string;
  /** When the edge took it. */
  readonly at: string;
  readonly status: 'IN PROGRESS' | 'COMPLETED' | 'DISCONTINUED';
  /** Broken off because the wrong entry was chosen: the entry stands again. */
  readonly wrongEntry: boolean;
  readonly of: readonly { readonly studyInstanceUid: string; readonly stepId: string }[];
};

export type Worklist = {
  /** Takes an HL7 message of the journal; resolved means durable. The same message again changes nothing. */
  readonly take: (bytes: Uint8Array, acceptedAt: string) => Promise<void>;
  /**
   * All orders of radiology that the region holds for the clinic now; they replace those it held before, and yield to the
   * clinic's own orders of the same accession. They are kept by who brings them.
   */
  readonly takeFromRegion: (orders: readonly DayOrder[]) => void;
  /** All items that stand now, by their start. */
  readonly items: () => readonly WorklistItem[];
  /** All appointments that stand, also those that no modality is concerned with. */
  readonly visits: () => readonly Visit[];
  /** C-FIND of the worklist. */
  readonly find: (query: Dataset, caller: Caller, signal: AbortSignal) => AsyncIterable<Dataset>;
  /** A patient without an order; resolved means durable. Gives the item as the modality will see it. */
  readonly addWalkIn: (walkIn: WalkIn) => Promise<WorklistItem>;
  /** A person says that this order is what the walk-in was made for. @throws OkaError `not-found` */
  readonly join: (walkIn: string, order: string, by: string) => Promise<void>;
  /** Takes a walk-in off the list that came to nothing. */
  readonly dropWalkIn: (id: string) => Promise<void>;
  /** What the modality did; resolved means durable. */
  readonly performed: (step: Performed) => Promise<void>;
  /** The item that a step names, also when it has left the list. */
  readonly itemOf: (studyInstanceUid: string, stepId: string) => WorklistItem | undefined;
  /** How much haste the order of a study has, also when it has left the list; undefined for a study of no item. */
  readonly priorityOf: (studyInstanceUid: string) => WorklistItem['priority'] | undefined;
  /** Whether an accession number is that of an item, on the list or made, cancelled and over. */
  readonly knows: (accession: string) => boolean;
  /** Called whenever the list may have changed. */
  readonly onChange: (listener: () => void) => void;
  /** Forgets what is older than `keepDays`. */
  readonly clean: () => Promise<void>;
  readonly close: () => Promise<void>;
};
