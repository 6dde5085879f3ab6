import { encodeText } from '../write/encode.ts';

/**
 * How the signs of a sender travel. In byte sets `raw` holds one sign per byte, so what he wrote goes back byte for byte
 * whatever set it is in; in UTF-16 it holds the text itself.
 */
export type Wire = {
  readonly rawOf: (bytes: Uint8Array) => string;
  readonly bytesOf: (raw: string) => Uint8Array;
  /** Text of ours in the given set; undefined where the set lacks a letter. */
  readonly written: (text: string, charset: string) => string | undefined;
};

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

const BYTES: Wire = {
  rawOf: latin1,
  bytesOf: (raw) => Buffer.from(raw, 'latin1'),
  written: (text, charset) => {
    const bytes = encodeText(text, charset);
    return bytes && latin1(bytes);
  },
};

const utf16 = (charset: 'utf-16le' | 'utf-16be', mark: string): Wire => ({
  rawOf: (bytes) => new TextDecoder(charset).decode(bytes),
  bytesOf: (raw) => encodeText(mark + raw, charset) ?? new Uint8Array(),
  written: (text) => text,
});

/** UTF-16 shows by its byte order mark or by the zero beside its first letter; all other sets keep ASCII in place. */
export function wireOf([first, second]: Uint8Array): Wire {
  if (first === 0xff && second === 0xfe) return utf16('utf-16le', '\ufeff');
  if (first === 0xfe && second === 0xff) return utf16('utf-16be', '\ufeff');
  if (first === 0x4d && second === 0) return utf16('utf-16le', '');
  if (first === 0 && second === 0x4d) return utf16('utf-16be', '');
  return BYTES;
}
