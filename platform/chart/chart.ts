import type { NationalNumber } from '../../domain/identity/holder.ts';
import type { Accession, ChartItem, ChartResourceType, IdentityEdge } from '../../schemas/chart.ts';
import type { Delivery, DeliveryInput } from '../../schemas/delivery.ts';
import type { ErrorCode } from '../../schemas/errors.ts';
import type { InputEnd, InputKey } from '../../schemas/input.ts';
import type { StudyDecision } from '../../schemas/reconciled.ts';
import type { Result } from '../../schemas/result.ts';
import type { Calls } from './calls.ts';
import type { Cards } from './cards.ts';
import type { Charsets } from './charsets.ts';
import type { Between } from './clinic-day.ts';
import type { Contacts } from './contacts.ts';
import type { ToldDelivery } from './deliveries.ts';
import type { Duty } from './duty.ts';
import type { FollowUpsOfRecord } from './followups.ts';
import type { FormRetry } from './form-retries.ts';
import type { InputMark } from './inputs.ts';
import type { Models } from './models.ts';
import type { OrderName, SaidOfOrder } from './orders.ts';
import type { QuietWait } from './quiet.ts';
import type { SettledStudy } from './settled.ts';
import type { ShownVersion } from './shown.ts';
import type { KeptStatement, SaidOfPatients, Statement, StatingInput } from './stated.ts';
import type { SharedStudy } from './study-holders.ts';
import type { Studies } from './study-rows.ts';
import type { Turn } from './turns.ts';
import type { Codes } from './unmapped.ts';
import type { WorkLists } from './work-rows.ts';

/** A stored item: the merged groups, the FHIR resource assembled from them (undefined: deleted), its counters. */
export type StoredItem = ChartItem & {
  readonly rev: number;
  readonly announcedRev: number;
  readonly resource: fhir4.FhirResource | undefined;
};

/** The head of a record: one counter per chart state (contract 4), and the clinic that owns it. */
export type Head = { readonly record: string; readonly clinic: string; readonly revision: number };

/** What a writer hands over at once: items of one or several records, identity edges, lookups, and the input they came from. */
export type ChartWrite = {
  readonly items: readonly ChartItem[];
  readonly edges?: readonly IdentityEdge[];
  /** Owner clinic of each record named above: written on its head once. */
  readonly owners: Readonly<Record<string, string>>;
  /** Finds records by accession number. */
  readonly accessions?: readonly Accession[];
  /** The input that waits for the advice on `record`; it ends as stored or published by advise or publish. */
  readonly awaiting?: { input: InputKey; record: string };
  /** What the input says of patients whose demographics are not its sender's: compared at every revision, never copied. */
  readonly stated?: SaidOfPatients;
  /** Stored and nothing more: no revision rises, no trigger goes out. For a study of no known patient. */
  readonly silent?: boolean;
};

/** The stored advice of a record: all its current results as one item, replaced as one (contract 4). */
export type AdviceState = {
  readonly record: string;
  readonly revision: number;
  readonly results: readonly Result[];
  /** resultId → version already sent to the EHR. */
  readonly published: Readonly<Record<string, number>>;
  /** Revision of the newest advice that something was sent from; inputs up to it are published. */
  readonly publishedRevision?: number;
};

/** Two records that a national number, or a human's word, brings together. */
export type IdentityPair = {
  readonly records: readonly [string, string];
  /** Numbers that both hold. */
  readonly shared: readonly NationalNumber[];
  /** They are one person as it stands. */
  readonly together: boolean;
  /** What a human said of the two. */
  readonly decision?: IdentityEdge;
  /** Since when they wait for a human. */
  readonly since?: string;
};

export type InputState = {
  readonly input: InputKey;
  readonly receivedAt: string;
  readonly length: number;
  readonly end?: { readonly state: InputEnd; readonly code?: ErrorCode; readonly detail?: string; readonly at: string };
  /** Steps in order of time: what happened where, keys only. Shown by `oka trace`. */
  readonly steps: readonly { readonly at: string; readonly step: string; readonly detail?: string }[];
  readonly repeats: number;
  /** The record it led to, once known. */
  readonly record?: string;
  /** Why it is on its clinic's list, by stable names; absent while it is on none, or is quarantined. */
  readonly reasons?: readonly string[];
};

/** An input on its clinic's list. `place`: instant since when it waits, then its name. */
export type WaitingInput = { readonly place: string; readonly state: InputState };

/** So many of the newest resources of a facet. */
export type Wanted = { readonly facet: string; readonly count: number };

