export type RoomOptions = {
  readonly usedShare: () => Promise<number>;
  readonly quotaBytes?: number | undefined;
  readonly watermark?: number | undefined;
};

const ASK_EVERY_MS = 1000;

/** Whether there is room: below the watermark of the disk, asked once a second, and of the quota. */
export async function makeRoom({ usedShare, quotaBytes = Number.POSITIVE_INFINITY, watermark = 0.85 }: RoomOptions) {
  let share = await usedShare();
  let askedAt = Date.now();

  function ask(): void {
    askedAt = Date.now();
    usedShare().then(
      (now) => {
        share = now;
      },
      // A disk that does not even answer this question is found out by the next write.
      () => undefined,
    );
  }

  return {
    /** `bytes`: what the journal would then take. */
    isShort(bytes: number): boolean {
      if (Date.now() - askedAt > ASK_EVERY_MS) ask();
      return share >= watermark || bytes > quotaBytes * watermark;
    },
  };
}
