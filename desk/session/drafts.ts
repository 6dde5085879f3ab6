/** So long a draft waits for its writer: a shift. */
const KEPT_MS = 12 * 3600_000;
const PREFIX = 'oka.draft.';

/** `Storage` of the browser, or a stand-in of a test. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const nameOf = (person: string, draft: string): string => `${PREFIX}${encodeURIComponent(person)}.${draft}`;

/**
 * What a person has typed and not sent yet. It lies in the tab's own storage under his name: it survives an expired sign-in,
 * a reload and a lost line; another person never gets it; signing out or closing the tab ends it.
 */
export function makeDrafts(shelf: Shelf, now: () => number = Date.now) {
  const names = (): string[] =>
    Array.from({ length: shelf.length }, (_, index) => shelf.key(index) ?? '').filter((name) =>
      name.startsWith(PREFIX),
    );
  return {
    read<Value>(person: string, draft: string): Value | undefined {
      const text = shelf.getItem(nameOf(person, draft));
      if (text === null) return undefined;
      const { at, value } = JSON.parse(text) as { at: number; value: Value };
      if (now() - at <= KEPT_MS) return value;
      shelf.removeItem(nameOf(person, draft));
      return undefined;
    },
    /** Errors: none. A full storage keeps the page working; the draft then lives as long as the page. */
    write(person: string, draft: string, value: unknown): boolean {
      try {
        shelf.setItem(nameOf(person, draft), JSON.stringify({ at: now(), value }));
        return true;
      } catch {
        return false;
      }
    },
    drop: (person: string, draft: string): void => shelf.removeItem(nameOf(person, draft)),
    /** At sign-out: nothing of this person stays. */
    dropAllOf(person: string): void {
      for (const name of names().filter((one) => one.startsWith(nameOf(person, '')))) shelf.removeItem(name);
    },
    /** At start: what nobody came back for within a shift. */
    dropOld(): void {
      for (const name of names()) {
        const { at } = JSON.parse(shelf.getItem(name) ?? '{"at":0}') as { at: number };
        if (now() - at > KEPT_MS) shelf.removeItem(name);
      }
    },
  };
}

export type Drafts = ReturnType<typeof makeDrafts>;
