/** One published version, by short names that stand for whole ids. */
export type Published = {
  readonly result: string;
  readonly version: number;
  readonly record: number;
  readonly withdrawn?: boolean;
};

export type Seen = { readonly version: number; readonly withdrawn: boolean };

/**
 * A record system under trial. Write one of these for yours: `give` hands it a message of the region (a queue, an interface
 * engine, whatever stands before it) and resolves when it was answered; `shown` reads what a physician would see.
 */
export type Subject = {
  readonly give: (published: Published) => Promise<'AA' | 'AE' | 'AR'>;
  readonly shown: () => Promise<Readonly<Record<string, Seen>>>;
  /** Versions that were applied, in their order, as `<result> <version>`; undefined where it cannot be seen. */
  readonly applied: () => Promise<readonly string[] | undefined>;
  /** Ends it as kill -9 does, and starts it again; undefined where that cannot be done. */
  readonly restart?: () => Promise<void>;
  readonly stop: () => Promise<void>;
};
