import type { ClientTls } from '../tcp/dial.ts';
import { isDone, isPending } from './association/fault.ts';
import { asked, contextOf, finished, one, proposal, refused } from './association/request.ts';
import { Requestor } from './association/requestor.ts';
import { COMMAND } from './dimse/command.ts';
import { readDataset } from './dimse/read-dataset.ts';
import { writeDataset } from './dimse/write-dataset.ts';
import { type Dataset, type SopReference, STATUS, type Status } from './services.ts';
import { COMMITMENT_INSTANCE, SOP_CLASS } from './uids.ts';

export { store } from './association/store.ts';

/** A DICOM application of the clinic that we call. */
export type Peer = {
  readonly aeTitle: string;
  readonly host: string;
  readonly port: number;
  /** Our title as this one knows it; default `OKA`. */
  readonly callingAe?: string;
  readonly tls?: ClientTls;
  /** In which it writes and reads text, where that is not what it declares. */
  readonly charset?: string;
  /** Connection and association; default 10 s. */
  readonly connectMs?: number;
  /** Silence while an answer is due; default 60 s. */
  readonly answerMs?: number;
};

/** What became of a request (contract 7). `ambiguous`: the other side may have done it. */
export type Fault = {
  readonly class: 'transient' | 'permanent' | 'ambiguous';
  /** What went wrong, for a log: nothing of a patient. */
  readonly why: string;
  readonly status?: Status;
};
export type Outcome<T = object> = ({ readonly class: 'done' } & T) | Fault;

/** One way in which an object can be sent: a transfer syntax and the data set in it (no preamble, no group 0002). */
export type Encoding = {
  readonly transferSyntaxUid: string;
  readonly read: () => AsyncIterable<Uint8Array>;
};

export type ObjectToSend = SopReference & {
  /** As it is first, other ways after it; the first that the peer accepts is sent. */
  readonly encodings: readonly Encoding[];
  /** As the sender asks for it (0000,0700); default medium. */
  readonly priority?: 'medium' | 'high' | 'low';
};

export type QueryRoot = 'patient' | 'study' | 'worklist';
export type QueryLevel = 'PATIENT' | 'STUDY' | 'SERIES' | 'IMAGE';
export type Query = {
  readonly root: QueryRoot;
  /** Not for the worklist. */
  readonly level?: QueryLevel;
  /** Keys to match, and empty ones (`''`) to be told. */
  readonly keys: Dataset;
  /** So many are enough: then the query is cancelled. */
  readonly atMost?: number;
};

export type Moved = { readonly completed: number; readonly failed: number; readonly warnings: number };

export type CommitmentReport = {
  readonly transactionUid: string;
  readonly stored: readonly SopReference[];
  /** `reason` (0008,1197): 0x0112 no such object, 0x0110 processing failure, … (PS3.3 §C.14.1.1). */
  readonly failed: readonly (SopReference & { readonly reason: number })[];
};

/** C-ECHO. */
export const echo = (peer: Peer): Promise<Outcome> =>
  asked(async () => {
    const association = await Requestor.open(peer, [proposal(SOP_CLASS.verification)]);
    return await finished(association, async () => {
      await one(association, SOP_CLASS.verification, { field: COMMAND.echo });
      return {};
    });
  });

/**
 * C-FIND. A query that is answered with more than `atMost` matches is cancelled and done.
 * @returns the matches, text decoded
 */
export const find = (
  peer: Peer,
  { root, level, keys, atMost = Number.POSITIVE_INFINITY }: Query,
  signal?: AbortSignal,
): Promise<Outcome<{ readonly matches: readonly Dataset[] }>> =>
  asked(async () => {
    const sopClass = FIND[root];
    const association = await Requestor.open(peer, [proposal(sopClass)], { signal });
    return await finished(association, async () => {
      const context = contextOf(association, sopClass);
      const identifier = writeDataset(withLevel(keys, level), context.transferSyntax, peer.charset);
      const values = { field: COMMAND.find, affectedClass: sopClass, priority: 0 };
      const messageId = await association.request(context, values, identifier);
      const matches: Dataset[] = [];
      for (;;) {
        const { command, dataset, transferSyntax } = await association.reply();
        const { status = 0 } = command;
        if (!isPending(status)) {
          if (!isDone(status) && !(status === STATUS.cancelled && matches.length >= atMost))
            throw refused(status, 'transient');
          return { matches };
        }
        if (dataset === undefined || matches.length >= atMost) continue;
        matches.push(readDataset(dataset, transferSyntax, peer.charset));
        if (matches.length === atMost) await association.cancel(context, messageId);
      }
    });
  });

/** C-MOVE to the AE title `destination`; done also where some sub-operations failed: look at `failed`. */
export const move = (
  peer: Peer,
  { root, level, keys, destination }: Query & { readonly destination: string },
  signal?: AbortSignal,
): Promise<Outcome<Moved>> =>
  asked(async () => {
    const sopClass = root === 'patient' ? SOP_CLASS.patientRootMove : SOP_CLASS.studyRootMove;
    const association = await Requestor.open(peer, [proposal(sopClass)], { signal });
    return await finished(association, async () => {
      const context = contextOf(association, sopClass);
      const identifier = writeDataset(withLevel(keys, level), context.transferSyntax, peer.charset);
      await association.request(
        context,
        { field: COMMAND.move, affectedClass: sopClass, priority: 0, destination },
        identifier,
      );
      for (;;) {
        const { command } = await association.reply();
        const { status = 0, completed = 0, failed = 0, warnings = 0 } = command;
        if (isPending(status)) continue;
        // A702: not all could be sent; how many stands in the counts (PS3.4 §C.4.2.1.5).
        if (!isDone(status) && status !== 0xa702) throw refused(status, 'transient');
        return { completed, failed, warnings };
      }
    });
  });

/**
 * N-EVENT-REPORT of storage commitment on an association of its own, on which we are the SCP (PS3.4 §J.3.3). A report may
 * be sent again: it says the same.
 */
export const reportCommitment = (peer: Peer, { transactionUid, stored, failed }: CommitmentReport): Promise<Outcome> =>
  asked(async () => {
    const sopClass = SOP_CLASS.commitment;
    const roles = [{ sopClassUid: sopClass, scu: false, scp: true }];
    const association = await Requestor.open(peer, [proposal(sopClass)], { roles });
    const reference = ({ sopClassUid, sopInstanceUid }: SopReference): Dataset => ({
      ReferencedSOPClassUID: sopClassUid,
      ReferencedSOPInstanceUID: sopInstanceUid,
    });
    const failures = failed.map((object) => ({ ...reference(object), FailureReason: object.reason }));
    const report: Dataset = {
      TransactionUID: transactionUid,
      ...(stored.length > 0 ? { ReferencedSOPSequence: stored.map(reference) } : {}),
      ...(failed.length > 0 ? { FailedSOPSequence: failures } : {}),
    };
    return await finished(association, async () => {
      const values = {
        field: COMMAND.eventReport,
        affectedInstance: COMMITMENT_INSTANCE,
        eventType: failed.length > 0 ? 2 : 1,
      };
      await one(association, sopClass, values, report);
      return {};
    });
  });

const FIND: Readonly<Record<QueryRoot, string>> = {
  patient: SOP_CLASS.patientRootFind,
  study: SOP_CLASS.studyRootFind,
  worklist: SOP_CLASS.worklist,
};

const withLevel = (keys: Dataset, level: QueryLevel | undefined): Dataset =>
  level === undefined ? keys : { ...keys, QueryRetrieveLevel: level };
