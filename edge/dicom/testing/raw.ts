import { connect } from 'node:net';
import { type Command, writeCommand } from '../dimse/command.ts';
import { APPLICATION_CONTEXT, type AssociateRequest, readAccept, writeRequest } from '../pdu/associate.ts';
import { PduReader, type Piece } from '../pdu/reader.ts';
import { dataHeader } from '../pdu/write.ts';
import { CT, EXPLICIT } from './objects.ts';

export const REQUEST: AssociateRequest = {
  protocolVersion: 1,
  calledAe: 'OKA',
  callingAe: 'RAW',
  applicationContext: APPLICATION_CONTEXT,
  contexts: [
    { id: 1, abstractSyntax: CT, transferSyntaxes: [EXPLICIT] },
    { id: 3, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: [EXPLICIT] },
  ],
  user: { maxPdu: 16384, implementationUid: '1.2.3', roles: [], extended: [] },
};

export const fragment = (context: number, isCommand: boolean, last: boolean, bytes: Uint8Array): Buffer =>
  Buffer.concat([dataHeader(context, isCommand, last, bytes.length), bytes]);

export const commandPdu = (context: number, command: Command): Buffer =>
  fragment(context, true, true, writeCommand(command));

export const storeCommand = (number: number, changes: Partial<Command> = {}): Command => ({
  field: 1,
  messageId: number,
  affectedClass: CT,
  affectedInstance: `1.2.3.${number}`,
  priority: 0,
  hasDataSet: true,
  ...changes,
});

/** A socket that speaks PDUs as a test writes them, whether or not they are right. */
export function rawCaller(port: number) {
  // What a test sends it sends now: else small pieces wait 40 ms for the answer to those before them.
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const reader = new PduReader();
  const pieces: Piece[] = [];
  let [closed, wake] = [false, (): void => undefined];
  socket.on('data', (chunk) => {
    reader.push(chunk);
    for (let piece = reader.next(); piece !== undefined; piece = reader.next()) pieces.push(piece);
    wake();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
    wake();
  });
  /** The next piece that came; undefined at the end. */
  async function next(): Promise<Piece | undefined> {
    while (pieces.length === 0 && !closed)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    return pieces.shift();
  }
  async function pdu(): Promise<{ kind: number; body: Buffer } | undefined> {
    const piece = await next();
    return piece?.type === 'pdu' ? piece : undefined;
  }
  return {
    socket,
    next,
    pdu,
    send: (...parts: readonly Uint8Array[]): void => void socket.write(Buffer.concat(parts)),
    async associate(changes: Partial<AssociateRequest> = {}) {
      socket.write(writeRequest({ ...REQUEST, ...changes }));
      const answer = await pdu();
      return answer?.kind === 2 ? readAccept(answer.body) : undefined;
    },
    /** Resolves when the other side has closed. */
    async closed(): Promise<void> {
      while (!closed)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    },
  };
}
