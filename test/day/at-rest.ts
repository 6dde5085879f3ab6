const QUIET_SECONDS = 6;
const PATIENCE_MS = 60_000;

/** Reads each second until the same comes for some seconds: what a study that goes quiet says comes after its inputs have ended. */
export async function atRest<T>(read: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE_MS;
  for (let [last, same] = [await read(), 0]; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await read();
    same = JSON.stringify(now) === JSON.stringify(last) ? same + 1 : 0;
    last = now;
    if (same === QUIET_SECONDS || Date.now() > until) return last;
  }
}
