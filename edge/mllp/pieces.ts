const SMALL_BYTES = 4096;
const FIRST_BLOCK_BYTES = 1024;
const LARGEST_BLOCK_BYTES = 64 * 1024;

/**
 * Bytes that arrive in pieces of any size. Large pieces are kept as they are, small ones copied into blocks that grow with
 * the whole: a frame that comes byte by byte costs its length in time and memory, not a buffer for each byte.
 */
export class Pieces {
  #parts: Buffer[] = [];
  /** The last part is a block with room behind `#used`. */
  #block: Buffer | undefined;
  #used = 0;
  length = 0;

  add(bytes: Buffer): void {
    this.length += bytes.length;
    if (bytes.length >= SMALL_BYTES) {
      this.#close();
      this.#parts.push(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; ) {
      const block = this.#roomyBlock();
      const copied = bytes.copy(block, this.#used, at);
      this.#used += copied;
      at += copied;
    }
  }

  /** All bytes as one buffer; nothing is kept. */
  take(): Buffer {
    this.#close();
    const [only] = this.#parts;
    const whole = this.#parts.length === 1 && only ? only : Buffer.concat(this.#parts, this.length);
    this.clear();
    return whole;
  }

  /** The first bytes, at most `length`. */
  head(length: number): Buffer {
    this.#close();
    return Buffer.concat(this.#parts, Math.min(length, this.length));
  }

  clear(): void {
    this.#parts = [];
    this.#block = undefined;
    this.#used = 0;
    this.length = 0;
  }

  #roomyBlock(): Buffer {
    if (this.#block !== undefined && this.#used < this.#block.length) return this.#block;
    this.#close();
    this.#block = Buffer.allocUnsafeSlow(Math.min(Math.max(this.length, FIRST_BLOCK_BYTES), LARGEST_BLOCK_BYTES));
    return this.#block;
  }

  #close(): void {
    if (this.#block !== undefined && this.#used > 0) this.#parts.push(this.#block.subarray(0, this.#used));
    this.#block = undefined;
    this.#used = 0;
  }
}
