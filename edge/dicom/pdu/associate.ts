import { ABORT_REASON, PDU, ProtocolFault } from './types.ts';

export const APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';

/** A presentation context as proposed (PS3.8 §9.3.2.2). */
export type ProposedContext = {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
};

/** Result of a context (PS3.8 table 9-18). */
export const CONTEXT_RESULT = { accepted: 0, userRejection: 1, noReason: 2, abstractSyntax: 3, transferSyntaxes: 4 };

export type AnsweredContext = {
  readonly id: number;
  readonly result: number;
  /** Without meaning where the context is not accepted. */
  readonly transferSyntax: string;
};

/** Which roles the one who requests takes for a SOP class (PS3.7 §D.3.3.4). */
export type Role = { readonly sopClassUid: string; readonly scu: boolean; readonly scp: boolean };

/** Application information of a SOP class (PS3.7 §D.3.3.5). */
export type Extended = { readonly sopClassUid: string; readonly info: Buffer };

export type UserInformation = {
  /** The longest P-DATA-TF this side takes; 0 for any. */
  readonly maxPdu: number;
  readonly implementationUid: string;
  readonly implementationVersion?: string;
  readonly roles: readonly Role[];
  readonly extended: readonly Extended[];
};

export type Associate<C> = {
  readonly protocolVersion: number;
  readonly calledAe: string;
  readonly callingAe: string;
  readonly applicationContext: string;
  readonly contexts: readonly C[];
  readonly user: UserInformation;
};
export type AssociateRequest = Associate<ProposedContext>;
export type AssociateAccept = Associate<AnsweredContext>;

const FIXED = 68;
const text = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .replace(/^ +/, '');

type Item = { readonly kind: number; readonly body: Buffer };

const broken = (what: string): ProtocolFault => new ProtocolFault(what, ABORT_REASON.invalidValue);

function* items(bytes: Buffer): Generator<Item> {
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length) throw broken('an item without a length');
    const end = at + 4 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) throw broken('an item longer than its PDU');
    yield { kind: bytes[at] as number, body: bytes.subarray(at + 4, end) };
    at = end;
  }
}

/** @throws ProtocolFault where lengths contradict one another */
export const readRequest = (body: Buffer): AssociateRequest =>
  readAssociate(body, 0x20, (context) => {
    const parts = [...items(context.subarray(4))];
    return {
      id: context[0] as number,
      abstractSyntax: text(parts.find(({ kind }) => kind === 0x30)?.body ?? Buffer.alloc(0)),
      transferSyntaxes: parts.filter(({ kind }) => kind === 0x40).map((part) => text(part.body)),
    };
  });

/** @throws ProtocolFault where lengths contradict one another */
export const readAccept = (body: Buffer): AssociateAccept =>
  readAssociate(body, 0x21, (context) => ({
    id: context[0] as number,
    result: context[2] as number,
    transferSyntax: text([...items(context.subarray(4))].find(({ kind }) => kind === 0x40)?.body ?? Buffer.alloc(0)),
  }));

function readAssociate<C>(body: Buffer, contextKind: number, readContext: (bytes: Buffer) => C): Associate<C> {
  if (body.length < FIXED) throw broken('a request for an association without its fixed part');
  let applicationContext = '';
  let user = NO_USER;
  const contexts: C[] = [];
  for (const { kind, body: item } of items(body.subarray(FIXED))) {
    if (kind === 0x10) applicationContext = text(item);
    else if (kind === 0x50) user = readUser(item);
    else if (kind === contextKind) {
      if (item.length < 4) throw broken('a presentation context without its fixed part');
      contexts.push(readContext(item));
    }
  }
  return {
    protocolVersion: body.readUInt16BE(0),
    calledAe: text(body.subarray(4, 20)),
    callingAe: text(body.subarray(20, 36)),
    applicationContext,
    contexts,
    user,
  };
}

