const HOUR_MS = 60 * 60 * 1000;

/** Does something each hour; what fails is told and tried again in the next. */
export function hourly(work: () => Promise<unknown>, onFault: (fault: unknown) => void): { stop: () => void } {
  const timer = setInterval(() => void work().catch(onFault), HOUR_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
