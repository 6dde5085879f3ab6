/**
 * Gives the memory of bytes that nobody uses any more back at once; only where they have it for themselves. Megabytes of it
 * wait for a collection otherwise, and make the collector go over all that the edge knows for every few images. They are
 * empty then.
 */
export function release({ buffer, byteLength }: Uint8Array): void {
  if (buffer.byteLength === byteLength && 'transfer' in buffer) buffer.transfer(0);
}

export type Buffers = ReturnType<typeof makeBuffers>;

/** Buffers of one size that are used again, without being cleared; at most `kept` of them lie idle. */
export function makeBuffers(bytes: number, kept = 8) {
  const idle: Buffer[] = [];
  return {
    bytes,
    take: (): Buffer => idle.pop() ?? Buffer.allocUnsafeSlow(bytes),
    /** Only by who is sure that nobody reads or writes it any more; else it is left to the collector. */
    giveBack(buffer: Buffer): void {
      if (idle.length < kept) idle.push(buffer);
    },
  };
}
