/** Encodes in a single-byte set by turning its decoder round, or in UTF-8; what the set has not becomes `?`. */
export function encodeAs(text: string, charset: string): Uint8Array {
  if (charset === 'utf-8') return new TextEncoder().encode(text);
  const decoder = new TextDecoder(charset);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Uint8Array.from(text, (sign) => bytes.get(sign) ?? 0x3f);
}
