import { type ClientTls, dial, WrongCertificate } from '../../tcp/dial.ts';
import { COMMAND, type Command, RESPONSE, writeCommand } from '../dimse/command.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import {
  APPLICATION_CONTEXT,
  CONTEXT_RESULT,
  type ProposedContext,
  type Role,
  readAccept,
  writeRequest,
} from '../pdu/associate.ts';
import { PDU, ProtocolFault } from '../pdu/types.ts';
import { dataHeader, dataPdus, releaseRequest, valueLength } from '../pdu/write.ts';
import { RequestFault } from './fault.ts';
import { Line } from './line.ts';
import { MemorySink, type Message, MessageReader } from './messages.ts';
import { type Context, OURSELVES } from './negotiate.ts';

export type RequestorOptions = {
  readonly aeTitle: string;
  readonly callingAe?: string;
  readonly host: string;
  readonly port: number;
  readonly tls?: ClientTls;
  readonly connectMs?: number;
  readonly answerMs?: number;
};

export type Proposal = { readonly abstractSyntax: string; readonly transferSyntaxes: readonly string[] };

export type Reply = {
  readonly command: Command;
  readonly dataset: Buffer | undefined;
  readonly transferSyntax: string;
};

/** Contexts of one association: odd numbers of a byte (PS3.8 §9.3.2.2). */
export const MOST_CONTEXTS = 128;

/** An association that we asked for (PS3.8 §9.2; the requestor's side): one request at a time. */
export class Requestor {
  readonly #line: Line;
  readonly #messages: MessageReader<MemorySink>;
  readonly #timer: NodeJS.Timeout;
  readonly #off: () => void;
  #contexts: readonly Context[] = [];
  #maxPdu = 0;
  #messageId = 0;

  private constructor(line: Line, answerMs: number, signal: AbortSignal | undefined) {
    this.#line = line;
    this.#messages = new MessageReader(() => new MemorySink(DEFAULT_LIMITS.maxMessageBytes));
    this.#timer = setInterval(() => line.tick(performance.now()), Math.max(10, Math.min(1000, answerMs / 4)));
    const cut = (): void => line.abort('aborted');
    signal?.addEventListener('abort', cut, { once: true });
    this.#off = () => signal?.removeEventListener('abort', cut);
  }

