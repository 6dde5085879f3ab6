import { lookUp } from '../../look-up.ts';

const latin = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));

/** First bytes of the formats that documents come in, after their specifications. */
const SIGNATURES: readonly [type: string, at: number, bytes: readonly number[]][] = [
  ['application/pdf', 0, latin('%PDF-')],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/gif', 0, latin('GIF8')],
  ['image/tiff', 0, [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', 0, [0x4d, 0x4d, 0x00, 0x2a]],
  ['application/rtf', 0, latin('{\\rtf')],
  ['application/zip', 0, [0x50, 0x4b, 0x03, 0x04]],
  ['application/gzip', 0, [0x1f, 0x8b]],
  ['application/x-ole-storage', 0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ['application/dicom', 128, latin('DICM')],
];
/** Formats that cannot be what their bytes do not say: a PDF without its signature is none. */
const SIGNED = new Set(SIGNATURES.map(([type]) => type));

/** So much of a text is looked at: enough to know its kind, and the time does not grow with the document. */
const TEXT_LOOKED_AT = 65_536;
/** Whether a control character is in it that no text has; tabulator, line ends, form feed and escape are none. */
function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(code)) return true;
  }
  return false;
}

/** The media type that the bytes themselves show; undefined for bytes that are neither a known format nor UTF-8 text. */
export function mediaTypeOfBytes(bytes: Uint8Array): string | undefined {
  const signed = SIGNATURES.find(([, at, sign]) => sign.every((byte, index) => bytes[at + index] === byte));
  if (signed !== undefined) return signed[0];
  const start = beginningAsText(bytes);
  if (start === undefined) return undefined;
  const head = start.trimStart().slice(0, 512).toLowerCase();
  if (/^(<!doctype html|<html)/.test(head)) return 'text/html';
  if (/^(<\?xml|<clinicaldocument)/.test(head)) return head.includes('<svg') ? 'image/svg+xml' : 'application/xml';
  return head.startsWith('<svg') ? 'image/svg+xml' : 'text/plain';
}

function beginningAsText(bytes: Uint8Array): string | undefined {
  try {
    // `stream`: a character that the limit cuts through is no fault.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, TEXT_LOOKED_AT), {
      stream: bytes.length > TEXT_LOOKED_AT,
    });
    return hasControls(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** ED.3 and RP.4 (HL7 table 0291 and what senders write beside it) → media type. */
const SUBTYPES: Readonly<Record<string, string>> = {
  PDF: 'application/pdf',
  JPEG: 'image/jpeg',
  JPG: 'image/jpeg',
  PNG: 'image/png',
  GIF: 'image/gif',
  TIFF: 'image/tiff',
  TIF: 'image/tiff',
  RTF: 'application/rtf',
  RICHTEXT: 'application/rtf',
  HTML: 'text/html',
  XML: 'application/xml',
  CDA: 'application/hl7-cda+xml',
  'X-HL7-CDA-LEVEL-ONE': 'application/hl7-cda+xml',
  DICOM: 'application/dicom',
  MSWORD: 'application/msword',
  DOC: 'application/msword',
  PLAIN: 'text/plain',
  TXT: 'text/plain',
  TEXT: 'text/plain',
};

/** The media type that a sender names in type (table 0191) and subtype; undefined where they say nothing or only bytes. */
export function declaredMediaType(type: string | undefined, subtype: string | undefined): string | undefined {
  const named = [subtype, type].find((one) => /^[a-z]+\/[a-z0-9.+-]+$/i.test(one ?? ''));
  if (named !== undefined) return named.toLowerCase();
  const known = lookUp(SUBTYPES, subtype?.toUpperCase()) ?? lookUp(SUBTYPES, type?.toUpperCase());
  if (known !== undefined) return known;
  return ['TX', 'FT', 'TEXT'].includes(type?.toUpperCase() ?? '') ? 'text/plain' : undefined;
}

/** Kinds of content that are a more exact name for what the bytes show. */
const REFINES: readonly [shown: string, declared: RegExp][] = [
  ['application/xml', /xml$/],
  ['text/plain', /^text\//],
  ['application/zip', /^application\/(vnd\.|epub)/],
  ['application/x-ole-storage', /^application\/(msword|vnd\.ms-)/],
];

/** What the content is: the bytes decide, the sender's word may be more exact; `agrees` is false where it contradicts. */
export function contentTypeOf(bytes: Uint8Array, declared: string | undefined): { type: string; agrees: boolean } {
  const shown = mediaTypeOfBytes(bytes);
  if (declared === undefined || declared === shown || declared === 'application/octet-stream')
    return { type: shown ?? 'application/octet-stream', agrees: true };
  if (shown === undefined) {
    const possible = !SIGNED.has(declared);
    return { type: possible ? declared : 'application/octet-stream', agrees: possible };
  }
  const refined = REFINES.some(([of, pattern]) => of === shown && pattern.test(declared));
  return { type: refined ? declared : shown, agrees: refined };
}
