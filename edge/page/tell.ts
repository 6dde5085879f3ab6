import type { PageAct } from '../../schemas/api/clinic-day.ts';
import type { Audit } from './audit.ts';

export type Telling = {
  readonly audit: Audit;
  /** Resolved: the region has them. */
  readonly tell: (acts: readonly PageAct[]) => Promise<unknown>;
  readonly everyMs?: number;
  readonly onFault?: (fault: unknown) => void;
};

/** As many as fit into one small request. */
const AT_ONCE = 50;

/**
 * Tells the region what was seen at the page while it was away, and since. An act is told until the region has said that it has it;
 * told twice, it is one record there.
 */
export function startTelling({ audit, tell, everyMs = 5 * 60_000, onFault = () => undefined }: Telling) {
  let underWay: Promise<void> | undefined;
  let isStopping = false;
  async function all(): Promise<void> {
    for (;;) {
      const acts = audit.oldestUnsent(AT_ONCE);
      if (acts.length === 0 || isStopping) return;
      await tell(acts.map(([, act]) => act));
      await audit.markSent(acts.map(([name]) => name));
    }
  }
  /** Tells now what waits; what fails waits for the next time. */
  const now = (): Promise<void> => {
    underWay ??= all()
      .catch(onFault)
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
  const timer = setInterval(() => void now(), everyMs);
  timer.unref();
  return {
    now,
    async stop(): Promise<void> {
      isStopping = true;
      clearInterval(timer);
      await underWay;
    },
  };
}
