import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { OkaError } from '../../schemas/errors.ts';
import type { ReadAt } from './data-set-walk.ts';

export type ZipLimits = {
  /** Files in it. */
  readonly maxEntries: number;
  /** Bytes of all of them, unpacked. */
  readonly maxBytes: number;
  /** Unpacked to packed, over the whole; empty scans and masks reach a hundred. */
  readonly maxRatio: number;
};
export const ZIP_LIMITS: ZipLimits = { maxEntries: 50_000, maxBytes: 16 * 1024 ** 3, maxRatio: 200 };
/** Below this a high ratio harms nobody. */
const RATIO_MATTERS_BYTES = 64 * 1024 * 1024;

/** A file in a ZIP. Its name is a label that is shown and compared, never a path that is opened. */
export type ZipEntry = {
  readonly name: string;
  readonly bytes: number;
  /** Its bytes; at their end length and CRC-32 have been checked. @throws OkaError `zip-damaged` */
  readonly pieces: () => AsyncIterable<Buffer>;
};

const ENCRYPTED = 0x1 | 0x40;
const STORED = 0;
const DEFLATE = 8;
const PIECE_BYTES = 256 * 1024;

/**
 * The files of a ZIP, by its central directory. All bounds are checked on that directory before the first byte is
 * unpacked, and what is unpacked is held to it: so a bomb is refused before it costs anything.
 * @throws OkaError `zip-damaged`, `zip-encrypted`, `zip-method`, `zip-too-large`
 */
export async function openZip(readAt: ReadAt, size: number, limits: ZipLimits = ZIP_LIMITS): Promise<ZipEntry[]> {
  const reader = new Reader(readAt);
  const zip = await reader.guarded(() =>
    yauzl.fromRandomAccessReaderPromise(reader, size, { autoClose: false, decodeStrings: false }),
  );
  if (zip.entryCount > limits.maxEntries) throw new OkaError('zip-too-large', 'files');
  const found: yauzl.Entry[] = [];
  await reader.guarded(async () => {
    for await (const entry of zip.eachEntry()) {
      found.push(entry);
      if (found.length > limits.maxEntries) throw new OkaError('zip-too-large', 'files');
    }
  });
  check(found, size, limits);
  return found
    .map((entry): ZipEntry => {
      const pieces = () => unpack(zip, reader, entry);
      return { name: nameOf(entry), bytes: entry.uncompressedSize, pieces };
    })
    .filter(({ name }) => !name.endsWith('/'));
}

function check(entries: readonly yauzl.Entry[], size: number, { maxBytes, maxRatio }: ZipLimits): void {
  if (
    entries.some(
      ({ generalPurposeBitFlag, compressionMethod }) => generalPurposeBitFlag & ENCRYPTED || compressionMethod === 99,
    )
  )
    throw new OkaError('zip-encrypted');
  const strange = entries.find(
    ({ compressionMethod }) => compressionMethod !== STORED && compressionMethod !== DEFLATE,
  );
  if (strange !== undefined) throw new OkaError('zip-method', `method ${strange.compressionMethod}`);
  const packed = entries.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  // Files that share their packed bytes are how the worst bombs are made, and nothing else.
  if (packed > size) throw new OkaError('zip-too-large', 'files lie over one another');
  if (unpacked > maxBytes) throw new OkaError('zip-too-large', 'bytes');
  if (unpacked > RATIO_MATTERS_BYTES && unpacked > packed * maxRatio) throw new OkaError('zip-too-large', 'ratio');
}

async function* unpack(zip: yauzl.ZipFile, reader: Reader, entry: yauzl.Entry): AsyncIterable<Buffer> {
  const stream = await reader.guarded(() => zip.openReadStreamPromise(entry, {}));
  let sum = 0;
  const next = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const { done, value } = await reader.guarded(() => next.next());
      if (done) break;
      sum = crc32(value, sum);
      yield value;
    }
  } finally {
    stream.destroy();
  }
  if (sum !== entry.crc32) throw new OkaError('zip-damaged', 'CRC-32');
}

function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFieldRaw }: yauzl.Entry): string {
  try {
    const fields = yauzl.parseExtraFields(extraFieldRaw);
    return yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, fields, false).replaceAll('\\', '/');
  } catch {
    return fileNameRaw.toString('latin1');
  }
}

/** Reads a ZIP by way of the folder's own port, and knows a disk that fails from a ZIP that is damaged. */
class Reader extends yauzl.RandomAccessReader {
  readonly readAt: ReadAt;
  fault: unknown;

  constructor(readAt: ReadAt) {
    super();
    this.readAt = readAt;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.pieces(start, end), { objectMode: false });
  }

  async *pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const piece = await this.readAt(at, Math.min(PIECE_BYTES, end - at)).catch((cause: unknown) => {
        this.fault = cause;
        throw cause;
      });
      if (piece.length === 0) return;
      yield piece;
      at += piece.length;
    }
  }

  async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      if (this.fault !== undefined) throw this.fault;
      if (cause instanceof OkaError) throw cause;
      throw new OkaError('zip-damaged', undefined, { cause });
    }
  }
}
