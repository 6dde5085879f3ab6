import { OkaError } from '../../schemas/errors.ts';
import type { CommitmentReport, Outcome } from '../dicom/client.ts';

export type ReporterOptions = {
  readonly report: (callingAe: string, report: CommitmentReport) => Promise<Outcome>;
  readonly backoffMs: readonly [first: number, longest: number];
  readonly onFailed: (callingAe: string, why: string, pauseMs: number) => void;
};

/**
 * Sends reports until they are taken: one at a time to each modality, with longer pauses while it is away; one that sleeps
 * over the weekend holds up nobody else.
 */
export function makeReporter({ report, backoffMs: [first, longest], onFailed }: ReporterOptions) {
  const lines = new Map<string, { failures: number; notBefore: number; busy: boolean }>();

  return {
    /** Milliseconds until this modality may be tried; 0 now; undefined while one is on its way. */
    waitFor(callingAe: string, now: number): number | undefined {
      const line = lines.get(callingAe);
      if (line?.busy) return undefined;
      return Math.max(0, (line?.notBefore ?? 0) - now);
    },
    /** Whether the modality has taken it. */
    async send(callingAe: string, what: CommitmentReport, now: () => number): Promise<boolean> {
      const line = lines.get(callingAe) ?? { failures: 0, notBefore: 0, busy: false };
      lines.set(callingAe, line);
      line.busy = true;
      try {
        const outcome = await report(callingAe, what);
        if (outcome.class === 'done') {
          lines.delete(callingAe);
          return true;
        }
        failed(outcome.why);
      } catch (cause) {
        failed(cause instanceof OkaError ? cause.message : cause instanceof Error ? cause.name : 'unknown');
      } finally {
        line.busy = false;
      }
      return false;

      function failed(why: string): void {
        const pauseMs = Math.min(first * 2 ** line.failures, longest);
        line.failures += 1;
        line.notBefore = now() + pauseMs;
        onFailed(callingAe, why, pauseMs);
      }
    },
  };
}
