import { OkaError } from '../../schemas/errors.ts';

/** A part of the edge that runs: a door, a sender, a watcher. */
export type Part = {
  /** Takes nothing more and ends what it has begun. */
  readonly stop: () => unknown;
  /** What it says of itself: counts, times and codes, nothing of a patient. */
  readonly state?: () => object;
};

export type PartSetup = {
  readonly name: string;
  /** A way into the edge. An edge none of whose doors opens does not start. */
  readonly isDoor?: boolean;
  readonly start: () => Promise<Part>;
};

/** `failed`: it did not start and is tried again; `fault` says why. */
export type PartState = {
  readonly state: 'running' | 'failed';
  readonly since: string;
  readonly fault?: string;
  readonly [more: string]: unknown;
};

export type PartsOptions = {
  readonly clock?: () => Date;
  /** Pause before a part that did not start is tried again, doubled up to the second value. */
  readonly retryMs?: readonly [first: number, longest: number];
  readonly stopWithinMs?: number;
  readonly onFailed?: (name: string, fault: unknown) => void;
  readonly onStarted?: (name: string) => void;
};

export type Parts = {
  readonly state: () => Readonly<Record<string, PartState>>;
  /** The last that was started first: doors close before what is behind them. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts the parts one after the other. One that does not start (a port is taken, a certificate cannot be read) is said,
 * tried again later and keeps no other from running.
 * @throws the fault of the first door where not one door opens: nobody could reach this edge
 */
export async function startParts(setups: readonly PartSetup[], options: PartsOptions = {}): Promise<Parts> {
  const { clock = () => new Date(), retryMs = [5000, 300_000], stopWithinMs = 5000 } = options;
  const { onFailed = () => undefined, onStarted = () => undefined } = options;
  const parts = setups.map((setup) => ({ setup, ...stateAt(clock, 'failed') }) as Kept);
  let stopping = false;

  async function start(part: Kept): Promise<void> {
    try {
      part.running = await part.setup.start();
      Object.assign(part, stateAt(clock, 'running'), { fault: undefined });
      if (part.failures !== undefined) onStarted(part.setup.name);
    } catch (fault) {
      Object.assign(part, { fault, failures: (part.failures ?? 0) + 1 });
      onFailed(part.setup.name, fault);
    }
  }

  function again(part: Kept): void {
    const pauseMs = Math.min(retryMs[0] * 2 ** ((part.failures ?? 1) - 1), retryMs[1]);
    part.timer = setTimeout(() => {
      part.starting = start(part).then(() => {
        if (part.running === undefined && !stopping) again(part);
      });
    }, pauseMs);
    part.timer.unref();
  }

  async function stop(): Promise<void> {
    stopping = true;
    for (const part of [...parts].reverse()) {
      clearTimeout(part.timer);
      await part.starting;
      try {
        await within(stopWithinMs, part.running?.stop());
      } catch (fault) {
        onFailed(part.setup.name, fault);
      }
      part.running = undefined;
    }
  }

  for (const part of parts) await start(part);
  const doors = parts.filter(({ setup }) => setup.isDoor);
  if (doors.length > 0 && doors.every(({ running }) => running === undefined)) {
    await stop();
    throw doors[0]?.fault;
  }
  for (const part of parts) if (part.running === undefined) again(part);
  return {
    state: () =>
      Object.fromEntries(
        parts.map(({ setup, running, state, since, fault }) => [
          setup.name,
          { state, since, ...(fault === undefined ? {} : { fault: sentenceOf(fault) }), ...running?.state?.() },
        ]),
      ),
    stop,
  };
}

type Kept = {
  readonly setup: PartSetup;
  running?: Part | undefined;
  state: PartState['state'];
  since: string;
  fault?: unknown;
  failures?: number;
  timer?: NodeJS.Timeout;
  starting?: Promise<void>;
};

const stateAt = (clock: () => Date, state: PartState['state']) => ({ state, since: clock().toISOString() });

/** Texts of foreign libraries may quote what they read, so only the catalogue's are told. */
export const sentenceOf = (fault: unknown): string =>
  fault instanceof OkaError ? fault.message : 'it failed without a word of the catalogue; see the log';

async function within(ms: number, work: unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
