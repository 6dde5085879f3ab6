/**
 * Other protocols that turn up on an HL7 port: an analyser still set to ASTM, a browser, TLS on the plain port, a modality
 * with the wrong port number. Each has a name for the log and a sentence for the engineer who reads it.
 */
export const FOREIGN = {
  astm: {
    name: 'ASTM E1381 (ENQ or STX)',
    whatToDo: 'The analyser speaks ASTM: switch its interface to HL7 v2 over MLLP, or put a converter in between.',
  },
  http: {
    name: 'HTTP',
    whatToDo: 'A web client called the HL7 port: correct its address; bytes for the region go to its API.',
  },
  tls: {
    name: 'TLS on a port without TLS',
    whatToDo: 'Give the edge a certificate (--tls-cert, --tls-key), or switch TLS off at the sender.',
  },
  'raw-hl7': {
    name: 'HL7 without MLLP framing',
    whatToDo: 'Switch MLLP on at the sender: 0x0B before each message, 0x1C 0x0D after it.',
  },
  dicom: {
    name: 'a DICOM association request',
    whatToDo: 'A modality called the HL7 port: give it the port of the DICOM listener.',
  },
} as const satisfies Record<string, { name: string; whatToDo: string }>;

export type Foreign = keyof typeof FOREIGN;

/** So many bytes outside a frame are looked at. */
export const FOREIGN_HEAD_BYTES = 12;

const METHODS = ['GET ', 'POST', 'PUT ', 'HEAD', 'OPTI', 'DELE', 'PATC', 'CONN', 'PRI '];

const BYTE_ORDER_MARK = /^(\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/;

/** Names the protocol that begins with these bytes; nothing where they are junk or still too few to tell. */
export function foreignOf(head: Uint8Array): Foreign | undefined {
  const [first, second] = head;
  // ENQ opens an ASTM session, STX begins its frames (E1381 §6.3).
  if (first === 0x05 || (first === 0x02 && head.length > 1)) return 'astm';
  // A handshake record of SSL 3 or TLS 1.x (RFC 8446 §5.1).
  if (first === 0x16 && second === 0x03) return 'tls';
  // A-ASSOCIATE-RQ: PDU type 1, a reserved zero, the length, protocol version 1 (PS3.8 §9.3.2).
  if (first === 0x01 && second === 0 && head[6] === 0 && head[7] === 1) return 'dicom';
  const text = String.fromCharCode(...head);
  if (METHODS.includes(text.slice(0, 4))) return 'http';
  // In UTF-16 there is a zero beside each letter.
  const letters = text.replace(BYTE_ORDER_MARK, '').replaceAll('\0', '').trimStart();
  return /^(MSH|FHS|BHS)[^A-Za-z0-9\s]/.test(letters) ? 'raw-hl7' : undefined;
}
