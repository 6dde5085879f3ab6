import type { Ask, Delivery, NoticeChannel, Recipient } from '../../../schemas/delivery.ts';
import type { CriticalLevel } from '../../../schemas/duty.ts';

/** One channel of a person; `cut`: it cannot be used now, and why (`clinic-offline`). */
export type Channel = { readonly channel: NoticeChannel; readonly cut?: string };

export type WaySettings = {
  readonly levels: Readonly<
    Record<CriticalLevel, { readonly deadlineSeconds: number; readonly nextAfterSeconds: number }>
  >;
  /** An alarm that was taken sounds again when so long nobody has acknowledged. */
  readonly retakeSeconds: number;
  /** A notice of which nobody says what became of it counts as failed after this: the next channel is tried. */
  readonly silentSeconds: number;
};

/** What the machine must know beside the delivery, as it stands at `now`. Pure: no clock, no store. */
export type WayContext = {
  /** The region's clock, an instant. */
  readonly now: string;
  readonly settings: WaySettings;
  /** In the order in which they are tried; `desk` is a list of its own and not tried but shown. */
  readonly channelsOf: (person: string) => readonly Channel[];
  /** Who is asked one after another, group by group; nobody who is absent, nobody twice. */
  readonly ladderOf: (delivery: Pick<Delivery, 'recipients' | 'clinic' | 'level'>) => readonly (readonly Recipient[])[];
};

/** What a step leads to: the delivery as it is to be stored, and what is to be asked once it is. */
export type Step = { readonly delivery: Delivery; readonly asks: readonly Ask[] };

export const later = (instant: string, seconds: number): string =>
  new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** The earliest of some instants; undefined: none was given. */
export const earliest = (...instants: readonly (string | undefined)[]): string | undefined =>
  instants.filter((one) => one !== undefined).sort()[0];
