/** Types of PDU (PS3.8 §9.3.1). */
export const PDU = {
  associateRequest: 0x01,
  associateAccept: 0x02,
  associateReject: 0x03,
  data: 0x04,
  releaseRequest: 0x05,
  releaseResponse: 0x06,
  abort: 0x07,
} as const;

/** Reasons of an abort by the service provider (PS3.8 table 9-26). */
export const ABORT_REASON = {
  notSpecified: 0,
  unrecognised: 1,
  unexpected: 2,
  unrecognisedParameter: 4,
  unexpectedParameter: 5,
  invalidValue: 6,
} as const;

/** Result, source and reason of A-ASSOCIATE-RJ (PS3.8 table 9-21). */
export const REJECT = {
  'calling-ae': [1, 1, 3],
  'called-ae': [1, 1, 7],
  'application-context': [1, 1, 2],
  'no-context': [1, 1, 1],
  'protocol-version': [1, 2, 2],
  stopping: [2, 3, 1],
  'too-many': [2, 3, 2],
} as const satisfies Readonly<Record<string, readonly [result: number, source: number, reason: number]>>;

/** The other side does not keep to the protocol: it is aborted with this reason. */
export class ProtocolFault extends Error {
  readonly reason: number;
  constructor(message: string, reason: number) {
    super(message);
    this.name = 'ProtocolFault';
    this.reason = reason;
  }
}
