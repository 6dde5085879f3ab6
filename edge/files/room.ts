export type RoomOptions = {
  readonly usedShare: () => Promise<number>;
  readonly quotaBytes?: number | undefined;
  readonly watermark?: number | undefined;
};

const ASK_EVERY_MS = 1000;

/** Whether there is room: below the watermark of the disk, asked once a second, and of the quota. */
export async function makeRoom({ usedShare, quotaBytes = Number.POSITIVE_INFINITY, watermark = 0.85 }: RoomOptions) {
  let share = await usedShare();
  let askedAt = performance.now();

  async function ask(): Promise<void> {
    askedAt = performance.now();
    // A disk that does not even answer this question is found out by the next write.
    share = await usedShare().catch(() => share);
  }

  return {
    /** `bytes`: what the owner would then take. */
    isShort(bytes: number): boolean {
      if (performance.now() - askedAt > ASK_EVERY_MS) void ask();
      return share >= watermark || bytes > quotaBytes * watermark;
    },
    /** Asks the disk now, as after something was deleted. */
    ask,
  };
}
