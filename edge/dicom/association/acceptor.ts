import type { Socket } from 'node:net';
import { type Peer, peerOf } from '../../mllp/peer.ts';
import { COMMAND, type Command, RESPONSE, writeCommand } from '../dimse/command.ts';
import type { DicomEvent, Rejection } from '../events.ts';
import type { DicomLimits } from '../limits.ts';
import { type AssociateRequest, readRequest, writeAccept } from '../pdu/associate.ts';
import { ABORT_REASON, PDU, ProtocolFault } from '../pdu/types.ts';
import { dataPdus, reject, releaseResponse } from '../pdu/write.ts';
import { type Answer, runService } from '../serve.ts';
import { type Caller, type DicomServices, STATUS } from '../services.ts';
import { ObjectReceiver, type StoreOptions } from '../store/receive.ts';
import { isStorageClass } from '../uids.ts';
import { Line } from './line.ts';
import { MemorySink, type Message, MessageReader } from './messages.ts';
import { type Agreed, type Context, negotiate } from './negotiate.ts';
import { type AllowedAe, allowedAe } from './peers.ts';

export type AcceptorOptions = {
  readonly aeTitle: string;
  readonly peers: readonly AllowedAe[] | 'any';
  readonly services: DicomServices;
  readonly store: Omit<StoreOptions, 'maxObjectBytes'>;
  readonly limits: DicomLimits;
  /** Why nobody is let in now. */
  readonly refusesNow: () => 'too-many' | 'stopping' | undefined;
  readonly onEvent: (event: DicomEvent) => void;
  readonly onClosed: () => void;
};

type Sink = ObjectReceiver | MemorySink;
/** A query that goes on while the association is read, for the sake of C-CANCEL. */
type Running = { readonly messageId: number; readonly cancel: AbortController; readonly done: Promise<void> };

/** One association with a caller, from its request to its end (PS3.8 §9.2; the acceptor's side). */
export class Acceptor {
  readonly #line: Line;
  readonly #options: AcceptorOptions;
  readonly #peer: Peer;
  readonly #messages: MessageReader<Sink>;
  #caller: Caller | undefined;
  #charset: string | undefined;
  #contexts: ReadonlyMap<number, Context> = new Map();
  #maxPdu = 0;
  #running: Running | undefined;
  #isStopping = false;
  #isBusy = false;
  #detail: string | undefined;
  #counts = { messages: 0, stored: 0 };

  constructor(socket: Socket, options: AcceptorOptions) {
    this.#line = new Line(socket, options.limits);
    this.#peer = peerOf(socket);
    this.#options = options;
    this.#messages = new MessageReader((context, command) => this.#sinkFor(context, command));
    void this.#run();
  }

  /** Whether it counts among the associations: it was accepted and has not ended. */
  get isOpen(): boolean {
    return this.#caller !== undefined && this.#line.end === undefined;
  }

  tick(now: number): void {
    this.#line.tick(now);
  }

  /** Ends it as soon as no message is under way. */
  stop(): void {
    this.#isStopping = true;
    this.#endIfStopping();
  }

  /** Since when an open association has been silent, with nothing under way. */
  silentSince(): number | undefined {
    return this.isOpen && !this.#isBusy && this.#running === undefined ? this.#line.silentSince() : undefined;
  }

  /** For another that needs its place. */
  crowdOut(): void {
    this.#line.abort('crowded', ABORT_REASON.notSpecified);
  }

  /** For another that waits to say something. */
  giveWay(): void {
    this.#line.destroy('no-request');
  }

  destroy(): void {
    this.#line.abort('stopped', ABORT_REASON.notSpecified);
  }

  #endIfStopping(): void {
    if (!this.#isStopping || this.#isBusy || this.#messages.inMessage || this.#running !== undefined) return;
    this.#line.abort('stopped', ABORT_REASON.notSpecified);
  }

  async #run(): Promise<void> {
    try {
      if (await this.#associate()) await this.#serve();
    } catch (cause) {
      if (!(cause instanceof ProtocolFault)) this.#line.abort('failed', ABORT_REASON.notSpecified);
      else {
        this.#detail = cause.message;
        this.#line.abort('protocol', cause.reason);
      }
    }
    this.#running?.cancel.abort();
    const { open } = this.#messages;
    if (open instanceof ObjectReceiver) await open.abort();
    this.#options.onClosed();
    this.#options.onEvent({
      what: 'closed',
      ...(this.#caller ? { caller: this.#caller } : {}),
      address: this.#peer.address,
      end: this.#line.end ?? 'broken',
      ...(this.#detail === undefined ? {} : { detail: this.#detail }),
      ...this.#counts,
      unfinished: open instanceof ObjectReceiver,
    });
  }

  /** @returns whether there is an association now */
  async #associate(): Promise<boolean> {
    const first = await this.#line.next();
    if (first === undefined) return false;
    if (first.type !== 'pdu' || first.kind !== PDU.associateRequest)
      throw new ProtocolFault('no request for an association', ABORT_REASON.unexpected);
    const request = readRequest(first.body);
    const caller = { callingAe: request.callingAe, calledAe: request.calledAe, ...this.#peer };
    const judged = this.#judge(request, caller);
    if (typeof judged === 'string') {
      this.#line.close('released', reject(judged));
      const { callingAe, calledAe, address, certificate } = caller;
      const fingerprint = certificate === undefined ? {} : { fingerprint: certificate.fingerprint };
      this.#options.onEvent({ what: 'rejected', why: judged, callingAe, calledAe, address, ...fingerprint });
      return false;
    }
    this.#caller = caller;
    this.#contexts = judged.contexts;
    this.#maxPdu = request.user.maxPdu;
    await this.#line.send([writeAccept(judged.accept)]);
    return true;
  }

