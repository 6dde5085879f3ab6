/** Sets with one byte per sign that the WHATWG Encoding Standard decodes: their encoders are its decoders turned round. */
const SINGLE_BYTE =
  /^(windows-125[0-8]|windows-874|iso-8859-([2-8]|10|1[3-6])|koi8-[ru]|ibm866|macintosh|x-mac-cyrillic)$/;

const tables = new Map<string, ReadonlyMap<string, number>>();

function tableOf(charset: string): ReadonlyMap<string, number> {
  let table = tables.get(charset);
  if (table === undefined) {
    const decoder = new TextDecoder(SINGLE_BYTE.test(charset) ? charset : 'utf-8');
    const length = SINGLE_BYTE.test(charset) ? 256 : 128;
    const signs = Array.from({ length }, (_, byte): [string, number] => [decoder.decode(Uint8Array.of(byte)), byte]);
    table = new Map(signs.filter(([sign]) => sign !== '\ufffd'));
    tables.set(charset, table);
  }
  return table;
}

/**
 * Text → bytes of a set named as in the WHATWG Encoding Standard; undefined where the set lacks a letter. Sets of several
 * bytes other than UTF-8 and UTF-16 are written in their ASCII part only. Lone surrogates become U+FFFD.
 */
export function encodeText(text: string, charset: string): Uint8Array | undefined {
  if (charset === 'utf-8') return new TextEncoder().encode(text);
  if (charset === 'utf-16le') return Buffer.from(text.toWellFormed(), 'utf16le');
  if (charset === 'utf-16be') return Buffer.from(text.toWellFormed(), 'utf16le').swap16();
  const table = tableOf(charset);
  const bytes: number[] = [];
  for (const sign of text) {
    const byte = table.get(sign);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
