/**
 * Bytes beyond ASCII that an ASCII text names in hexadecimal escapes (`\XCFE5\`, HL7 v2.5.1 ch. 2.7.2), a line for each: they are of
 * the message's character set like any other, and tell it. Undefined where there are none, as nearly always.
 */
export function hiddenBytes(text: string, sign: string | undefined): Uint8Array | undefined {
  if (sign === undefined || !text.includes(`${sign}X`)) return undefined;
  const lines: Buffer[] = [];
  for (let at = text.indexOf(`${sign}X`); at >= 0; at = text.indexOf(`${sign}X`, at + 1)) {
    const end = text.indexOf(sign, at + 2);
    if (end < 0) break;
    const digits = text.slice(at + 2, end);
    if (digits.length > LONGEST || digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) continue;
    lines.push(Buffer.from(`${digits}0a`, 'hex'));
  }
  const bytes = Buffer.concat(lines);
  return bytes.some((byte) => byte > 0x7f) ? bytes : undefined;
}

/** Hexadecimal digits of one escape that are looked at; a picture in hexadecimal is no text. */
const LONGEST = 20_000;
