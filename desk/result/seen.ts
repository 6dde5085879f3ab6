/** How long a result must lie before somebody's eyes to count as read, ms. */
export const SEEN_AFTER_MS = 2000;

type Timers = { readonly later: (act: () => void, ms: number) => number; readonly drop: (timer: number) => void };

/**
 * Says once that something was seen: when it was visible for two seconds without a break. A page fetched ahead, a tab in
 * the background or a glance in passing is no reading: what counts as read silences the next notice.
 */
export function seenOnce(onSeen: () => void, { later, drop }: Timers) {
  let timer: number | undefined;
  let done = false;
  return {
    change(visible: boolean): void {
      if (timer !== undefined) drop(timer);
      timer = undefined;
      if (!visible || done) return;
      timer = later(() => {
        done = true;
        onSeen();
      }, SEEN_AFTER_MS);
    },
  };
}
