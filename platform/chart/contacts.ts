import { contactKey } from './keys.ts';
import type { Row, Store } from './store.ts';

/** When a clinic's edge was last heard, and since when its record system is silent, as the edge says. */
export type Contact = {
  readonly lastHeardAt?: string;
  readonly ehrSilentSince?: string;
};

/** A request more within this time changes nothing of what the row is for, and costs a write. */
const NOTED_EVERY_MS = 60_000;

export type Contacts = {
  of(clinic: string): Promise<Contact>;
  /** An edge has asked something: noted at most once a minute. */
  heard(clinic: string, at: Date): Promise<void>;
  /** What the edge says of its record system; `since` undefined: it answers again. The newest word counts. */
  ehrSaid(clinic: string, word: { readonly at: string; readonly since?: string }): Promise<void>;
};

export function makeContacts(store: Store): Contacts {
  // Of this process: most requests of an edge come within a minute of the last one and ask the table nothing.
  const noted = new Map<string, number>();
  return {
    async of(clinic) {
      const row: Row | undefined = await store.get(contactKey(clinic));
      const [lastHeardAt, ehrSilentSince] = [row?.lastHeardAt, row?.ehrSilentSince];
      return {
        ...(lastHeardAt === undefined ? {} : { lastHeardAt: String(lastHeardAt) }),
        ...(ehrSilentSince === undefined || ehrSilentSince === '' ? {} : { ehrSilentSince: String(ehrSilentSince) }),
      };
    },

    async heard(clinic, at) {
      if (at.getTime() - (noted.get(clinic) ?? Number.NEGATIVE_INFINITY) < NOTED_EVERY_MS) return;
      noted.set(clinic, at.getTime());
      await store.update(contactKey(clinic), {
        update: 'SET lastHeardAt = :at',
        condition: 'attribute_not_exists(lastHeardAt) OR lastHeardAt < :before',
        values: { ':at': at.toISOString(), ':before': new Date(at.getTime() - NOTED_EVERY_MS / 2).toISOString() },
      });
    },

    async ehrSaid(clinic, { at, since = '' }) {
      await store.update(contactKey(clinic), {
        update: 'SET ehrSilentSince = :since, ehrSaidAt = :at',
        condition: 'attribute_not_exists(ehrSaidAt) OR ehrSaidAt < :at',
        values: { ':since': since, ':at': at },
      });
    },
  };
}
