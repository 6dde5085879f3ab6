import { S3Fault } from './answers.ts';

const MAXIMUM_LINE_BYTES = 8 * 1024;

/**
 * Takes the aws-chunked framing off a body: `<hex length>[;chunk-signature=…]CRLF <bytes> CRLF`, ended by a chunk of
 * length 0 and by trailers (Amazon S3 API, "Signature calculations: transferring payload in multiple chunks").
 * Yields the bytes; `trailers` is filled when the stream ends. Chunk signatures are not checked, as no signature is.
 */
export async function* decodeChunks(
  body: AsyncIterable<Uint8Array>,
  trailers: Map<string, string>,
): AsyncGenerator<Uint8Array> {
  const broken = (what: string) => new S3Fault(400, 'IncompleteBody', `The aws-chunked body is broken: ${what}.`);
  let rest: Buffer = Buffer.alloc(0);
  let state: 'size' | 'data' | 'after-data' | 'trailers' | 'done' = 'size';
  let left = 0;
  const line = (): string | undefined => {
    const end = rest.indexOf('\r\n');
    if (end < 0) {
      if (rest.length > MAXIMUM_LINE_BYTES) throw broken('a line is too long');
      return undefined;
    }
    const text = rest.subarray(0, end).toString('latin1');
    rest = rest.subarray(end + 2);
    return text;
  };
  for await (const piece of body) {
    rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    for (let progress = true; progress && rest.length > 0; ) {
      progress = false;
      if (state === 'data') {
        const part = rest.subarray(0, left);
        rest = rest.subarray(part.length);
        left -= part.length;
        if (left === 0) state = 'after-data';
        progress = true;
        yield part;
        continue;
      }
      const text = line();
      if (text === undefined) break;
      progress = true;
      if (state === 'size') {
        const size = /^([0-9a-fA-F]{1,8})(;.*)?$/.exec(text);
        if (!size?.[1]) throw broken('a chunk without a length');
        left = Number.parseInt(size[1], 16);
        state = left === 0 ? 'trailers' : 'data';
      } else if (state === 'after-data') {
        if (text !== '') throw broken('a chunk is longer than its length');
        state = 'size';
      } else if (text === '') {
        state = 'done';
      } else {
        const colon = text.indexOf(':');
        if (colon > 0) trailers.set(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
      }
    }
  }
  // Some senders leave out the last empty line; a body that ends inside a chunk is always an error.
  if (state !== 'done' && state !== 'trailers') throw broken('it ends before its last chunk');
}
