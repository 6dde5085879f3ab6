const CRLF = '\r\n';
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** One part of a multipart/related body; its bytes may come piece by piece. */
export type Part = {
  readonly contentType: string;
  readonly location?: string | undefined;
  readonly bytes: Uint8Array | AsyncIterable<Uint8Array>;
};

/** The header names are written as viewers look for them, who compare `Content-Type:` letter by letter. */
const head = (boundary: string, { contentType, location }: Part, isFirst: boolean): Uint8Array =>
  ascii(
    [
      `${isFirst ? '' : CRLF}--${boundary}`,
      `Content-Type: ${contentType}`,
      ...(location === undefined ? [] : [`Content-Location: ${location}`]),
      CRLF,
    ].join(CRLF),
  );
const end = (boundary: string): Uint8Array => ascii(`${CRLF}--${boundary}--${CRLF}`);

/**
 * A multipart/related body (RFC 2387) piece by piece. `boundary` must not occur in a part: 32 digits of a digest do not.
 */
export async function* multipart(boundary: string, parts: AsyncIterable<Part>): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const part of parts) {
    yield head(boundary, part, isFirst);
    if (part.bytes instanceof Uint8Array) yield part.bytes;
    else yield* part.bytes;
    isFirst = false;
  }
  yield end(boundary);
}

/** The same of parts that lie in memory, as one piece. */
export const multipartOf = (boundary: string, parts: readonly (Part & { readonly bytes: Uint8Array })[]): Uint8Array =>
  Buffer.concat([...parts.flatMap((part, at) => [head(boundary, part, at === 0), part.bytes]), end(boundary)]);

/** Content-Type of the whole: what the parts are, and what stands between them. */
export const multipartType = (type: string, boundary: string, transferSyntax?: string): string =>
  `multipart/related; type="${type}"; boundary=${boundary}${transferSyntax === undefined ? '' : `; transfer-syntax=${transferSyntax}`}`;

/**
 * The parts of a multipart body (RFC 2046 §5.1.1): header names in lower case, bytes as views. A closing mark may be missing.
 * @returns undefined where the boundary never stands at the beginning of a line
 */
export function readMultipart(
  body: Uint8Array,
  boundary: string,
): { headers: Record<string, string>; bytes: Uint8Array }[] | undefined {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.length);
  const mark = Buffer.from(`--${boundary}`, 'latin1');
  const places: number[] = [];
  for (let at = buffer.indexOf(mark); at !== -1; at = buffer.indexOf(mark, at + mark.length))
    if (at === 0 || buffer[at - 1] === 0x0a) places.push(at);
  if (places.length === 0) return undefined;
  return places.flatMap((begin, index) => {
    const from = begin + mark.length;
    if (buffer.subarray(from, from + 2).toString('latin1') === '--') return [];
    const end = places[index + 1] ?? buffer.length;
    // Looked for in this part alone: a body of marks would have each of them read to its end.
    const place = buffer.subarray(from, end).indexOf('\r\n\r\n');
    if (place === -1) return [];
    const head = from + place;
    const headers = Object.fromEntries(
      buffer
        .subarray(from, head)
        .toString('latin1')
        .split(CRLF)
        .filter((line) => line.includes(':'))
        .map((line) => {
          const [name = '', value = ''] = line.split(/:(.*)/s);
          return [name.trim().toLowerCase(), value.trim()];
        }),
    );
    const isLast = places[index + 1] === undefined;
    return [{ headers, bytes: buffer.subarray(head + 4, isLast ? end : end - 2) }];
  });
}
