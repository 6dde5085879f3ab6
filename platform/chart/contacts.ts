import { CONTACTS, contactKey } from './keys.ts';
import type { Row, Store } from './store.ts';

/** When a clinic's edge was last heard, and since when its record system is silent, as the edge says. */
export type Contact = {
  readonly lastHeardAt?: string;
  readonly ehrSilentSince?: string;
  /** The last word before a silence of which everybody concerned was told. */
  readonly toldOf?: string;
};

/** What comes within this time of the last word would say nothing new, and cost a write. */
const NOTED_EVERY_MS = 30_000;

export type Contacts = {
  of(clinic: string): Promise<Contact>;
  /** Of every clinic that was ever heard. */
  all(): Promise<ReadonlyMap<string, Contact>>;
  /** The edge of a clinic has spoken. */
  heard(clinic: string, at: Date): Promise<void>;
  /** What is critical goes round the clinic since its silence after this word. */
  told(clinic: string, lastHeardAt: string): Promise<void>;
  /** What it says of its record system; `since` undefined: it answers. The newest word counts, whichever comes first. */
  ehrSaid(clinic: string, word: { readonly at: string; readonly since: string | undefined }): Promise<void>;
};

export const makeContacts = (store: Store): Contacts => ({
  of: async (clinic) => contactOf(await store.get(contactKey(clinic))),

  all: async () => new Map((await store.query({ partition: CONTACTS })).map((row) => [row.sk, contactOf(row)])),

  async heard(clinic, at) {
    await store.update(contactKey(clinic), {
      update: 'SET lastHeardAt = :at',
      condition: 'attribute_not_exists(lastHeardAt) OR lastHeardAt < :before',
      values: { ':at': at.toISOString(), ':before': new Date(at.getTime() - NOTED_EVERY_MS).toISOString() },
    });
  },

  async told(clinic, lastHeardAt) {
    await store.update(contactKey(clinic), {
      update: 'SET toldOf = :heard',
      condition: 'attribute_not_exists(toldOf) OR toldOf < :heard',
      values: { ':heard': lastHeardAt },
    });
  },

  async ehrSaid(clinic, { at, since = '' }) {
    await store.update(contactKey(clinic), {
      update: 'SET ehrSilentSince = :since, ehrSaidAt = :at',
      condition: 'attribute_not_exists(ehrSaidAt) OR ehrSaidAt < :at',
      values: { ':since': since, ':at': at },
    });
  },
});

/** Empty: it was said that the record system answers. */
const contactOf = (row: Row | undefined): Contact => ({
  ...(row?.lastHeardAt === undefined ? {} : { lastHeardAt: String(row.lastHeardAt) }),
  ...(row?.ehrSilentSince === undefined || row.ehrSilentSince === ''
    ? {}
    : { ehrSilentSince: String(row.ehrSilentSince) }),
  ...(row?.toldOf === undefined ? {} : { toldOf: String(row.toldOf) }),
});