  #judge(request: AssociateRequest, caller: Caller): Agreed | Rejection {
    const { aeTitle, peers, services, refusesNow } = this.#options;
    const now = this.#isStopping ? 'stopping' : refusesNow();
    if (now !== undefined) return now;
    if (request.calledAe !== aeTitle) return 'called-ae';
    const allowed = peers === 'any' ? undefined : allowedAe(caller, peers);
    if (peers !== 'any' && allowed === undefined) return 'calling-ae';
    this.#charset = allowed?.charset;
    return negotiate(request, services);
  }

  async #serve(): Promise<void> {
    for (;;) {
      this.#endIfStopping();
      this.#line.expect(this.#messages.inMessage ? 'rest' : this.#running === undefined ? 'message' : 'nothing');
      const piece = await this.#line.next();
      if (piece === undefined) return;
      if (piece.type === 'pdu') return await this.#close(piece.kind);
      const message = await this.#messages.take(piece);
      if (message === undefined) continue;
      this.#counts.messages += 1;
      this.#isBusy = true;
      await this.#perform(message);
      this.#isBusy = false;
    }
  }

  async #close(kind: number): Promise<void> {
    if (kind === PDU.abort) return this.#line.destroy('aborted');
    if (kind !== PDU.releaseRequest) throw new ProtocolFault(`PDU of type ${kind}`, ABORT_REASON.unexpected);
    await this.#running?.done;
    this.#line.close('released', releaseResponse());
  }

  #contextOf(id: number): Context {
    const context = this.#contexts.get(id);
    if (context === undefined)
      throw new ProtocolFault('a presentation context that was not agreed upon', ABORT_REASON.invalidValue);
    return context;
  }

  #sinkFor(id: number, command: Command): Sink {
    const { abstractSyntax, transferSyntax } = this.#contextOf(id);
    const { store, limits } = this.#options;
    if (command.field !== COMMAND.store) return new MemorySink(limits.maxMessageBytes);
    const { affectedClass = '', affectedInstance = '', priority = 0 } = command;
    const object = { sopClassUid: affectedClass, sopInstanceUid: affectedInstance, priority };
    const receiver = new ObjectReceiver(object, transferSyntax, this.#caller as Caller, {
      ...store,
      maxObjectBytes: limits.maxObjectBytes,
    });
    if (affectedClass !== abstractSyntax || !isStorageClass(affectedClass))
      receiver.refuse({ status: STATUS.mismatch, why: 'its command names another SOP class than its context' });
    return receiver;
  }

  async #perform(message: Message<Sink>): Promise<void> {
    const { command, sink } = message;
    const context = this.#contextOf(message.context);
    if (command.field === COMMAND.cancel) {
      if (this.#running?.messageId === command.respondedTo) this.#running?.cancel.abort();
      return;
    }
    // One operation at a time: nothing else was negotiated.
    await this.#running?.done;
    if ((command.field & RESPONSE) !== 0) throw new ProtocolFault('a response to nothing', ABORT_REASON.unexpected);
    if (sink instanceof ObjectReceiver) return await this.#stored(context, command, await sink.end());
    const request = { context, command, dataset: sink?.bytes, caller: this.#caller as Caller, charset: this.#charset };
    const cancel = new AbortController();
    const done = runService(request, {
      services: this.#options.services,
      signal: cancel.signal,
      answer: (answer) => this.#answer(context, command, answer),
      onEvent: this.#options.onEvent,
    });
    if (command.field !== COMMAND.find) return await done;
    const running = { messageId: command.messageId ?? 0, cancel, done: done.finally(() => this.#ended(running)) };
    this.#running = running;
    // A fault of a query that runs beside the reading ends the association as any other does.
    running.done.catch(() => this.#line.abort('failed', ABORT_REASON.notSpecified));
  }

  #ended(running: Running): void {
    if (this.#running === running) this.#running = undefined;
    this.#line.expect('message');
    this.#endIfStopping();
  }

  async #stored(context: Context, command: Command, stored: Awaited<ReturnType<ObjectReceiver['end']>>): Promise<void> {
    const { status } = stored;
    const caller = this.#caller as Caller;
    if ('why' in stored) this.#options.onEvent({ what: 'refused', caller, ...stored });
    else {
      this.#counts.stored += 1;
      const { lane, bytes, repeat } = stored;
      this.#options.onEvent({ what: 'stored', caller, lane, bytes, repeat });
    }
    const { affectedClass = '', affectedInstance = '' } = command;
    await this.#answer(context, command, { status, values: { affectedClass, affectedInstance } });
  }

  async #answer(
    { id }: Context,
    { field, messageId = 0 }: Command,
    { status, values, dataset }: Answer,
  ): Promise<void> {
    const hasDataSet = dataset !== undefined;
    const command = writeCommand({ ...values, field: field | RESPONSE, respondedTo: messageId, status, hasDataSet });
    await this.#line.send([
      ...dataPdus(id, true, command, this.#maxPdu),
      ...(hasDataSet ? dataPdus(id, false, dataset, this.#maxPdu) : []),
    ]);
  }
}
