import { type Command, readCommand } from '../dimse/command.ts';
import { Gathered } from '../pdu/gather.ts';
import type { Piece } from '../pdu/reader.ts';
import { ABORT_REASON, ProtocolFault } from '../pdu/types.ts';

/** Where the data set of a message goes. */
export type Sink = { readonly write: (bytes: Buffer) => Promise<void> };

/** A message that has come whole; `sink` has its data set, if it has one. */
export type Message<S extends Sink> = { readonly context: number; readonly command: Command; readonly sink?: S };

const LONGEST_COMMAND = 64 * 1024;

/**
 * Puts the fragments of messages together (PS3.7 §6.3.1, PS3.8 Annex E): the command first, then its data set, both on one
 * presentation context and with nothing of another message between.
 */
export class MessageReader<S extends Sink> {
  readonly #sinkFor: (context: number, command: Command) => S;
  readonly #command = new Gathered();
  #open: { readonly context: number; readonly command?: Command; readonly sink?: S } | undefined;

  /** @param sinkFor called when a command with a data set has come */
  constructor(sinkFor: (context: number, command: Command) => S) {
    this.#sinkFor = sinkFor;
  }

  /** The sink of a data set that has not ended. */
  get open(): S | undefined {
    return this.#open?.sink;
  }

  get inMessage(): boolean {
    return this.#open !== undefined;
  }

  /**
   * Takes a fragment; gives the message that ends with it.
   * @throws ProtocolFault
   */
  async take({ context, isCommand, bytes, last }: Piece & { type: 'fragment' }): Promise<Message<S> | undefined> {
    const open = this.#open ?? { context };
    if (open.context !== context) throw unexpected('two messages interleaved');
    if (isCommand !== (open.command === undefined)) throw unexpected(isCommand ? 'two commands' : 'no command');
    this.#open = open;
    if (open.command !== undefined) {
      if (bytes.length > 0) await open.sink?.write(bytes);
      if (!last) return undefined;
      this.#open = undefined;
      return { context, command: open.command, ...(open.sink ? { sink: open.sink } : {}) };
    }
    this.#command.add(bytes);
    if (this.#command.length > LONGEST_COMMAND)
      throw new ProtocolFault('a command without an end', ABORT_REASON.invalidValue);
    if (!last) return undefined;
    const command = readCommand(this.#command.bytes);
    this.#command.clear();
    this.#open = command.hasDataSet ? { context, command, sink: this.#sinkFor(context, command) } : undefined;
    return command.hasDataSet ? undefined : { context, command };
  }
}

const unexpected = (what: string): ProtocolFault => new ProtocolFault(what, ABORT_REASON.unexpected);

/** The data set of a query or the like, in memory; beyond its limit it is dropped and `bytes` undefined. */
export class MemorySink {
  readonly #limit: number;
  readonly #gathered = new Gathered();
  #tooLarge = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async write(bytes: Buffer): Promise<void> {
    this.#tooLarge ||= this.#gathered.length + bytes.length > this.#limit;
    if (this.#tooLarge) this.#gathered.clear();
    else this.#gathered.add(bytes);
  }

  get bytes(): Buffer | undefined {
    return this.#tooLarge ? undefined : this.#gathered.bytes;
  }
}