const NO_USER: UserInformation = { maxPdu: 0, implementationUid: '', roles: [], extended: [] };

/** What is not known, or of no use here (asynchronous operations, identity), is passed over (PS3.7 §D.3.3). */
function readUser(body: Buffer): UserInformation {
  const roles: Role[] = [];
  const extended: Extended[] = [];
  const user: { -readonly [K in keyof UserInformation]: UserInformation[K] } = { ...NO_USER, roles, extended };
  for (const { kind, body: item } of items(body)) {
    if (kind === 0x51 && item.length >= 4) user.maxPdu = item.readUInt32BE(0);
    else if (kind === 0x52) user.implementationUid = text(item);
    else if (kind === 0x55) user.implementationVersion = text(item);
    else if (kind === 0x54) {
      const [sopClassUid, rest] = uidAndRest(item);
      roles.push({ sopClassUid, scu: rest[0] === 1, scp: rest[1] === 1 });
    } else if (kind === 0x56) {
      const [sopClassUid, info] = uidAndRest(item);
      extended.push({ sopClassUid, info });
    }
  }
  return user;
}

function uidAndRest(item: Buffer): [uid: string, rest: Buffer] {
  const length = item.length < 2 ? 0 : item.readUInt16BE(0);
  if (2 + length > item.length) throw broken('a UID longer than its item');
  return [text(item.subarray(2, 2 + length)), item.subarray(2 + length)];
}

export const writeRequest = (request: AssociateRequest): Buffer =>
  writeAssociate(PDU.associateRequest, request, ({ id, abstractSyntax, transferSyntaxes }) =>
    item(
      0x20,
      Buffer.from([id, 0, 0, 0]),
      uidItem(0x30, abstractSyntax),
      ...transferSyntaxes.map((syntax) => uidItem(0x40, syntax)),
    ),
  );

/** The titles are those of the request, as it sent them (PS3.8 §9.3.3). */
export const writeAccept = (accept: AssociateAccept): Buffer =>
  writeAssociate(PDU.associateAccept, accept, ({ id, result, transferSyntax }) =>
    item(0x21, Buffer.from([id, 0, result, 0]), uidItem(0x40, transferSyntax)),
  );

function writeAssociate<C>(kind: number, associate: Associate<C>, writeContext: (context: C) => Buffer): Buffer {
  const fixed = Buffer.alloc(FIXED);
  fixed.writeUInt16BE(associate.protocolVersion, 0);
  fixed.write(associate.calledAe.padEnd(16), 4, 16, 'latin1');
  fixed.write(associate.callingAe.padEnd(16), 20, 16, 'latin1');
  const { maxPdu, implementationUid, implementationVersion, roles, extended } = associate.user;
  const longest = Buffer.alloc(4);
  longest.writeUInt32BE(maxPdu);
  const body = Buffer.concat([
    fixed,
    uidItem(0x10, associate.applicationContext),
    ...associate.contexts.map(writeContext),
    item(
      0x50,
      item(0x51, longest),
      uidItem(0x52, implementationUid),
      ...roles.map(({ sopClassUid, scu, scp }) => item(0x54, counted(sopClassUid), Buffer.from([+scu, +scp]))),
      ...(implementationVersion === undefined ? [] : [uidItem(0x55, implementationVersion)]),
      ...extended.map(({ sopClassUid, info }) => item(0x56, counted(sopClassUid), info)),
    ),
  ]);
  const header = Buffer.from([kind, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

function item(kind: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const header = Buffer.from([kind, 0, 0, 0]);
  header.writeUInt16BE(body.length, 2);
  return Buffer.concat([header, body]);
}

const uidItem = (kind: number, uid: string): Buffer => item(kind, Buffer.from(uid, 'latin1'));

function counted(uid: string): Buffer {
  const bytes = Buffer.from(`\0\0${uid}`, 'latin1');
  bytes.writeUInt16BE(uid.length, 0);
  return bytes;
}