  /**
   * Connects and negotiates.
   * @throws RequestFault `transient` where nobody answers or nobody is let in now, `permanent` where we are refused
   */
  static async open(
    options: RequestorOptions,
    proposals: readonly Proposal[],
    { roles = [], signal }: { readonly roles?: readonly Role[]; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Requestor> {
    const { aeTitle, callingAe = 'OKA', connectMs = 10_000, answerMs = 60_000 } = options;
    const socket = await dial(options, connectMs).catch((cause: unknown) => {
      const isWrong = cause instanceof WrongCertificate;
      throw new RequestFault(isWrong ? 'permanent' : 'transient', `no connection: ${codeOf(cause)}`, { cause });
    });
    const line = new Line(socket, {
      associateMs: connectMs,
      idleMs: answerMs,
      stallMs: answerMs,
      objectMs: Number.POSITIVE_INFINITY,
      answerMs,
    });
    const requestor = new Requestor(line, answerMs, signal);
    if (signal?.aborted) line.abort('aborted');
    const contexts = proposals.map((proposal, index): ProposedContext => ({ id: 2 * index + 1, ...proposal }));
    const user = { ...OURSELVES, roles, extended: [] };
    await line.send([
      writeRequest({
        protocolVersion: 1,
        calledAe: aeTitle,
        callingAe,
        applicationContext: APPLICATION_CONTEXT,
        contexts,
        user,
      }),
    ]);
    try {
      await requestor.#accepted(contexts);
      return requestor;
    } catch (cause) {
      requestor.abort();
      throw cause;
    }
  }

  async #accepted(proposed: readonly ProposedContext[]): Promise<void> {
    const answer = await this.#next();
    if (answer?.type === 'pdu' && answer.kind === PDU.associateReject) {
      const [, result, source, reason] = answer.body;
      throw new RequestFault(
        result === 1 ? 'permanent' : 'transient',
        `the association was refused (result ${result}, source ${source}, reason ${reason})`,
      );
    }
    if (answer?.type !== 'pdu' || answer.kind !== PDU.associateAccept)
      throw new RequestFault('transient', `no answer to the request for an association (${this.#line.end ?? 'other'})`);
    const accept = readAccept(answer.body);
    this.#maxPdu = accept.user.maxPdu;
    this.#contexts = accept.contexts.flatMap(({ id, result, transferSyntax }) => {
      const { abstractSyntax } = proposed.find((one) => one.id === id) ?? {};
      return result === CONTEXT_RESULT.accepted && abstractSyntax ? [{ id, abstractSyntax, transferSyntax }] : [];
    });
    this.#line.expect('message');
  }

  /** The accepted context of a class, in one syntax where it must be that one. */
  context(abstractSyntax: string, transferSyntax?: string): Context | undefined {
    return this.#contexts.find(
      (one) =>
        one.abstractSyntax === abstractSyntax &&
        (transferSyntax === undefined || one.transferSyntax === transferSyntax),
    );
  }

  /**
   * Sends a request, with its data set if it has one.
   * @returns its message id
   * @throws RequestFault `transient` where the line ended before all was sent, and what reading the data set throws
   */
  async request(
    context: Context,
    values: Omit<Command, 'hasDataSet' | 'messageId'>,
    dataset?: AsyncIterable<Uint8Array> | Uint8Array,
  ): Promise<number> {
    this.#messageId = (this.#messageId % 0xffff) + 1;
    const messageId = this.#messageId;
    const command = writeCommand({ ...values, messageId, hasDataSet: dataset !== undefined } as Command);
    const head = dataPdus(context.id, true, command, this.#maxPdu);
    if (dataset instanceof Uint8Array) {
      await this.#line.send([...head, ...dataPdus(context.id, false, dataset, this.#maxPdu)]);
    } else {
      await this.#line.send(head);
      if (dataset !== undefined) await this.#stream(context.id, dataset);
    }
    if (this.#line.end !== undefined) throw new RequestFault('transient', `the association ended (${this.#line.end})`);
    return messageId;
  }

  /** A data set of any length, held for one PDU: only at its end is it known which is the last. */
  async #stream(context: number, dataset: AsyncIterable<Uint8Array>): Promise<void> {
    const most = valueLength(this.#maxPdu);
    let held: Uint8Array | undefined;
    for await (const bytes of dataset) {
      for (let at = 0; at < bytes.length; at += most) {
        if (held !== undefined) await this.#line.send([dataHeader(context, false, false, held.length), held]);
        if (this.#line.end !== undefined) return;
        held = bytes.subarray(at, at + most);
      }
    }
    held ??= new Uint8Array();
    await this.#line.send([dataHeader(context, false, true, held.length), held]);
  }

  /** C-CANCEL (PS3.7 §9.3.2.3). */
  async cancel(context: Context, messageId: number): Promise<void> {
    const command = writeCommand({ field: COMMAND.cancel, respondedTo: messageId, hasDataSet: false });
    await this.#line.send(dataPdus(context.id, true, command, this.#maxPdu));
  }

  /**
   * The next response.
   * @throws RequestFault `ambiguous`: the other side may have done what it was asked for
   */
  async reply(): Promise<Reply> {
    for (;;) {
      const piece = await this.#next();
      if (piece === undefined) throw new RequestFault('ambiguous', `no answer (${this.#line.end})`);
      if (piece.type === 'pdu') {
        this.#line.destroy(piece.kind === PDU.abort ? 'aborted' : 'protocol');
        continue;
      }
      const message = await this.#messages.take(piece);
      if (message === undefined || (message.command.field & RESPONSE) === 0) continue;
      return this.#replyOf(message);
    }
  }

  #replyOf({ context, command, sink }: Message<MemorySink>): Reply {
    const transferSyntax = this.#contexts.find(({ id }) => id === context)?.transferSyntax ?? '';
    return { command, dataset: sink?.bytes, transferSyntax };
  }

  async #next() {
    try {
      return await this.#line.next();
    } catch (cause) {
      if (!(cause instanceof ProtocolFault)) throw cause;
      this.#line.abort('protocol', cause.reason);
      return undefined;
    }
  }

  /** Ends the association in good order; whatever happens to that changes nothing of what was done. */
  async release(): Promise<void> {
    await this.#line.send([releaseRequest()]);
    let piece = await this.#next();
    while (piece !== undefined && piece.type !== 'pdu') piece = await this.#next();
    this.#line.close('released');
    this.#done();
  }

  abort(): void {
    this.#line.abort('aborted');
    this.#done();
  }

  #done(): void {
    clearInterval(this.#timer);
    this.#off();
  }
}

const codeOf = (cause: unknown): string => {
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? code : String(message);
};