/** How programs reach charts. Implemented over DynamoDB in `dynamo-chart.ts`; every read is consistent. */
export interface Chart {
  get(record: string, type: ChartResourceType, id: string): Promise<StoredItem | undefined>;
  /** Newest first; `facet` from `facetOf` in domain/fhir/facets.ts. */
  newest(record: string, facet: string, count: number): Promise<StoredItem[]>;
  /** The same for several facets, in their order. */
  newestOfEach(record: string, wanted: readonly Wanted[]): Promise<StoredItem[][]>;
  /** Appointments of a clinic's records that begin in this time, in whatever state, by their beginning. */
  appointments(clinic: string, time: Between): Promise<StoredItem[]>;
  /** Orders of radiology of a clinic's records, in whatever state, that are planned, else were placed, in this time. */
  imagingOrders(clinic: string, time: Between): Promise<StoredItem[]>;
  /** Everything of one record (for $everything, a physician's page and the tests, never for advise). */
  everything(record: string): Promise<StoredItem[]>;
  head(record: string): Promise<Head | undefined>;
  /** The connected set of records over joined edges, sorted, at most 32; else `chart-too-wide`. */
  person(record: string): Promise<string[]>;
  /** The record under which a merged one goes on; undefined for one that goes on by itself. */
  survivor(record: string): Promise<string | undefined>;
  recordsOfAccession(domain: string, accession: string): Promise<string[]>;
  /** Orders of a record that are, or were, said of another one too; and of which records an order is said. */
  sharedOrders(record: string): Promise<OrderName[]>;
  saidOfOrder(order: OrderName): Promise<SaidOfOrder[]>;
  /** What a human has said of whose an order is that stands for two patients. */
  orderDecision(order: OrderName): Promise<StudyDecision | undefined>;
  /** Of two such words the later holds; all records that the order is said of are judged again. */
  decideOrder(order: OrderName, decision: StudyDecision): Promise<void>;
  noteOrderListed(order: OrderName, record: string, input: InputKey): Promise<void>;
  /** Studies of a record whose Study Instance UID stands, or stood, in other records too. */
  sharedStudies(record: string): Promise<SharedStudy[]>;
  /** Pairs of this record with another person's that hold one national number and that nobody has decided on. */
  openPairs(record: string): Promise<IdentityPair[]>;
  identityPair(a: string, b: string): Promise<IdentityPair>;
  /** Brings the record onto its clinic's list of pairs that wait for a human, or takes it off. Called by advise. */
  listOpenPairs(head: Head): Promise<void>;
  /** Records of a clinic with pairs that wait, the longest first. */
  recordsWithOpenPairs(clinic: string, limit: number): Promise<string[]>;
  oldestOpenPair(clinic: string): Promise<string | undefined>;

  /** Brings a record onto its clinic's list of follow-ups by the day of the earliest, or takes it off. Called by advise. */
  listFollowUps(of: FollowUpsOfRecord): Promise<void>;
  followUpRecords(
    clinic: string,
    above: string | undefined,
    limit: number,
  ): Promise<{ readonly record: string; readonly place: string }[]>;

  /** Contract 3 and 4: merge and put each item, bump every record of the persons concerned, send the triggers, set announcedRev. */
  write(write: ChartWrite): Promise<{ changed: boolean }>;

  advice(record: string): Promise<AdviceState | undefined>;
  /**
   * Stores if the stored advice revision is not newer than `revision`. `basedOn` is the revision of the stored advice that
   * the versions in `results` continue (undefined: none was stored). False: another run has stored this or a newer
   * revision; end quietly. OkaError `conflict` (run again on fresh state): advice of an older revision was stored since
   * `basedOn`, or a stored result is missing in `results`, or its version says something else: no version number is ever
   * given to two contents, and no result disappears (withdrawn ones stay in the set with their version).
   */
  putAdvice(
    record: string,
    revision: number,
    results: readonly Result[],
    basedOn?: { revision: number | undefined },
  ): Promise<boolean>;
  /** `revision`: that of the advice the version was sent from. Both only rise, but for `markUnsent`. */
  markPublished(record: string, resultId: string, version: number, revision: number): Promise<void>;
  /** The record system never took this version: it is to be sent again, unless a newer one has been sent since. */
  markUnsent(record: string, resultId: string, version: number): Promise<void>;

