/** The clock that the connector waits by. A test hands in one that runs faster. */
export type Time = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that only rise: what is waited for comes, whoever sets the clock back meanwhile. */
  readonly steady: () => number;
  /** Resolves after so long, or at once when the signal ends it. Never rejects. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
};

export const realTime: Time = {
  now: Date.now,
  steady: () => performance.now(),
  rest: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, ms));
      signal.addEventListener('abort', done);
    }),
};
