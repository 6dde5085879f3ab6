/** What one connection holds of the memory that all share. */
export type MemoryShare = {
  /** Says how many bytes the connection holds now; false: it must not read on until it is resumed. */
  readonly hold: (bytes: number) => boolean;
  readonly release: () => void;
};

export type MemoryOptions = {
  /** Bytes that all connections may hold together. */
  readonly limitBytes: number;
  /** What each may hold beside that: an ordinary message never waits for somebody's huge one. */
  readonly freeBytes?: number;
};

type Holder = { charged: number; readonly resume: () => void };

/**
 * Keeps hundreds of connections from filling memory: beyond the limit those with large frames stop reading. One of them is
 * always let on, however much it needs up to its own cap: else frames that are all half read would wait for one another for ever.
 */
export function makeMemory({ limitBytes, freeBytes = 64 * 1024 }: MemoryOptions) {
  let total = 0;
  let chosen: Holder | undefined;
  const waiting = new Set<Holder>();

  function charge(holder: Holder, bytes: number): void {
    const less = bytes < holder.charged;
    total += bytes - holder.charged;
    holder.charged = bytes;
    if (chosen === holder && bytes === 0) chosen = undefined;
    if (less) admit();
  }

  function admit(): void {
    for (const holder of waiting) {
      if (total > limitBytes) {
        if (chosen !== undefined) return;
        chosen = holder;
      }
      waiting.delete(holder);
      holder.resume();
    }
  }

  return {
    share(resume: () => void): MemoryShare {
      const holder: Holder = { charged: 0, resume };
      return {
        hold(bytes) {
          charge(holder, bytes > freeBytes ? bytes : 0);
          if (holder.charged === 0 || total <= limitBytes) return true;
          chosen ??= holder;
          if (chosen === holder) return true;
          waiting.add(holder);
          return false;
        },
        release() {
          waiting.delete(holder);
          charge(holder, 0);
        },
      };
    },
  };
}

export type Memory = ReturnType<typeof makeMemory>;