  /** Inputs that wait on this record with a revision not above `revision`. */
  awaiting(record: string, revision: number): Promise<InputKey[]>;
  openInput(input: InputKey, length: number, receivedAt: string): Promise<{ repeat: boolean }>;
  step(input: InputKey, step: string, detail?: string, mark?: InputMark): Promise<void>;
  /** What has been marked of an input, for ever. */
  marks(input: InputKey): Promise<ReadonlySet<InputMark>>;
  /** Written once; a second end is ignored and answered with false. Removes the wait of the input. */
  endInput(
    input: InputKey,
    end: { state: InputEnd; code?: ErrorCode; detail?: string; record?: string },
  ): Promise<boolean>;
  input(input: InputKey): Promise<InputState | undefined>;
  /** Quarantined, unreconciled and otherwise doubtful inputs of a clinic, newest first; some have not ended yet. */
  waitingForHuman(clinic: string): Promise<InputState[]>;
  /** The same, oldest first and a few at a time, each with the place of the list after which to read on. */
  waitingAfter(clinic: string, above: string | undefined, limit: number): Promise<WaitingInput[]>;
  /** Takes the end away so that a replay can give a new one; keeps the history as steps. */
  reopenInput(input: InputKey): Promise<void>;
  /**
   * Puts an input on its clinic's list, or takes it off, before or after its end; the end itself stays what it is. With
   * `about`, the beginning of its reasons, an input that is listed for something else is left as it is; what was put on it
   * so is taken off only so.
   */
  listForHuman(input: InputKey, reasons: readonly string[], about?: string): Promise<void>;
  /** What inputs said of a record's patient, and which inputs. */
  statements(record: string): Promise<KeptStatement[]>;
  inputsStating(statement: Statement): Promise<StatingInput[]>;
  noteStatementListed(statement: Statement): Promise<void>;
  noteInputListed(statement: Statement, input: InputKey, listedFor: string): Promise<void>;
  /** Contract 6: accepted = quarantined + stored + published + in flight; `overdue` are in flight longer than the ceiling. */
  ledger(
    clinic: string,
    day: string,
  ): Promise<{
    accepted: number;
    quarantined: number;
    stored: number;
    published: number;
    inFlight: number;
    overdue: string[];
  }>;

  /** Character sets of senders that were guessed, and the inputs read by them. */
  readonly charsets: Charsets;

  /** Codes that came without a map, and those of the rules that came with one. */
  readonly codes: Codes;

  /** Cards of CDS Hooks that were shown, and what physicians answered. */
  readonly cards: Cards;
  /** What was decided on models while the region runs, and what is watched of them. */
  readonly models: Models;
  /** A decision changes what may be said of a record: its revision rises and advice is asked for. */
  renew(record: string): Promise<void>;

  /** Results that wait for humans: of a clinic, and of each person who is told of them. */
  readonly work: WorkLists;
  /** What of a result was on a physician's screen, the newest version first; noted once for each version. */
  shown(record: string, resultId: string): Promise<ShownVersion[]>;
  noteShown(record: string, shown: ShownVersion): Promise<void>;

  /** DICOM instances by study: where their bytes lie, and what their headers say. */
  readonly studies: Studies;

  /** Absences, swaps and people on duty besides, as they were told. */
  readonly duty: Duty;
  /** Whom the duty desks call. */
  readonly calls: Calls;
  /** When edges were last heard. */
  readonly contacts: Contacts;

  delivery(record: string, resultId: string): Promise<Delivery | undefined>;
  deliveries(record: string): Promise<Delivery[]>;
  /** Of a clinic: those whose duty alarm was raised and that nobody has acknowledged, the oldest first. */
  alarms(clinic: string): Promise<Delivery[]>;
  /** Of all records of a clinic: what was sent, answered or acknowledged after the cursor, oldest first (`deliveries.ts`). */
  deliveriesSince(
    clinic: string,
    from: { readonly since: string; readonly now: Date; readonly limit: number },
  ): Promise<ToldDelivery[]>;
  /** Reads, changes, writes if unchanged, else again. Return undefined to leave it. Keeps byDue in step with `dueAt`. */
  changeDelivery(
    record: string,
    resultId: string,
    change: (stored: Delivery | undefined) => DeliveryInput | undefined,
  ): Promise<Delivery | undefined>;
  /** Keys of deliveries whose dueAt lies in the minutes from the mark to `now`; moves the mark after `each` has run for all. */
  due(
    now: Date,
    each: (key: { record: string; resultId: string; version: number; dueAt: string }) => Promise<void>,
  ): Promise<void>;

  /** DICOM forms that could not be made: `due` asks for the record's advice when one is to be tried again. */
  noteFormRetry(retry: FormRetry): Promise<void>;
  formRetries(record: string): Promise<FormRetry[]>;
  endFormRetry(record: string, resultId: string): Promise<void>;

  /** When time alone changes what is said of a person: `due` then has all his records judged again. The newest plan counts. */
  planTurn(turn: Turn): Promise<void>;
  /** The latest such moment that has passed. */
  passedTurn(record: string): Promise<string | undefined>;

  /** A study is to be looked at again when the clock has passed `until`: `due` sees to it. The latest `until` counts. */
  waitForQuiet(wait: QuietWait): Promise<void>;
  /** Id of the ImagingStudy → until when the region has waited for it. */
  quiets(record: string): Promise<ReadonlyMap<string, string>>;

  /** Id of the ImagingStudy → what was last settled of its inputs; empty: it is to be asked again. */
  settled(record: string): Promise<ReadonlyMap<string, string>>;
  /** The clinic's list says of all inputs of a study what `digest` stands for. */
  settle(record: string, study: SettledStudy): Promise<void>;
}
