import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A line between a settlement and the region: one for all answers together. */
export type Line = { readonly bitsPerSecond: number; readonly delayMs: number };
export const THIN: Line = { bitsPerSecond: 256_000, delayMs: 300 };

const PIECE_BYTES = 1600;

/**
 * Sends answers as a line would: each begins after its delay, and all of them share its bytes, piece by piece in turn.
 * `line()` is asked each time: a test may make the line thin, wide (undefined) or dead in between.
 */
export function shaped(line: () => Line | undefined) {
  let free = 0;
  let sent = 0;
  return {
    sent: () => sent,
    async send(response: ServerResponse, status: number, headers: Record<string, string>, bytes: Uint8Array) {
      const { delayMs = 0 } = line() ?? {};
      if (delayMs > 0) await pause(delayMs);
      response.writeHead(status, headers);
      for (let at = 0; at < bytes.length; ) {
        const now = line();
        const piece = bytes.subarray(at, at + (now === undefined ? bytes.length : PIECE_BYTES));
        if (now !== undefined) {
          free = Math.max(performance.now(), free) + (piece.length * 8000) / now.bitsPerSecond;
          await pause(Math.max(0, free - performance.now()));
        }
        if (response.destroyed) return;
        response.write(piece);
        sent += piece.length;
        at += piece.length;
      }
      response.end();
    },
  };
}
