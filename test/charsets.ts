const tables = new Map<string, ReadonlyMap<string, number>>();

/** A single-byte set turned round: sign → byte. */
function tableOf(charset: string): ReadonlyMap<string, number> {
  let table = tables.get(charset);
  if (table === undefined) {
    const decoder = new TextDecoder(charset);
    table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
    tables.set(charset, table);
  }
  return table;
}

/** Encodes in a single-byte set or in UTF-8; what the set does not have becomes `?`. */
export function encodeAs(text: string, charset: string): Uint8Array {
  if (charset === 'utf-8') return new TextEncoder().encode(text);
  const table = tableOf(charset);
  return Uint8Array.from(text, (sign) => table.get(sign) ?? 0x3f);
}
