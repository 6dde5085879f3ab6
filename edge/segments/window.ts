import { createHash } from 'node:crypto';
import type { EdgeFile } from '../files/files.ts';

const WINDOW_BYTES = 1024 * 1024;
const BLOCK_BYTES = 4096;

/** Reads a file from front to back through one window: small records cost no system call each, large ones no memory. */
export class Window {
  readonly #file: EdgeFile;
  readonly size: number;
  readonly #windowBytes: number;
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(file: EdgeFile, size: number, windowBytes = WINDOW_BYTES) {
    this.#file = file;
    this.size = size;
    this.#windowBytes = windowBytes;
  }

  /** Bytes from `position`, at most `length` (no more than a window) and no further than the end of the file. */
  async at(position: number, length: number): Promise<Buffer> {
    const wanted = Math.max(0, Math.min(length, this.size - position));
    const end = this.#start + this.#bytes.length;
    if (position < this.#start || position + wanted > end) {
      this.#bytes = await this.#read(position, Math.min(Math.max(this.#windowBytes, wanted), this.size - position));
      this.#start = position;
    }
    return this.#bytes.subarray(position - this.#start, position - this.#start + wanted);
  }

  /** A place that the disk does not give any more is read as zeros: what stood there is damage, and all else is read. */
  async #read(position: number, length: number): Promise<Buffer> {
    try {
      return await this.#file.read(position, length);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EIO') throw cause;
    }
    const bytes = Buffer.alloc(length);
    for (let at = 0; at < length; at += BLOCK_BYTES) {
      const block = await this.#file.read(position + at, Math.min(BLOCK_BYTES, length - at)).catch(() => undefined);
      block?.copy(bytes, at);
    }
    return bytes;
  }

  /** SHA-256 of `[position, position + length)`, hexadecimal. */
  async digest(position: number, length: number): Promise<string> {
    const hash = createHash('sha256');
    for (let at = position; at < position + length; ) {
      const bytes = await this.at(at, Math.min(WINDOW_BYTES, position + length - at));
      if (bytes.length === 0) break;
      hash.update(bytes);
      at += bytes.length;
    }
    return hash.digest('hex');
  }

  /** Where `mark` stands next at or after `position`; undefined where nowhere. */
  async find(mark: Buffer, position: number): Promise<number | undefined> {
    for (let at = position; at + mark.length <= this.size; ) {
      const bytes = await this.at(at, WINDOW_BYTES);
      const found = bytes.indexOf(mark);
      if (found !== -1) return at + found;
      at += Math.max(1, bytes.length - mark.length + 1);
    }
    return undefined;
  }
}
