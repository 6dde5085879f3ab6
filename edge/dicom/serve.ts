import { randomUUID } from 'node:crypto';
import { OkaError } from '../../schemas/errors.ts';
import type { Context } from './association/negotiate.ts';
import { COMMAND, type Command } from './dimse/command.ts';
import { readDataset } from './dimse/read-dataset.ts';
import { writeDataset } from './dimse/write-dataset.ts';
import type { DicomEvent } from './events.ts';
import {
  type Caller,
  type CommitmentRequest,
  type Dataset,
  type DicomServices,
  type Explained,
  type SopReference,
  STATUS,
  type Status,
} from './services.ts';
import { COMMITMENT_INSTANCE, SOP_CLASS } from './uids.ts';

export type Answer = {
  readonly status: Status;
  readonly values?: Partial<Omit<Command, 'field' | 'hasDataSet'>>;
  readonly dataset?: Buffer;
};

export type ServiceRequest = {
  readonly context: Context;
  readonly command: Command;
  /** Undefined where it has none, or one beyond the limit. */
  readonly dataset: Buffer | undefined;
  readonly caller: Caller;
  /** In which this caller writes and reads, where it is not what it declares. */
  readonly charset: string | undefined;
};

export type ServiceSurroundings = {
  readonly services: DicomServices;
  readonly signal: AbortSignal;
  readonly answer: (answer: Answer) => Promise<void>;
  readonly onEvent: (event: DicomEvent) => void;
};

const NAMES = new Map(Object.entries(COMMAND).map(([name, field]) => [field as number, name]));

/** A DIMSE request other than C-STORE, from its command to its last answer. Rejects only where answering fails. */
export async function runService(request: ServiceRequest, around: ServiceSurroundings): Promise<void> {
  const { command, caller } = request;
  let answer: Answer;
  try {
    answer = await performed(request, around);
  } catch (cause) {
    answer = { status: statusOf(cause, command) };
    const name = NAMES.get(command.field) ?? 'unknown';
    around.onEvent({ what: 'service-failed', caller, command: name, status: answer.status, cause });
  }
  const { affectedClass = command.requestedClass, affectedInstance = command.requestedInstance } = command;
  const values = {
    ...(affectedClass === undefined ? {} : { affectedClass }),
    ...(affectedInstance === undefined ? {} : { affectedInstance }),
    ...answer.values,
  };
  await around.answer({ ...answer, values });
}

function performed(request: ServiceRequest, around: ServiceSurroundings): Promise<Answer> | Answer {
  const { services } = around;
  const { context, command } = request;
  const { field } = command;
  const named = command.affectedClass ?? command.requestedClass;
  if (named !== context.abstractSyntax) return { status: STATUS.classNotSupported };
  if (field === COMMAND.echo && named === SOP_CLASS.verification) return { status: STATUS.success };
  if (field === COMMAND.find && named === SOP_CLASS.worklist && services.find)
    return worklist(request, services.find, around);
  if (named === SOP_CLASS.procedureStep && services.mpps) {
    if (field === COMMAND.create) return created(request, services.mpps.create);
    if (field === COMMAND.set) return changed(request, services.mpps.set);
  }
  if (field === COMMAND.action && named === SOP_CLASS.commitment && services.commitment)
    return committed(request, services.commitment);
  return { status: STATUS.unrecognisedOperation };
}

function datasetOf({ dataset, context, charset }: ServiceRequest): Dataset {
  if (dataset === undefined) throw new OkaError('dicom-structure', 'no data set, or one beyond the limit');
  return readDataset(dataset, context.transferSyntax, charset);
}

/** C-FIND (PS3.4 §K.4.1): an answer for each match as it is found, then the last one; C-CANCEL ends it at the next. */
async function worklist(
  request: ServiceRequest,
  find: NonNullable<DicomServices['find']>,
  { signal, answer }: ServiceSurroundings,
): Promise<Answer> {
  const { context, caller, charset, command } = request;
  const values = { affectedClass: command.affectedClass ?? SOP_CLASS.worklist };
  for await (const match of find(datasetOf(request), caller, signal)) {
    if (signal.aborted) break;
    const dataset = writeDataset(match, context.transferSyntax, charset);
    await answer({ status: STATUS.pending, values, dataset });
  }
  return { status: signal.aborted ? STATUS.cancelled : STATUS.success };
}

type Mpps = NonNullable<DicomServices['mpps']>;

/** N-CREATE: a caller that leaves the instance UID to us is told it (PS3.7 §10.1.5.1.4). */
async function created(request: ServiceRequest, create: Mpps['create']): Promise<Answer> {
  const affectedInstance =
    request.command.affectedInstance || `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
  const { status, values } = explained(await create(affectedInstance, datasetOf(request), request.caller));
  return { status, values: { ...values, affectedInstance } };
}

async function changed(request: ServiceRequest, set: Mpps['set']): Promise<Answer> {
  const { requestedInstance } = request.command;
  if (!requestedInstance) return { status: STATUS.noSuchInstance };
  return explained(await set(requestedInstance, datasetOf(request), request.caller));
}

function explained(answer: Status | Explained): Answer {
  if (typeof answer === 'number') return { status: answer };
  const { status, ...values } = answer;
  return { status, values };
}

async function committed(request: ServiceRequest, commit: NonNullable<DicomServices['commitment']>): Promise<Answer> {
  const { actionType, requestedInstance } = request.command;
  const values = actionType === undefined ? {} : { actionType };
  if (requestedInstance !== COMMITMENT_INSTANCE) return { status: STATUS.noSuchInstance, values };
  if (actionType !== 1) return { status: STATUS.noSuchAction, values };
  const asked = commitmentOf(datasetOf(request));
  if (asked === undefined) return { status: STATUS.missingAttribute, values };
  return { status: await commit(asked, request.caller), values };
}

/** PS3.4 table J.3-1. */
function commitmentOf(dataset: Dataset): CommitmentRequest | undefined {
  const { TransactionUID: transactionUid, ReferencedSOPSequence: listed } = dataset;
  if (typeof transactionUid !== 'string' || transactionUid === '' || !Array.isArray(listed)) return undefined;
  const objects = listed.map((item): SopReference => {
    const { ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid } = item as Dataset;
    return { sopClassUid: String(sopClassUid ?? ''), sopInstanceUid: String(sopInstanceUid ?? '') };
  });
  const isWhole = objects.length > 0 && objects.every((one) => one.sopClassUid !== '' && one.sopInstanceUid !== '');
  return isWhole ? { transactionUid, objects } : undefined;
}

/** What cannot be read is the caller's fault; all else is ours. */
function statusOf(cause: unknown, { field }: Command): Status {
  const isUnreadable = cause instanceof OkaError && /^(not-dicom|dicom-)/.test(cause.code);
  const isFull = cause instanceof OkaError && cause.code === 'no-room';
  if (field === COMMAND.find) return isFull ? STATUS.outOfResources : STATUS.unableToProcess;
  return isUnreadable ? STATUS.invalidAttribute : STATUS.processingFailure;
}
