import { PDU, REJECT } from './types.ts';

const short = (kind: number, ...four: readonly number[]): Buffer => Buffer.from([kind, 0, 0, 0, 0, 4, ...four]);

export const releaseRequest = (): Buffer => short(PDU.releaseRequest, 0, 0, 0, 0);
export const releaseResponse = (): Buffer => short(PDU.releaseResponse, 0, 0, 0, 0);

/** By the service user where no reason is given, else by the service provider (PS3.8 §9.3.8). */
export const abort = (reason?: number): Buffer =>
  reason === undefined ? short(PDU.abort, 0, 0, 0, 0) : short(PDU.abort, 0, 0, 2, reason);

export const reject = (why: keyof typeof REJECT): Buffer => short(PDU.associateReject, 0, ...REJECT[why]);

/** The fewest bytes that a PDU can have and still carry something. */
const LEAST_PDU = 128;
/** A peer that states no limit gets PDUs of this length. */
const LONGEST_PDU = 256 * 1024;

/** Bytes of a value in one PDU for a peer that takes PDUs of `maxPdu`, 0 for any (PS3.8 §D.1). */
export const valueLength = (maxPdu: number): number =>
  Math.max(LEAST_PDU, maxPdu === 0 ? LONGEST_PDU : Math.min(maxPdu, LONGEST_PDU)) - 6;

/** Header of a P-DATA-TF with one PDV of `length` bytes (PS3.8 §9.3.5, §E.2). */
export function dataHeader(context: number, isCommand: boolean, last: boolean, length: number): Buffer {
  const header = Buffer.allocUnsafe(12);
  header[0] = PDU.data;
  header[1] = 0;
  header.writeUInt32BE(length + 6, 2);
  header.writeUInt32BE(length + 2, 6);
  header[10] = context;
  header[11] = (isCommand ? 1 : 0) | (last ? 2 : 0);
  return header;
}

/** A command or a data set that is at hand, as PDUs. */
export function dataPdus(context: number, isCommand: boolean, bytes: Uint8Array, maxPdu: number): Uint8Array[] {
  const most = valueLength(maxPdu);
  const out: Uint8Array[] = [];
  let at = 0;
  do {
    const part = bytes.subarray(at, at + most);
    at += part.length;
    out.push(dataHeader(context, isCommand, at >= bytes.length, part.length), part);
  } while (at < bytes.length);
  return out;
}
