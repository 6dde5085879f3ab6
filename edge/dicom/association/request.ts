import type { Outcome } from '../client.ts';
import type { Command } from '../dimse/command.ts';
import { writeDataset } from '../dimse/write-dataset.ts';
import type { Dataset, Status } from '../services.ts';
import { PLAIN_SYNTAXES } from '../uids.ts';
import { classOfStatus, isDone, RequestFault } from './fault.ts';
import type { Context } from './negotiate.ts';
import type { Proposal, Reply, Requestor } from './requestor.ts';

export const proposal = (abstractSyntax: string): Proposal => ({ abstractSyntax, transferSyntaxes: PLAIN_SYNTAXES });

/**
 * Makes a fault a value: those who call us look at the class, and need no `try`. Silence is `transient`: what is asked so
 * may be asked again.
 */
export async function asked<T extends object>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { class: 'done', ...(await work()) };
  } catch (cause) {
    if (!(cause instanceof RequestFault)) throw cause;
    return { ...faultOf(cause), class: cause.class === 'permanent' ? 'permanent' : 'transient' };
  }
}

export const faultOf = ({ class: cls, message, status }: RequestFault): Exclude<Outcome, { class: 'done' }> => ({
  class: cls,
  why: message,
  ...(status === undefined ? {} : { status }),
});

/** Does the work, then releases the association; aborts it where the work fails. */
export async function finished<T>(association: Requestor, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await association.release();
    return result;
  } catch (cause) {
    association.abort();
    throw cause;
  }
}

export const refused = (status: Status, cannotUnderstand: 'permanent' | 'transient'): RequestFault =>
  new RequestFault(classOfStatus(status, cannotUnderstand), `status ${status.toString(16).padStart(4, '0')}`, {
    status,
  });

/** @throws RequestFault `permanent` where the other side does not do this */
export function contextOf(association: Requestor, sopClass: string, syntax?: string): Context {
  const context = association.context(sopClass, syntax);
  if (context === undefined) throw new RequestFault('permanent', `it does not take ${sopClass}`);
  return context;
}

/** A request with one response, which must be a success. */
export async function one(
  association: Requestor,
  sopClass: string,
  values: Omit<Command, 'hasDataSet' | 'messageId'>,
  dataset?: Dataset,
  charset?: string,
): Promise<Reply> {
  const context = contextOf(association, sopClass);
  const class_ = values.requestedInstance === undefined ? { affectedClass: sopClass } : { requestedClass: sopClass };
  const bytes = dataset && writeDataset(dataset, context.transferSyntax, charset);
  await association.request(context, { ...class_, ...values } as Command, bytes);
  const reply = await association.reply();
  const { status = 0 } = reply.command;
  if (!isDone(status)) throw refused(status, 'permanent');
  return reply;
}
