import type { Delimiters } from '../../read/escapes.ts';
import { unescapeText } from '../../read/escapes.ts';
import type { Repetition } from '../../read/message.ts';
import type { Draft } from '../draft.ts';
import type { RecordOfPatient } from '../patients/identity.ts';
import { contentTypeOf, declaredMediaType, mediaTypeOfBytes } from './media-type.ts';

/**
 * ED (HL7 v2.5.1 ch. 2.A.24: source, type, subtype, encoding, data) → Attachment, its bytes kept beside the chart. What is
 * not what it is called is kept as what it is, with a warning; undefined where no data are sent.
 */
export function attachedData(sent: Repetition, patient: RecordOfPatient, draft: Draft): fhir4.Attachment | undefined {
  const data = dataOf(sent, draft.message.delimiters);
  if (data.trim() === '' || data === '""') {
    draft.warn('OBX-5 of type ED carries no data');
    return undefined;
  }
  const bytes = decode(data, sent.text(4), draft);
  const { type, agrees } = contentTypeOf(bytes, declaredMediaType(sent.text(2), sent.text(3)));
  if (!agrees) draft.warn('OBX-5 is not what ED.2 and ED.3 call it: kept as what it is');
  return draft.attach(patient, bytes, type);
}

/** Schemes that only name a place. What a browser would run (`javascript:`, `data:`) is text and stays text. */
const PLACES = /^(https?|ftps?|sftp|urn|oid|file|dicom):\S+$/i;

/** RP (ch. 2.A.64: pointer, application, type, subtype) → Attachment: an address where it is one, else the words. */
export function attachedPointer(sent: Repetition, draft: Draft): fhir4.Attachment | undefined {
  const pointer = sent.text(1);
  if (pointer === undefined) {
    draft.warn('OBX-5 of type RP carries no pointer');
    return undefined;
  }
  const contentType = declaredMediaType(sent.text(3), sent.text(4));
  return { ...(contentType && { contentType }), ...(PLACES.test(pointer) ? { url: pointer } : { title: pointer }) };
}

/** ED.5 with its escapes resolved: all behind the fourth separator, for text is sometimes sent with its own signs unescaped. */
function dataOf({ raw }: Repetition, delimiters: Delimiters): string {
  let at = 0;
  for (let component = 1; component < 5; component += 1) {
    const next = delimiters.component === undefined ? -1 : raw.indexOf(delimiters.component, at);
    if (next < 0) return '';
    at = next + 1;
  }
  return unescapeText(raw.slice(at), delimiters);
}

const asText = (data: string): Uint8Array => new TextEncoder().encode(data);

/** ED.4, HL7 table 0299: `A` none, `Hex`, `Base64`; without it, base64 is known by what comes out of it. */
function decode(data: string, encoding: string | undefined, draft: Draft): Uint8Array {
  const named = encoding?.toUpperCase();
  if (named === 'BASE64') return fromBase64(data, draft) ?? asText(data);
  if (named === 'HEX') return fromHexadecimal(data, draft) ?? asText(data);
  if (named !== undefined || !isBase64(data)) return asText(data);
  const guess = Buffer.from(compact(data), 'base64');
  const shown = mediaTypeOfBytes(guess);
  return shown === undefined || shown === 'text/plain' ? asText(data) : guess;
}

const compact = (data: string): string => data.replace(/\s+/g, '');
const isBase64 = (data: string): boolean => /^[A-Za-z0-9+/]+={0,2}$/.test(compact(data));

/** RFC 4648 §4. Buffer reads anything as base64; what is none must not become bytes that nobody sent. */
function fromBase64(data: string, draft: Draft): Uint8Array | undefined {
  const joined = compact(data);
  if (!isBase64(joined)) {
    draft.warn('OBX-5 is no base64: kept as text');
    return undefined;
  }
  const unpadded = joined.replace(/=+$/, '');
  const wrongLength = unpadded.length % 4 === 1 || (joined !== unpadded && joined.length % 4 !== 0);
  if (wrongLength) draft.warn('OBX-5 is base64 of a wrong length: the end is missing');
  return Buffer.from(unpadded, 'base64');
}

function fromHexadecimal(data: string, draft: Draft): Uint8Array | undefined {
  const joined = compact(data);
  if (!/^([0-9A-Fa-f]{2})+$/.test(joined)) {
    draft.warn('OBX-5 is not hexadecimal: kept as text');
    return undefined;
  }
  return Buffer.from(joined, 'hex');
}
